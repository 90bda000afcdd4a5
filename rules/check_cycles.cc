#include "rules/check_cycles.h"

#include <string>
#include <utility>

namespace vitrine::rules {
namespace {

struct Reference {
  std::uint32_t segment;
  NodeId node;
};

void CollectReferences(const Condition& condition,
                       std::vector<Reference>& references) {
  if (condition.kind == Condition::Kind::kSegment) {
    if (condition.segment != kNone) {
      references.push_back({condition.segment, condition.node});
    }
    return;
  }
  if (condition.kind == Condition::Kind::kEvent) return;
  for (const Condition& child : condition.children) {
    CollectReferences(child, references);
  }
}

/// Depth-first walk with a stack of its own: chains of segments may be long.
class SegmentWalk {
 public:
  explicit SegmentWalk(const Model& model)
      : references_(model.segments.size()),
        states_(model.segments.size(), State::kNew) {
    for (std::size_t i = 0; i < references_.size(); ++i) {
      CollectReferences(model.segments[i].condition, references_[i]);
    }
  }

  /// Calls `on_circle(path, node)` for each reference `node` that leads back
  /// to the first segment of `path`, until it returns false.
  template <typename OnCircle>
  std::vector<std::uint32_t> Run(OnCircle on_circle) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t root = 0; root < states_.size(); ++root) {
      if (states_[root] != State::kNew) continue;
      std::vector<Step> path;
      Enter(root, path);
      while (!path.empty()) {
        Step& step = path.back();
        const std::vector<Reference>& references = references_[step.segment];
        if (step.next == references.size()) {
          states_[step.segment] = State::kDone;
          order.push_back(step.segment);
          path.pop_back();
          continue;
        }
        const Reference reference = references[step.next++];
        if (states_[reference.segment] == State::kNew) {
          Enter(reference.segment, path);
        } else if (states_[reference.segment] == State::kOnPath) {
          std::vector<std::uint32_t> circle;
          for (const Step& on_path : path) {
            if (!circle.empty() || on_path.segment == reference.segment) {
              circle.push_back(on_path.segment);
            }
          }
          if (!on_circle(circle, reference.node)) return order;
        }
      }
    }
    return order;
  }

 private:
  enum class State : std::uint8_t { kNew, kOnPath, kDone };
  struct Step {
    std::uint32_t segment;
    std::size_t next;
  };

  void Enter(std::uint32_t segment, std::vector<Step>& path) {
    states_[segment] = State::kOnPath;
    path.push_back({segment, 0});
  }

  std::vector<std::vector<Reference>> references_;
  std::vector<State> states_;
};

}  // namespace

void CheckSegmentCycles(Shape& shape, const Model& model) {
  if (shape.diagnostics.errors_full()) return;
  SegmentWalk walk(model);
  walk.Run([&](const std::vector<std::uint32_t>& circle, NodeId node) {
    constexpr std::size_t kMaxShown = 10;
    std::string shown;
    for (std::size_t i = 0; i < circle.size() && i < kMaxShown; ++i) {
      shown += Quoted(model.segments[circle[i]].name) + " -> ";
    }
    if (circle.size() > kMaxShown) shown += "... -> ";
    shown += Quoted(model.segments[circle.front()].name);
    shape.diagnostics.Error(
        shape.tree.ValuePlace(node), "segment-cycle",
        "segments refer to each other in a circle: " + shown, {.found = shown});
    return !shape.diagnostics.errors_full();
  });
}

std::vector<std::uint32_t> SegmentOrder(const Model& model) {
  return SegmentWalk(model).Run(
      [](const std::vector<std::uint32_t>&, NodeId) { return true; });
}

}  // namespace vitrine::rules
