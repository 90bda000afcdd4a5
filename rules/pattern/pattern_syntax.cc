#include "rules/pattern/pattern_syntax.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace vitrine::rules {
namespace {

using Kind = PatternNode::Kind;

/// Groups inside groups.
constexpr int kMaxDepth = 200;

const UnitSet& Digits() {
  static const UnitSet set({{u'0', u'9'}});
  return set;
}

const UnitSet& Spaces() {
  static const UnitSet set({{u'\t', u'\r'},
                            {u' ', u' '},
                            {0xa0, 0xa0},
                            {0x1680, 0x1680},
                            {0x2000, 0x200a},
                            {0x2028, 0x2029},
                            {0x202f, 0x202f},
                            {0x205f, 0x205f},
                            {0x3000, 0x3000},
                            {0xfeff, 0xfeff}});
  return set;
}

const UnitSet& LineEnds() {
  static const UnitSet set({{u'\n', u'\n'}, {u'\r', u'\r'}, {0x2028, 0x2029}});
  return set;
}

bool IsDigit(char16_t unit) { return unit >= u'0' && unit <= u'9'; }
bool IsLetter(char16_t unit) {
  return (unit | 0x20) >= u'a' && (unit | 0x20) <= u'z';
}
/// Letters beyond ASCII are not told from other signs there.
bool IsNameUnit(char16_t unit) {
  return IsLetter(unit) || IsDigit(unit) || unit == u'$' || unit == u'_' ||
         unit >= 0x80;
}
int HexDigit(char16_t unit) {
  if (IsDigit(unit)) return unit - u'0';
  const int lower = unit | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

class Parser {
 public:
  Parser(std::u16string_view pattern, bool ignore_case)
      : pattern_(pattern), ignore_case_(ignore_case) {
    CountGroups();
  }

  std::variant<PatternTree, PatternError> Run() {
    tree_.root = ParseChoice(0);
    if (at_ < pattern_.size()) Fail(at_, "\")\" closes no group");
    for (const auto& [name, offset] : referred_names_) {
      if (!names_.contains(name)) Fail(offset, "no group has that name");
    }
    if (error_) return *error_;
    if (unsupported_) return *unsupported_;
    return std::move(tree_);
  }

 private:
  /// What stands for one unit: in a class, the ends of a range must be single.
  struct Atom {
    UnitSet set;
    bool is_single = true;
    char16_t unit = 0;
  };
  static Atom Single(char16_t unit) {
    return {.set = UnitSet::Of(unit), .unit = unit};
  }
  static Atom Several(const UnitSet& set, bool all_but) {
    return {.set = all_but ? set.Complement() : set, .is_single = false};
  }

  bool Sees(std::u16string_view text) const {
    return pattern_.substr(at_, text.size()) == text;
  }
  bool Take(std::u16string_view text) {
    if (!Sees(text)) return false;
    at_ += text.size();
    return true;
  }
  bool AtEnd() const { return at_ >= pattern_.size(); }

  /// After a mistake nothing is left to read.
  void Fail(std::size_t offset, std::string message,
            PatternError::Kind kind = PatternError::Kind::kInvalid) {
    if (!error_) error_ = {kind, offset, std::move(message)};
    at_ = pattern_.size();
  }
  /// A mistake later on comes first: then the pattern is not even valid.
  void Refuse(std::size_t offset, std::string message) {
    if (unsupported_) return;
    unsupported_ = {PatternError::Kind::kUnsupported, offset,
                    std::move(message)};
  }

  std::uint32_t Add(PatternNode node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }
  std::uint32_t AddSet(UnitSet set) {
    const auto [found, is_new] = set_indices_.try_emplace(
        set, static_cast<std::uint32_t>(tree_.sets.size()));
    if (is_new) tree_.sets.push_back(std::move(set));
    return Add({.kind = Kind::kSet, .set = found->second});
  }
  UnitSet WithVariants(UnitSet set) const {
    if (ignore_case_) set.AddCaseVariants();
    return set;
  }

  /// `\1` is a back-reference where there is such a group, `\k` where any group
  /// has a name; either may come later.
  void CountGroups() {
    bool in_class = false;
    for (std::size_t i = 0; i < pattern_.size(); ++i) {
      const char16_t unit = pattern_[i];
      if (unit == u'\\') {
        ++i;
      } else if (unit == u'[') {
        in_class = true;
      } else if (unit == u']') {
        in_class = false;
      } else if (unit == u'(' && !in_class) {
        const std::u16string_view rest = pattern_.substr(i + 1);
        const bool is_named = rest.starts_with(u"?<") &&
                              !rest.starts_with(u"?<=") &&
                              !rest.starts_with(u"?<!");
        if (is_named || !rest.starts_with(u'?')) ++groups_;
        has_names_ |= is_named;
      }
    }
  }

  std::uint32_t ParseChoice(int depth) {
    PatternNode choice{.kind = Kind::kChoice};
    do {
      choice.children.push_back(ParseSequence(depth));
    } while (Take(u"|"));
    if (choice.children.size() == 1) return choice.children.front();
    return Add(std::move(choice));
  }

  std::uint32_t ParseSequence(int depth) {
    PatternNode sequence{.kind = Kind::kSequence};
    while (!AtEnd() && !Sees(u"|") && !Sees(u")")) {
      sequence.children.push_back(ParseTerm(depth));
    }
    return Add(std::move(sequence));
  }

  std::uint32_t ParseTerm(int depth) {
    if (Take(u"^")) return Add({.kind = Kind::kStart});
    if (Take(u"$")) return Add({.kind = Kind::kEnd});
    if (Take(u"\\b")) return Add({.kind = Kind::kBoundary});
    if (Take(u"\\B")) return Add({.kind = Kind::kNoBoundary});
    if (Sees(u"(?<=") || Sees(u"(?<!")) {
      Refuse(at_, "an automaton cannot look behind");
      at_ += 4;
      return ParseGroupRest(at_ - 4, depth);
    }
    const std::size_t start = at_;
    std::uint32_t min = 0;
    std::uint32_t max = 0;
    if (TakeQuantifier(min, max)) {
      Fail(start, "there is nothing to repeat");
      return Add({});
    }
    const std::uint32_t atom = ParseAtom(depth);
    const std::size_t quantifier = at_;
    if (!TakeQuantifier(min, max)) return atom;
    if (min > max) Fail(quantifier, "the numbers of a repetition are reversed");
    return Add(
        {.kind = Kind::kRepeat, .min = min, .max = max, .children = {atom}});
  }

  /// Greedy or lazy. `{` that begins no quantifier stands for itself.
  bool TakeQuantifier(std::uint32_t& min, std::uint32_t& max) {
    min = 0;
    max = PatternNode::kUnlimited;
    if (Take(u"+")) {
      min = 1;
    } else if (Take(u"?")) {
      max = 1;
    } else if (!Take(u"*") && !TakeBraces(min, max)) {
      return false;
    }
    Take(u"?");
    return true;
  }

  bool TakeBraces(std::uint32_t& min, std::uint32_t& max) {
    const std::size_t start = at_;
    if (Take(u"{") && TakeNumber(min)) {
      if (!Take(u",")) {
        max = min;
      } else if (!TakeNumber(max)) {
        max = PatternNode::kUnlimited;
      }
      if (Take(u"}")) return true;
    }
    at_ = start;
    return false;
  }

  /// A number that is too large is kUnlimited.
  bool TakeNumber(std::uint32_t& number) {
    const std::size_t start = at_;
    std::uint64_t value = 0;
    for (; !AtEnd() && IsDigit(pattern_[at_]); ++at_) {
      value = std::min<std::uint64_t>(value * 10 + (pattern_[at_] - u'0'),
                                      PatternNode::kUnlimited);
    }
    if (at_ == start) return false;
    number = static_cast<std::uint32_t>(value);
    return true;
  }

  std::uint32_t ParseAtom(int depth) {
    const std::size_t start = at_;
    if (Take(u"(")) {
      if (Take(u"?=") || Take(u"?!")) {
        Refuse(start, "an automaton cannot look ahead");
      } else if (Take(u"?<")) {
        const std::optional<std::u16string> name = TakeName();
        if (!name) {
          Fail(start, "a group's name is not written <name>");
        } else if (!names_.insert(*name).second) {
          Fail(start, "two groups have the same name");
        }
      } else if (!Take(u"?:") && Sees(u"?")) {
        Fail(start, "there is no such kind of group");
      }
      return ParseGroupRest(start, depth);
    }
    if (Take(u"[")) return ParseClass(start);
    if (Take(u".")) return AddSet(WithVariants(LineEnds().Complement()));
    if (Sees(u"\\")) {
      if (TakeReference()) return Add({});
      return AddSet(WithVariants(ParseEscape(false).set));
    }
    return AddSet(WithVariants(UnitSet::Of(pattern_[at_++])));
  }

  std::uint32_t ParseGroupRest(std::size_t start, int depth) {
    if (depth >= kMaxDepth) {
      Fail(start, "groups are nested too deeply",
           PatternError::Kind::kTooLarge);
      return Add({});
    }
    const std::uint32_t inside = ParseChoice(depth + 1);
    if (!Take(u")")) Fail(start, "a group is never closed");
    return inside;
  }

  /// What stands before `>` in `(?<name>` and `\k<name>`.
  std::optional<std::u16string> TakeName() {
    std::u16string name;
    while (!AtEnd() && !Sees(u">")) {
      std::optional<char16_t> unit = pattern_[at_++];
      if (*unit == u'\\') unit = Take(u"u") ? TakeHex(4) : std::nullopt;
      if (!unit || !IsNameUnit(*unit)) return {};
      name += *unit;
    }
    if (name.empty() || IsDigit(name[0]) || !Take(u">")) return {};
    return name;
  }

  std::optional<char16_t> TakeHex(std::size_t digits) {
    if (at_ + digits > pattern_.size()) return {};
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const int digit = HexDigit(pattern_[at_ + i]);
      if (digit < 0) return {};
      value = value * 16 + digit;
    }
    at_ += digits;
    return static_cast<char16_t>(value);
  }

  bool TakeReference() {
    const std::size_t start = at_;
    ++at_;
    std::uint32_t number = 0;
    if (has_names_ && Take(u"k")) {
      const std::optional<std::u16string> name =
          Take(u"<") ? TakeName() : std::nullopt;
      if (name) {
        referred_names_.emplace(*name, start);
      } else {
        Fail(start, "\\k is not followed by a group's <name>");
      }
    } else if (Sees(u"0") || !TakeNumber(number) || number > groups_) {
      at_ = start;
      return false;
    }
    Refuse(start, "an automaton cannot refer back to a group");
    return true;
  }

  /// At a backslash, which is no assertion and no reference.
  Atom ParseEscape(bool in_class) {
    const std::size_t start = at_++;
    if (AtEnd()) {
      Fail(start, "nothing follows the last \\");
      return {};
    }
    const char16_t unit = pattern_[at_++];
    constexpr std::u16string_view kControls = u"tnvfr";
    if (const std::size_t control = kControls.find(unit);
        control != kControls.npos) {
      return Single(u"\t\n\v\f\r"[control]);
    }
    switch (unit) {
      case u'd':
      case u'D':
        return Several(Digits(), unit == u'D');
      case u's':
      case u'S':
        return Several(Spaces(), unit == u'S');
      case u'w':
      case u'W':
        return Several(WordUnits(), unit == u'W');
      case u'b':
        return Single(in_class ? u'\b' : u'b');
      case u'c':
        return ParseControl(in_class);
      case u'x':
        return Single(TakeHex(2).value_or(u'x'));
      case u'u':
        return Single(TakeHex(4).value_or(u'u'));
      case u'k':
        if (has_names_) Fail(start, "\\k is not followed by a group's <name>");
        return Single(u'k');
      default:
        break;
    }
    if (unit < u'0' || unit > u'7') return Single(unit);
    --at_;
    return Single(TakeOctal());
  }

  /// Behind `\c`. Without a letter the backslash stands for itself.
  Atom ParseControl(bool in_class) {
    const char16_t unit = AtEnd() ? u'\0' : pattern_[at_];
    if (!IsLetter(unit) && !(in_class && (IsDigit(unit) || unit == u'_'))) {
      --at_;
      return Single(u'\\');
    }
    ++at_;
    return Single(static_cast<char16_t>(unit % 32));
  }

  /// One to three octal digits, at most 0377.
  char16_t TakeOctal() {
    int value = 0;
    for (int i = 0; i < 3 && !AtEnd(); ++i) {
      const int digit = pattern_[at_] - u'0';
      if (digit < 0 || digit > 7 || value * 8 + digit > 255) break;
      value = value * 8 + digit;
      ++at_;
    }
    return static_cast<char16_t>(value);
  }

  Atom ParseClassAtom() {
    if (Sees(u"\\")) return ParseEscape(true);
    return Single(pattern_[at_++]);
  }

  std::uint32_t ParseClass(std::size_t start) {
    const bool is_negated = Take(u"^");
    UnitSet set;
    while (!AtEnd() && !Sees(u"]")) {
      const std::size_t item = at_;
      const Atom from = ParseClassAtom();
      set.Add(from.set);
      if (!Sees(u"-") || pattern_.substr(at_ + 1).starts_with(u']')) continue;
      ++at_;
      if (AtEnd()) break;
      const Atom to = ParseClassAtom();
      set.Add(to.set);
      if (!from.is_single || !to.is_single) {
        set.Add(UnitSet::Of(u'-'));
      } else if (from.unit > to.unit) {
        Fail(item, "a range of characters is reversed");
      } else {
        set.Add(UnitSet({{from.unit, to.unit}}));
      }
    }
    if (!Take(u"]")) Fail(start, "a class of characters is never closed");
    set = WithVariants(std::move(set));
    return AddSet(is_negated ? set.Complement() : std::move(set));
  }

  std::u16string_view pattern_;
  bool ignore_case_;
  std::size_t at_ = 0;
  std::uint32_t groups_ = 0;
  bool has_names_ = false;
  std::set<std::u16string> names_;
  std::map<std::u16string, std::size_t> referred_names_;
  PatternTree tree_;
  std::map<UnitSet, std::uint32_t> set_indices_;
  std::optional<PatternError> error_;
  std::optional<PatternError> unsupported_;
};

}  // namespace

const UnitSet& WordUnits() {
  static const UnitSet set(
      {{u'0', u'9'}, {u'A', u'Z'}, {u'_', u'_'}, {u'a', u'z'}});
  return set;
}

std::variant<PatternTree, PatternError> ParsePattern(
    std::u16string_view pattern, bool ignore_case) {
  return Parser(pattern, ignore_case).Run();
}

}  // namespace vitrine::rules
