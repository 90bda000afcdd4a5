#include "rules/pattern/pattern_machine.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

namespace vitrine::rules {
namespace {

using Kind = PatternNode::Kind;

constexpr std::uint32_t kUnits = 0x10000;

/// What one pattern may cost. Patterns that fit kMaxStates stay far below,
/// unless they would only become small at the very end.
constexpr std::size_t kMaxParts = 16'384;  ///< repetitions written out
constexpr std::size_t kMaxStatesToMinimise = 16'384;
constexpr std::size_t kMaxMoves = 1U << 20;        ///< before minimising
constexpr std::size_t kMaxStoredParts = 1U << 21;  ///< of all states
constexpr std::size_t kMaxWork = 1U << 24;         ///< parts looked at

/// Splits all units by the sets, one after the other.
UnitClasses Classify(const std::vector<const UnitSet*>& sets) {
  UnitClasses classes{std::vector<std::uint16_t>(kUnits), 1};
  for (const UnitSet* set : sets) {
    std::vector<std::uint32_t> left(classes.count);
    for (const std::uint16_t of : classes.of_unit) ++left[of];
    const auto for_each = [&](auto visit) {
      for (const UnitSet::Range& range : set->ranges()) {
        for (std::uint32_t unit = range.first; unit <= range.last; ++unit) {
          visit(classes.of_unit[unit]);
        }
      }
    };
    for_each([&](std::uint16_t of) { --left[of]; });
    std::vector<std::uint16_t> inside(left.size());
    for_each([&](std::uint16_t& of) {
      if (left[of] == 0) return;  // all of the class is in the set
      if (inside[of] == 0) {
        inside[of] = static_cast<std::uint16_t>(classes.count++);
      }
      of = inside[of];
    });
  }
  return classes;
}

/// The tree as a nondeterministic machine (Thompson): parts that consume a
/// unit, that assert something about the place, or that fork.
class Parts {
 public:
  struct Part {
    enum class Kind { kSet, kFork, kAssertion, kFound } kind = Kind::kFound;
    std::uint32_t set = 0;
    PatternNode::Kind assertion = PatternNode::Kind::kStart;
    std::uint32_t next = 0;
    std::uint32_t other = 0;  ///< of a fork
  };

  /// The part behind everything: the pattern has matched.
  static constexpr std::uint32_t kFound = 0;

  explicit Parts(const PatternTree& tree) : tree_(tree), parts_(1) {
    entry_ = Build(tree.root, kFound);
  }

  bool is_too_large() const { return built_ > kMaxParts; }
  bool asks_for_words() const { return asks_for_words_; }
  std::uint32_t entry() const { return entry_; }
  const Part& operator[](std::uint32_t part) const { return parts_[part]; }
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(parts_.size());
  }

 private:
  std::uint32_t Add(Part part) {
    parts_.push_back(part);
    return static_cast<std::uint32_t>(parts_.size() - 1);
  }

  /// The part where the node begins, after which comes `next`.
  std::uint32_t Build(std::uint32_t index, std::uint32_t next) {
    if (++built_ > kMaxParts) return next;
    const PatternNode& node = tree_.nodes[index];
    switch (node.kind) {
      case Kind::kSet:
        return Add({.kind = Part::Kind::kSet, .set = node.set, .next = next});
      case Kind::kSequence:
        for (auto child = node.children.rbegin(); child != node.children.rend();
             ++child) {
          next = Build(*child, next);
        }
        return next;
      case Kind::kChoice: {
        std::uint32_t entry = Build(node.children.back(), next);
        for (auto child = node.children.rbegin() + 1;
             child != node.children.rend(); ++child) {
          entry = Fork(Build(*child, next), entry);
        }
        return entry;
      }
      case Kind::kRepeat:
        return BuildRepeat(node, next);
      default:
        asks_for_words_ |=
            node.kind == Kind::kBoundary || node.kind == Kind::kNoBoundary;
        return Add({.kind = Part::Kind::kAssertion,
                    .assertion = node.kind,
                    .next = next});
    }
  }

  std::uint32_t BuildRepeat(const PatternNode& node, std::uint32_t next) {
    const std::uint32_t child = node.children.front();
    std::uint32_t entry = next;
    if (node.max == PatternNode::kUnlimited) {
      entry = Fork(next, next);
      parts_[entry].other = Build(child, entry);
    } else {
      for (std::uint32_t i = node.min; i < node.max && !is_too_large(); ++i) {
        entry = Fork(Build(child, entry), next);
      }
    }
    for (std::uint32_t i = 0; i < node.min && !is_too_large(); ++i) {
      entry = Build(child, entry);
    }
    return entry;
  }

  std::uint32_t Fork(std::uint32_t next, std::uint32_t other) {
    return Add({.kind = Part::Kind::kFork, .next = next, .other = other});
  }

  const PatternTree& tree_;
  std::vector<Part> parts_;
  std::size_t built_ = 0;
  bool asks_for_words_ = false;
  std::uint32_t entry_ = 0;
};

using PartKind = Parts::Part::Kind;

/// What surrounds a place in the text. Ahead, nothing may be known yet.
struct Place {
  bool is_start = false;
  bool word_before = false;
  enum class Ahead {
    kUndecided,
    kEnd,
    kWord,
    kOther
  } ahead = Ahead::kUndecided;
};

/// Subset construction. A state is the set of parts that wait for a unit, plus
/// the assertions that wait to know what follows; these also need to know what
/// was before.
class Builder {
 public:
  explicit Builder(const PatternTree& tree) : tree_(tree), parts_(tree) {}

  std::optional<PatternMachine> Run() {
    if (parts_.is_too_large()) return {};
    std::vector<const UnitSet*> sets;
    for (const UnitSet& set : tree_.sets) sets.push_back(&set);
    if (parts_.asks_for_words()) sets.push_back(&WordUnits());
    machine_.classes = Classify(sets);
    const std::uint32_t class_count = machine_.classes.count;
    ListClasses();
    seen_.resize(parts_.size());
    StateOf({parts_.entry()}, {.is_start = true});
    for (std::uint32_t state = 0; state < states_.size(); ++state) {
      Expand(state);
      if (states_.size() > kMaxStatesToMinimise ||
          states_.size() * class_count > kMaxMoves ||
          stored_ > kMaxStoredParts || work_ > kMaxWork) {
        return {};
      }
    }
    return std::move(machine_);
  }

 private:
  using Set = std::vector<std::uint32_t>;
  struct Key {
    Set parts;
    bool is_start = false;
    bool word_before = false;
    bool operator<(const Key& other) const {
      return std::tie(is_start, word_before, parts) <
             std::tie(other.is_start, other.word_before, other.parts);
    }
  };

  void ListClasses() {
    const UnitClasses& classes = machine_.classes;
    is_word_.resize(classes.count);
    classes_of_set_.resize(tree_.sets.size());
    std::vector<bool> is_listed(classes.count);
    for (std::uint32_t unit = 0; unit < kUnits; ++unit) {
      const std::uint16_t of = classes.of_unit[unit];
      if (is_listed[of]) continue;
      is_listed[of] = true;
      const auto first = static_cast<char16_t>(unit);
      is_word_[of] = WordUnits().Contains(first);
      for (std::size_t set = 0; set < tree_.sets.size(); ++set) {
        if (tree_.sets[set].Contains(first)) classes_of_set_[set].push_back(of);
      }
    }
  }

  static bool Holds(Kind assertion, const Place& place) {
    const bool word_ahead = place.ahead == Place::Ahead::kWord;
    switch (assertion) {
      case Kind::kStart:
        return place.is_start;
      case Kind::kEnd:
        return place.ahead == Place::Ahead::kEnd;
      case Kind::kBoundary:
        return place.word_before != word_ahead;
      default:
        return place.word_before == word_ahead;
    }
  }

  /// Everything that `from` reaches at this place without consuming a unit.
  /// No value: the end of the pattern is among it.
  std::optional<Set> Reach(const Set& from, const Place& place) {
    ++mark_;
    Set reached;
    Set open = from;
    while (!open.empty()) {
      const std::uint32_t index = open.back();
      open.pop_back();
      ++work_;
      if (seen_[index] == mark_) continue;
      seen_[index] = mark_;
      const Parts::Part& part = parts_[index];
      if (part.kind == PartKind::kFound) return {};
      if (part.kind == PartKind::kFork) {
        open.push_back(part.next);
        open.push_back(part.other);
      } else if (part.kind == PartKind::kSet) {
        reached.push_back(index);
      } else if (place.ahead == Place::Ahead::kUndecided &&
                 part.assertion != Kind::kStart) {
        reached.push_back(index);
      } else if (Holds(part.assertion, place)) {
        open.push_back(part.next);
      }
    }
    std::sort(reached.begin(), reached.end());
    return reached;
  }

  /// The state at a place that `from` leads to. The one that has found is the
  /// empty key with `is_start`.
  std::uint32_t StateOf(const Set& from, const Place& place) {
    std::optional<Set> reached = Reach(from, place);
    Key key;
    if (!reached) {
      key.is_start = true;
    } else {
      const bool asks =
          std::any_of(reached->begin(), reached->end(), [this](auto part) {
            return parts_[part].kind == PartKind::kAssertion;
          });
      key = {std::move(*reached), asks && place.is_start,
             asks && place.word_before};
    }
    const auto [found, is_new] = indices_.try_emplace(
        std::move(key), static_cast<std::uint32_t>(states_.size()));
    if (is_new) {
      states_.push_back(&found->first);
      stored_ += found->first.parts.size();
    }
    return found->second;
  }

  void Expand(std::uint32_t state) {
    const Key& key = *states_[state];
    const std::uint32_t class_count = machine_.classes.count;
    if (key.is_start && key.parts.empty()) {
      machine_.accepts.push_back(true);
      machine_.moves.insert(machine_.moves.end(), class_count, state);
      return;
    }
    Place place{.is_start = key.is_start, .word_before = key.word_before};
    place.ahead = Place::Ahead::kEnd;
    machine_.accepts.push_back(!Reach(key.parts, place));

    std::vector<Set> targets(class_count);
    bool finds[2] = {};
    for (const bool word : {false, true}) {
      place.ahead = word ? Place::Ahead::kWord : Place::Ahead::kOther;
      const std::optional<Set> reached = Reach(key.parts, place);
      finds[word] = !reached;
      if (!reached) continue;
      for (std::uint32_t index : *reached) {
        for (std::uint16_t of : classes_of_set_[parts_[index].set]) {
          ++work_;
          if (is_word_[of] == word) targets[of].push_back(parts_[index].next);
        }
      }
    }
    const Set found = {Parts::kFound};
    for (std::uint32_t of = 0; of < class_count; ++of) {
      // The pattern may also begin after this unit.
      targets[of].push_back(parts_.entry());
      const bool word = is_word_[of];
      machine_.moves.push_back(
          StateOf(finds[word] ? found : targets[of], {.word_before = word}));
    }
  }

  const PatternTree& tree_;
  Parts parts_;
  PatternMachine machine_;
  std::vector<bool> is_word_;
  std::vector<std::vector<std::uint16_t>> classes_of_set_;
  std::vector<std::uint32_t> seen_;
  std::uint32_t mark_ = 0;
  std::map<Key, std::uint32_t> indices_;
  std::vector<const Key*> states_;
  std::size_t stored_ = 0;
  std::size_t work_ = 0;
};

}  // namespace

std::optional<PatternMachine> BuildMachine(const PatternTree& tree) {
  return Builder(tree).Run();
}

}  // namespace vitrine::rules
