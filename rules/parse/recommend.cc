#include "rules/parse/recommend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "rules/parse/condition.h"
#include "rules/text/json_text.h"
#include "runtime/bundle/paths.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {
    "strategy",  "mix",     "items",   "pin",    "filter",   "boost",
    "diversity", "at_most", "explore", "bought", "fallback",
};
constexpr std::string_view kMixKeys[] = {"strategy", "take"};
constexpr std::string_view kBoostKeys[] = {"when", "by"};
constexpr std::uint32_t kMaxItems = 64;
constexpr double kPercent = 100;

// Nobody names the last one: it is what `explore` asks for.
constexpr std::uint32_t kNamedStrategies = kStrategies - 1;
static_assert(static_cast<std::uint32_t>(Strategy::kExplore) ==
              kNamedStrategies);

class RecommendParser {
 public:
  explicit RecommendParser(Shape& shape) : shape_(shape), tree_(shape.tree) {
    for (std::uint32_t i = 0; i < kNamedStrategies; ++i) {
      names_[i] = StrategyName(static_cast<Strategy>(i));
    }
  }

  RecommendModel Parse(NodeId node) {
    out_.node = node;
    if (!shape_.Is(node, JsonType::kObject, "`recommend`")) {
      return std::move(out_);
    }
    shape_.HasOnlyKeys(node, "`recommend`", kKeys);
    ParseStrategies(node);
    ParseItems(node);
    if (const NodeId filter = tree_.Find(node, "filter"); filter != kNone) {
      out_.filter_node = filter;
      out_.filter =
          ParseCondition(shape_, filter, ConditionScope::kCatalogueItem);
    }
    ParseBoosts(tree_.Find(node, "boost"));
    ParseCaps(tree_.Find(node, "at_most"));
    const NodeId diversity = tree_.Find(node, "diversity");
    double share = 0;
    if (diversity != kNone && shape_.IsShare(diversity, "`diversity`", share)) {
      out_.diversity =
          static_cast<std::uint8_t>(std::floor(share * kPercent + .5));
    }
    out_.explore_node = tree_.Find(node, "explore");
    if (out_.explore_node != kNone) {
      shape_.IsShare(out_.explore_node, "`explore`", out_.explore);
    }
    const NodeId bought = tree_.Find(node, "bought");
    if (bought != kNone && shape_.Is(bought, JsonType::kBoolean, "`bought`")) {
      out_.bought = tree_[bought].truth;
    }
    return std::move(out_);
  }

 private:
  /// `strategy` or `mix`, then `fallback`.
  void ParseStrategies(NodeId node) {
    const NodeId strategy = tree_.Find(node, "strategy");
    const NodeId mix = tree_.Find(node, "mix");
    if (strategy == kNone && mix == kNone) {
      const std::string expected = "`strategy` or `mix`";
      shape_.diagnostics.Error(tree_.ValuePlace(node), "missing-key",
                               "`recommend` needs the key " + expected,
                               {.expected = expected});
    } else if (strategy != kNone && mix != kNone) {
      shape_.diagnostics.Error(
          tree_.KeyPlace(mix), "unknown-key",
          "`mix` cannot stand beside `strategy`; put the strategy into the mix",
          {.found = "mix"});
    } else if (mix != kNone) {
      ParseMix(mix);
    } else {
      Add(strategy, "`strategy`", out_.mix);
    }
    const NodeId fallback = tree_.Find(node, "fallback");
    bool wants_none = false;
    if (fallback != kNone &&
        shape_.Is(fallback, JsonType::kArray, "`fallback`")) {
      wants_none = tree_[fallback].size == 0;
      for (const NodeId child : tree_.Children(fallback)) {
        Add(child, "an element of `fallback`", out_.fallback);
      }
    }
    if (!wants_none && !all_taken_) {
      out_.fallback.push_back({.strategy = Strategy::kPopular});
    }
  }

  void ParseMix(NodeId mix) {
    if (!shape_.Is(mix, JsonType::kArray, "`mix`") || !HasSome(mix, "`mix`")) {
      return;
    }
    for (const NodeId child : tree_.Children(mix)) {
      constexpr std::string_view kWhat = "an element of `mix`";
      if (!shape_.Is(child, JsonType::kObject, kWhat)) continue;
      shape_.HasOnlyKeys(child, kWhat, kMixKeys);
      const NodeId take = tree_.Find(child, "take");
      std::int32_t count = 0;
      if (take != kNone) {
        shape_.IsWholeNumber(take, "`take`", 1, kMaxSlotItems, count);
      }
      const NodeId strategy = shape_.Require(child, kWhat, "strategy");
      if (strategy == kNone) continue;
      Add(strategy, "`strategy`", out_.mix, static_cast<std::uint32_t>(count),
          take);
    }
  }

  /// Without a number of items, a source of all of them leaves nothing over.
  void Add(NodeId node, std::string_view what,
           std::vector<SourceModel>& sources, std::uint32_t take = 0,
           NodeId take_node = kNone) {
    if (tree_[node].type == JsonType::kString &&
        tree_.text(node) == StrategyName(Strategy::kExplore)) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "unknown-strategy",
          "`explore` is no strategy but a key of `recommend`: the share of "
          "places for new items",
          {.found = shape_.Found(node), .expected = OneOf(names_)});
      return;
    }
    const std::uint32_t index =
        shape_.Choose(node, what, "strategy", "unknown-strategy", names_);
    if (index == kNone) return;
    const auto strategy = static_cast<Strategy>(index);
    if (named_[index]) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          "the strategy " + Quoted(tree_.text(node)) + " is named twice",
          {.found = shape_.Found(node)});
      return;
    }
    named_[index] = true;
    if (all_taken_) {
      shape_.diagnostics.Warning(
          tree_.ValuePlace(node), "never-used",
          Quoted(tree_.text(node)) +
              " is never used: `popular` before it leaves nothing over",
          {.found = shape_.Found(node)});
    }
    all_taken_ |= strategy == Strategy::kPopular && take == 0;
    sources.push_back({.strategy = strategy,
                       .take = take,
                       .take_node = take_node,
                       .node = node});
  }

  /// The ids of `items` and `pin`.
  void ParseItems(NodeId node) {
    const NodeId items = tree_.Find(node, "items");
    const bool is_curated =
        named_[static_cast<std::size_t>(Strategy::kCurated)];
    if (items != kNone) {
      out_.items = ParseIds(items, "`items`", kMaxItems);
      if (!is_curated) {
        shape_.diagnostics.Error(
            tree_.KeyPlace(items), "unknown-key",
            "`items` are those of the strategy `curated`, which is not named",
            {.found = "items"});
      }
    } else if (is_curated) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "missing-key",
          "the strategy `curated` needs the key `items` in `recommend`",
          {.expected = "`items`"});
    }
    out_.pin_node = tree_.Find(node, "pin");
    if (out_.pin_node != kNone) {
      out_.pins = ParseIds(out_.pin_node, "`pin`", kMaxSlotItems);
    }
  }

  std::vector<Constant> ParseIds(NodeId node, const std::string& what,
                                 std::uint32_t most) {
    std::vector<Constant> ids;
    if (!shape_.Is(node, JsonType::kArray, what) || !HasSome(node, what) ||
        !IsWithin(node, what, most)) {
      return ids;
    }
    std::set<std::string_view> seen;
    for (const NodeId child : tree_.Children(node)) {
      if (!shape_.IsName(child, "an item id in " + what)) continue;
      const std::string_view id = tree_.text(child);
      if (seen.insert(id).second) {
        ids.push_back({.type = JsonType::kString,
                       .text = std::string(id),
                       .node = child});
        continue;
      }
      shape_.diagnostics.Error(
          tree_.ValuePlace(child), "bad-value",
          "the item " + Quoted(id) + " stands in " + what + " twice",
          {.found = shape_.Found(child)});
    }
    return ids;
  }

  void ParseBoosts(NodeId node) {
    if (node == kNone || !shape_.Is(node, JsonType::kArray, "`boost`") ||
        !IsWithin(node, "`boost`", kMaxBoosts)) {
      return;
    }
    for (const NodeId child : tree_.Children(node)) {
      constexpr std::string_view kWhat = "an element of `boost`";
      if (!shape_.Is(child, JsonType::kObject, kWhat)) continue;
      shape_.HasOnlyKeys(child, kWhat, kBoostKeys);
      BoostModel boost{.node = child};
      const NodeId when = shape_.Require(child, kWhat, "when");
      if (when != kNone) {
        boost.when =
            ParseCondition(shape_, when, ConditionScope::kCatalogueItem);
      }
      const NodeId by = shape_.Require(child, kWhat, "by");
      if (by != kNone) ParseFactor(by, boost);
      out_.boosts.push_back(std::move(boost));
    }
  }

  void ParseFactor(NodeId node, BoostModel& boost) {
    if (!shape_.Is(node, JsonType::kNumber, "`by`")) return;
    const double percent = tree_[node].number * kPercent;
    if (percent >= 0 && percent <= kMaxBoostPercent) {
      boost.percent = static_cast<std::uint32_t>(std::floor(percent + .5));
      if (boost.percent != kPercent) return;
      shape_.diagnostics.Warning(
          tree_.ValuePlace(node), "no-effect",
          "a boost `by` 1 changes nothing; it is rounded to hundredths",
          {.found = shape_.Found(node)});
      return;
    }
    const std::string expected =
        "a number from 0 to " + NumberText(kMaxBoostPercent / kPercent);
    shape_.diagnostics.Error(
        tree_.ValuePlace(node), "bad-value", "`by` must be " + expected,
        {.found = shape_.Found(node), .expected = expected});
  }

  void ParseCaps(NodeId node) {
    if (node == kNone || !shape_.Is(node, JsonType::kObject, "`at_most`") ||
        !IsWithin(node, "`at_most`", kMaxItemCaps)) {
      return;
    }
    for (const NodeId member : tree_.Children(node)) {
      if (!shape_.HasName(member, "a path")) continue;
      std::int32_t most = 1;
      shape_.IsWholeNumber(member, Quoted(tree_.key(member)), 1, kMaxSlotItems,
                           most);
      out_.caps.push_back({.path = std::string(tree_.key(member)),
                           .most = static_cast<std::uint32_t>(most),
                           .node = member});
    }
  }

  bool HasSome(NodeId list, const std::string& what) {
    if (tree_[list].size > 0) return true;
    shape_.diagnostics.Error(tree_.ValuePlace(list), "bad-value",
                             what + " must not be empty", {.found = "[]"});
    return false;
  }

  bool IsWithin(NodeId list, const std::string& what, std::uint32_t most) {
    if (tree_[list].size <= most) return true;
    const std::string expected = "at most " + std::to_string(most);
    shape_.diagnostics.Error(
        tree_.ValuePlace(list), "limit",
        what + " has too many elements: " + expected + " are possible",
        {.found = std::to_string(tree_[list].size), .expected = expected});
    return false;
  }

  Shape& shape_;
  const JsonTree& tree_;
  RecommendModel out_;
  std::array<std::string_view, kNamedStrategies> names_;
  std::array<bool, kNamedStrategies> named_ = {};
  bool all_taken_ = false;
};

}  // namespace

RecommendModel ParseRecommend(Shape& shape, NodeId node) {
  return RecommendParser(shape).Parse(node);
}

}  // namespace vitrine::rules
