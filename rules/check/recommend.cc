#include "rules/check/recommend.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace vitrine::rules {
namespace {

/// Whether the condition holds for the item for its id alone.
bool HoldsForId(const Condition& condition, std::string_view id) {
  const auto holds = [id](const Condition& child) {
    return HoldsForId(child, id);
  };
  const auto& children = condition.children;
  switch (condition.kind) {
    case Condition::Kind::kAll:
      return !children.empty() &&
             std::all_of(children.begin(), children.end(), holds);
    case Condition::Kind::kAny:
      return std::any_of(children.begin(), children.end(), holds);
    case Condition::Kind::kPath:
      break;
    default:
      return false;
  }
  const auto lists = [id](const Test& test) {
    return (test.op == Operator::kImplicit || test.op == Operator::kEq ||
            test.op == Operator::kIn || test.op == Operator::kInGroup) &&
           std::any_of(test.constants.begin(), test.constants.end(),
                       [id](const Constant& c) { return c.text == id; });
  };
  return condition.target.kind == PathTarget::Kind::kItemField &&
         condition.target.argument ==
             static_cast<std::uint32_t>(ItemField::kId) &&
         std::all_of(condition.tests.begin(), condition.tests.end(), lists);
}

std::vector<std::string> TextsOf(const std::vector<Constant>& constants) {
  std::vector<std::string> texts;
  for (const Constant& constant : constants) texts.push_back(constant.text);
  return texts;
}

class RecommendChecker {
 public:
  RecommendChecker(Shape& shape, ConditionChecker& conditions,
                   RecommendModel& recommend)
      : shape_(shape), conditions_(conditions), recommend_(recommend) {}

  void Check(const Model& model, const SlotModel* slot) {
    conditions_.CheckFilter(recommend_.filter);
    for (BoostModel& boost : recommend_.boosts) {
      conditions_.CheckFilter(boost.when);
    }
    for (ItemCapModel& cap : recommend_.caps) CheckCap(cap);
    WarnOfNever(model, recommend_.pins);
    WarnOfNever(model, recommend_.items);
    for (SourceModel& source : recommend_.mix) AddItems(source);
    for (SourceModel& source : recommend_.fallback) AddItems(source);
    if (slot != nullptr && slot->valid && slot->limit > 0) OrderSources(*slot);
  }

 private:
  void CheckCap(ItemCapModel& cap) {
    const auto target = conditions_.FindItem(cap.node, cap.path);
    if (!target) return;
    cap.target = *target;
    const bool is_id =
        target->argument == static_cast<std::uint32_t>(ItemField::kId);
    if (target->type != ValueType::kNumber && !is_id) return;
    const std::string expected = "a path of a text, such as `item.brand`";
    shape_.diagnostics.Error(
        shape_.tree.KeyPlace(cap.node), "wrong-type",
        "`at_most` counts items that have the same text, and " +
            Quoted(cap.path) + (is_id ? " is never the same" : " is a number"),
        {.found = cap.path, .expected = expected});
  }

  void WarnOfNever(const Model& model, const std::vector<Constant>& ids) {
    for (const Constant& id : ids) {
      if (!HoldsForId(model.never_recommend, id.text)) continue;
      shape_.diagnostics.Warning(
          shape_.tree.ValuePlace(id.node), "never-used",
          Quoted(id.text) +
              " is never shown: `never_recommend` of the store excludes it",
          {.found = shape_.Found(id.node)});
    }
  }

  void AddItems(SourceModel& source) {
    if (source.strategy == Strategy::kCurated) {
      source.items = TextsOf(recommend_.items);
    }
  }

  /// Pinned items, the mix, fallbacks. Where places are kept for new items,
  /// what stands before these is limited, and has another turn after them.
  void OrderSources(const SlotModel& slot) {
    const auto pins = static_cast<std::uint32_t>(recommend_.pins.size());
    std::uint32_t places = pins;
    if (!HaveRoom(places, slot, recommend_.pin_node)) return;
    for (const SourceModel& source : recommend_.mix) {
      places += source.take;
      if (!HaveRoom(places, slot, source.take_node)) return;
    }
    std::uint32_t explored = 0;
    if (recommend_.explore > 0) {
      explored = std::max(1U, static_cast<std::uint32_t>(std::floor(
                                  slot.limit * recommend_.explore + .5)));
    }
    places += explored;
    if (!HaveRoom(places, slot, recommend_.explore_node)) return;

    std::vector<SourceModel>& sources = recommend_.sources;
    if (pins > 0) {
      sources.push_back({.strategy = Strategy::kCurated,
                         .take = pins,
                         .items = TextsOf(recommend_.pins)});
    }
    auto next = recommend_.mix.begin();
    if (explored > 0) {
      std::uint32_t room = slot.limit - explored - pins;
      for (; next != recommend_.mix.end() && room > 0; ++next) {
        sources.push_back(*next);
        if (next->take == 0) {
          sources.back().take = room;
          break;
        }
        room -= next->take;
      }
      sources.push_back({.strategy = Strategy::kExplore, .take = explored});
    }
    sources.insert(sources.end(), next, recommend_.mix.end());
    sources.insert(sources.end(), recommend_.fallback.begin(),
                   recommend_.fallback.end());
    if (sources.size() <= kMaxSources) return;
    const std::string expected = "at most " + std::to_string(kMaxSources);
    shape_.diagnostics.Error(
        shape_.tree.KeyPlace(recommend_.node), "limit",
        "too many strategies, counting `pin` and `explore`: " + expected +
            " are possible",
        {.found = std::to_string(sources.size()), .expected = expected});
  }

  bool HaveRoom(std::uint32_t places, const SlotModel& slot, NodeId node) {
    if (places <= slot.limit) return true;
    const std::string expected = "at most " + std::to_string(slot.limit);
    shape_.diagnostics.Error(
        shape_.tree.ValuePlace(node), "limit",
        "`pin`, `take` and `explore` together ask for " +
            std::to_string(places) + " places, and " + Quoted(slot.name) +
            " has " + std::to_string(slot.limit),
        {.found = std::to_string(places), .expected = expected});
    return false;
  }

  Shape& shape_;
  ConditionChecker& conditions_;
  RecommendModel& recommend_;
};

}  // namespace

void CheckRecommend(Shape& shape, const Model& model, const SlotModel* slot,
                    ConditionChecker& conditions, RecommendModel& recommend) {
  RecommendChecker(shape, conditions, recommend).Check(model, slot);
}

}  // namespace vitrine::rules
