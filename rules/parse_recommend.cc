#include "rules/parse_recommend.h"

#include <algorithm>
#include <array>

#include "rules/parse_condition.h"
#include "runtime/bundle/paths.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {"strategy", "filter", "fallback"};

// None is named twice, so there is always room for all.
static_assert(kStrategies <= kMaxSources);

class RecommendParser {
 public:
  explicit RecommendParser(Shape& shape) : shape_(shape), tree_(shape.tree) {
    for (std::uint32_t i = 0; i < kStrategies; ++i) {
      names_[i] = StrategyName(static_cast<Strategy>(i));
    }
  }

  RecommendModel Parse(NodeId node) {
    RecommendModel recommend{.node = node};
    if (!shape_.Is(node, JsonType::kObject, "`recommend`")) return recommend;
    shape_.HasOnlyKeys(node, "`recommend`", kKeys);
    const NodeId strategy = shape_.Require(node, "`recommend`", "strategy");
    if (strategy != kNone) Add(strategy, "`strategy`", recommend);
    if (const NodeId filter = tree_.Find(node, "filter"); filter != kNone) {
      recommend.filter_node = filter;
      recommend.filter =
          ParseCondition(shape_, filter, ConditionScope::kCatalogueItem);
    }
    const NodeId fallback = tree_.Find(node, "fallback");
    bool wants_none = false;
    if (fallback != kNone &&
        shape_.Is(fallback, JsonType::kArray, "`fallback`")) {
      wants_none = tree_[fallback].size == 0;
      for (const NodeId child : tree_.Children(fallback)) {
        Add(child, "an element of `fallback`", recommend);
      }
    }
    if (!wants_none && !Has(recommend, Strategy::kPopular)) {
      recommend.strategies.push_back(Strategy::kPopular);
    }
    return recommend;
  }

 private:
  static bool Has(const RecommendModel& recommend, Strategy strategy) {
    const auto& strategies = recommend.strategies;
    return std::find(strategies.begin(), strategies.end(), strategy) !=
           strategies.end();
  }

  void Add(NodeId node, std::string_view what, RecommendModel& recommend) {
    const std::uint32_t index =
        shape_.Choose(node, what, "strategy", "unknown-strategy", names_);
    if (index == kNone) return;
    const auto strategy = static_cast<Strategy>(index);
    if (Has(recommend, strategy)) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          "the strategy " + Quoted(tree_.text(node)) + " is named twice",
          {.found = shape_.Found(node)});
      return;
    }
    if (Has(recommend, Strategy::kPopular)) {
      shape_.diagnostics.Warning(
          tree_.ValuePlace(node), "never-used",
          Quoted(tree_.text(node)) +
              " is never used: `popular` before it leaves nothing over",
          {.found = shape_.Found(node)});
    }
    recommend.strategies.push_back(strategy);
  }

  Shape& shape_;
  const JsonTree& tree_;
  std::array<std::string_view, kStrategies> names_;
};

}  // namespace

RecommendModel ParseRecommend(Shape& shape, NodeId node) {
  return RecommendParser(shape).Parse(node);
}

}  // namespace vitrine::rules
