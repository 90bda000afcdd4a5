#include "rules/check/cycles.h"

#include <string>
#include <utility>

namespace vitrine::rules {
namespace {

/// Segments are numbered from 0, experiments follow them.
struct Reference {
  std::uint32_t definition;
  NodeId node;
};

class Definitions {
 public:
  explicit Definitions(const Model& model) : model_(model) {}

  std::size_t size() const {
    return model_.segments.size() + model_.experiments.size();
  }
  Definition operator[](std::uint32_t definition) const {
    const auto segments = static_cast<std::uint32_t>(model_.segments.size());
    if (definition < segments) return {false, definition};
    return {true, definition - segments};
  }
  std::string_view NameOf(std::uint32_t definition) const {
    const Definition found = (*this)[definition];
    return found.is_experiment ? model_.experiments[found.index].name
                               : model_.segments[found.index].name;
  }

  std::vector<Reference> ReferencesOf(std::uint32_t definition) const {
    std::vector<Reference> references;
    const Definition from = (*this)[definition];
    if (!from.is_experiment) {
      Collect(model_.segments[from.index].condition, references);
      return references;
    }
    const ExperimentModel& experiment = model_.experiments[from.index];
    Collect(experiment.eligible, references);
    for (const std::uint32_t filter : experiment.filters) {
      Add({true, filter}, experiment.node, references);
    }
    Add({true, experiment.holdout}, experiment.node, references);
    return references;
  }

 private:
  void Add(Definition to, NodeId node,
           std::vector<Reference>& references) const {
    if (to.index == kNone) return;
    const auto segments = static_cast<std::uint32_t>(model_.segments.size());
    references.push_back({to.index + (to.is_experiment ? segments : 0), node});
  }

  void Collect(const Condition& condition,
               std::vector<Reference>& references) const {
    if (condition.kind == Condition::Kind::kSegment) {
      Add({false, condition.index}, condition.node, references);
    } else if (condition.kind == Condition::Kind::kExperiment) {
      Add({true, condition.index}, condition.node, references);
    }
    for (const Condition& child : condition.children) {
      Collect(child, references);
    }
  }

  const Model& model_;
};

/// Depth-first walk with a stack of its own: chains of definitions may be long.
class DefinitionWalk {
 public:
  explicit DefinitionWalk(const Definitions& definitions)
      : references_(definitions.size()),
        states_(definitions.size(), State::kNew) {
    for (std::uint32_t i = 0; i < references_.size(); ++i) {
      references_[i] = definitions.ReferencesOf(i);
    }
  }

  /// Calls `on_circle(path, node)` for each reference `node` that leads back
  /// to the first definition of `path`, until it returns false.
  template <typename OnCircle>
  std::vector<std::uint32_t> Run(OnCircle on_circle) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t root = 0; root < states_.size(); ++root) {
      if (states_[root] != State::kNew) continue;
      std::vector<Step> path;
      Enter(root, path);
      while (!path.empty()) {
        Step& step = path.back();
        const std::vector<Reference>& references = references_[step.definition];
        if (step.next == references.size()) {
          states_[step.definition] = State::kDone;
          order.push_back(step.definition);
          path.pop_back();
          continue;
        }
        const Reference reference = references[step.next++];
        if (states_[reference.definition] == State::kNew) {
          Enter(reference.definition, path);
        } else if (states_[reference.definition] == State::kOnPath) {
          std::vector<std::uint32_t> circle;
          for (const Step& on_path : path) {
            if (!circle.empty() || on_path.definition == reference.definition) {
              circle.push_back(on_path.definition);
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
    std::uint32_t definition;
    std::size_t next;
  };

  void Enter(std::uint32_t definition, std::vector<Step>& path) {
    states_[definition] = State::kOnPath;
    path.push_back({definition, 0});
  }

  std::vector<std::vector<Reference>> references_;
  std::vector<State> states_;
};

}  // namespace

void CheckCycles(Shape& shape, const Model& model) {
  if (shape.diagnostics.errors_full()) return;
  const Definitions definitions(model);
  DefinitionWalk walk(definitions);
  walk.Run([&](const std::vector<std::uint32_t>& circle, NodeId node) {
    constexpr std::size_t kMaxShown = 10;
    std::string shown;
    bool has_experiment = false;
    for (std::size_t i = 0; i < circle.size(); ++i) {
      has_experiment |= definitions[circle[i]].is_experiment;
      if (i < kMaxShown)
        shown += Quoted(definitions.NameOf(circle[i])) + " -> ";
    }
    if (circle.size() > kMaxShown) shown += "... -> ";
    shown += Quoted(definitions.NameOf(circle.front()));
    shape.diagnostics.Error(
        shape.tree.ValuePlace(node),
        has_experiment ? "experiment-cycle" : "segment-cycle",
        std::string(has_experiment ? "segments and experiments" : "segments") +
            " refer to each other in a circle: " + shown,
        {.found = shown});
    return !shape.diagnostics.errors_full();
  });
}

std::vector<Definition> DefinitionOrder(const Model& model) {
  const Definitions definitions(model);
  std::vector<Definition> order;
  for (const std::uint32_t definition :
       DefinitionWalk(definitions)
           .Run([](const std::vector<std::uint32_t>&, NodeId) {
             return true;
           })) {
    order.push_back(definitions[definition]);
  }
  return order;
}

}  // namespace vitrine::rules
