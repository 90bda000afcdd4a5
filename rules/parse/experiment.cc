#include "rules/parse/experiment.h"

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/model/buckets.h"
#include "rules/parse/condition.h"
#include "rules/text/json_text.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {
    "variations",  "weights",       "coverage",  "ranges",    "seed",
    "hashVersion", "hashAttribute", "namespace", "filters",   "sticky",
    "control",     "holdout",       "when",      "switchback"};
constexpr std::string_view kFilterKeys[] = {"attribute", "seed", "hashVersion",
                                            "ranges"};
constexpr std::string_view kHoldoutKeys[] = {"share", "seed", "hashAttribute"};

constexpr double kSecond = 1'000;
constexpr double kShortestSlice = 60'000;

class ExperimentParser {
 public:
  ExperimentParser(Shape& shape, Model& model)
      : shape_(shape), tree_(shape.tree), model_(model) {}

  void Parse(NodeId experiments, NodeId holdouts) {
    EachMember(experiments, "`experiments`", "an experiment",
               [this](NodeId member) { AddExperiment(member); });
    EachMember(holdouts, "`holdouts`", "a holdout",
               [this](NodeId member) { AddHoldout(member); });
    // They refer to what follows them.
    for (std::uint32_t i = 0; i < model_.experiments.size(); ++i) {
      if (!model_.experiments[i].listed) break;
      if (!model_.experiments[i].is_holdout) AddFilters(i);
    }
  }

 private:
  template <typename Add>
  void EachMember(NodeId object, std::string_view key, std::string_view what,
                  Add add) {
    if (object == kNone || !shape_.Is(object, JsonType::kObject, key)) return;
    for (const NodeId member : tree_.Children(object)) {
      if (model_.experiments.size() == kMaxExperiments) {
        return ReportLimit(member);
      }
      const std::string_view name = tree_.key(member);
      if (!shape_.HasName(member, std::string(what) + "'s name")) continue;
      if (name.starts_with('$')) {
        shape_.diagnostics.Error(tree_.KeyPlace(member), "reserved-name",
                                 std::string(what) + " cannot be called " +
                                     Quoted(name) +
                                     ": names with `$` are the compiler's own",
                                 {.found = std::string(name)});
        continue;
      }
      const auto [first, is_new] = names_.emplace(name, member);
      if (is_new) {
        add(member);
      } else if (tree_[first->second].parent != tree_[member].parent) {
        shape_.diagnostics.Error(
            tree_.KeyPlace(member), "duplicate-id",
            "an experiment and a holdout are both called " + Quoted(name),
            {.found = std::string(name)});
      }
    }
  }

  void ReportLimit(NodeId node) {
    const std::string expected = "at most " + std::to_string(kMaxExperiments);
    shape_.diagnostics.Error(
        tree_.KeyPlace(node), "limit",
        "too many experiments, holdouts, namespaces and filters: " + expected +
            " are possible",
        {.expected = expected});
  }

  void AddExperiment(NodeId member) {
    ExperimentModel experiment{.name = std::string(tree_.key(member)),
                               .node = member};
    experiment.seed = experiment.name;
    experiment.eligible.node = member;
    if (shape_.Is(member, JsonType::kObject, "an experiment")) {
      shape_.HasOnlyKeys(member, "an experiment", kKeys);
      ReadArms(member, experiment);
      ReadHash(member, experiment);
      ReadSwitchback(member, experiment);
      ReadReferences(member, experiment);
    }
    model_.experiments.push_back(std::move(experiment));
  }

  void ReadArms(NodeId node, ExperimentModel& experiment) {
    const NodeId variations =
        shape_.Require(node, "an experiment", "variations");
    if (variations == kNone ||
        !shape_.Is(variations, JsonType::kArray, "`variations`")) {
      return;
    }
    const std::uint32_t count = tree_[variations].size;
    if (count < 2 || count > kMaxArms) {
      const std::string expected =
          "2 to " + std::to_string(kMaxArms) + " names";
      shape_.diagnostics.Error(
          tree_.ValuePlace(variations), "bad-value",
          "`variations` must be " + expected,
          {.found = std::to_string(count) + " names", .expected = expected});
      return;
    }
    for (const NodeId child : tree_.Children(variations)) {
      if (!shape_.IsName(child, "a variation")) return;
      for (const ArmModel& arm : experiment.arms) {
        if (arm.name != tree_.text(child)) continue;
        shape_.diagnostics.Error(
            tree_.ValuePlace(child), "bad-value",
            Quoted(arm.name) + " stands in `variations` twice",
            {.found = shape_.Found(child)});
        return;
      }
      experiment.arms.push_back({.name = std::string(tree_.text(child))});
    }
    ReadControl(node, experiment);
    const NodeId ranges = tree_.Find(node, "ranges");
    if (ranges == kNone) return ReadWeights(node, experiment);
    if (Excludes(node, "ranges", {"weights", "coverage"})) return;
    ReadRanges(ranges, count, experiment.arms);
  }

  void ReadControl(NodeId node, ExperimentModel& experiment) {
    const NodeId control = tree_.Find(node, "control");
    if (control == kNone) return;
    std::vector<std::string_view> names;
    for (const ArmModel& arm : experiment.arms) names.push_back(arm.name);
    experiment.control = shape_.Choose(control, "`control`", "variation",
                                       "unknown-variation", names);
  }

  void ReadWeights(NodeId node, ExperimentModel& experiment) {
    double coverage = 1;
    if (const NodeId given = tree_.Find(node, "coverage"); given != kNone) {
      if (!shape_.IsShare(given, "`coverage`", coverage)) return;
    }
    const std::size_t count = experiment.arms.size();
    std::vector<double> weights = EqualWeights(count);
    const NodeId given = tree_.Find(node, "weights");
    if (given != kNone && !ParseWeights(given, weights)) return;
    AssignBuckets(weights, coverage, experiment.arms);
  }

  /// What is wrong leaves equal weights in a lenient compilation.
  bool ParseWeights(NodeId node, std::vector<double>& weights) {
    if (!shape_.Is(node, JsonType::kArray, "`weights`")) return false;
    std::vector<double> given;
    for (const NodeId child : tree_.Children(node)) {
      if (!shape_.Is(child, JsonType::kNumber, "a weight")) return false;
      given.push_back(tree_[child].number);
      if (given.back() >= 0) continue;
      shape_.diagnostics.Error(
          tree_.ValuePlace(child), "bad-value",
          "a weight must be a number from 0 to 1",
          {.found = shape_.Found(child), .expected = "a number from 0 to 1"});
      return false;
    }
    if (given.size() != weights.size()) {
      const std::string expected =
          std::to_string(weights.size()) + " numbers, one per variation";
      shape_.ErrorUnlessLenient(
          tree_.ValuePlace(node), "bad-value", "`weights` must be " + expected,
          {.found = std::to_string(given.size()) + " numbers",
           .expected = expected});
      return shape_.lenient;
    }
    const double sum = SumOf(given);
    if (sum < kLowestWeights || sum > kHighestWeights) {
      shape_.ErrorUnlessLenient(
          tree_.ValuePlace(node), "bad-weights",
          "the weights add up to " + NumberText(sum) + " instead of 1",
          {.found = NumberText(sum), .expected = "1"});
      return shape_.lenient;
    }
    weights = std::move(given);
    return true;
  }

  /// `[[0, 0.5], [0.5, 1]]`; `count`: so many have to be there, 0: any number.
  bool ReadRanges(NodeId node, std::uint32_t count,
                  std::vector<ArmModel>& arms) {
    if (!shape_.Is(node, JsonType::kArray, "`ranges`")) return false;
    const std::uint32_t size = tree_[node].size;
    if (size == 0 || size > kMaxArms || (count != 0 && size != count)) {
      const std::string expected =
          count != 0 ? std::to_string(count) + " ranges, one per variation"
                     : "1 to " + std::to_string(kMaxArms) + " ranges";
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value", "`ranges` must be " + expected,
          {.found = std::to_string(size) + " ranges", .expected = expected});
      return false;
    }
    arms.resize(size);
    for (const NodeId child : tree_.Children(node)) {
      ArmModel& arm = arms[tree_[child].index];
      if (!IsRange(child, "a range", tree_[child].first_child, arm.from,
                   arm.until)) {
        return false;
      }
    }
    return true;
  }

  /// `list` ends with two numbers, of which `first` is one.
  bool IsRange(NodeId list, std::string_view what, NodeId first, double& from,
               double& until) {
    if (!shape_.Is(list, JsonType::kArray, what)) return false;
    const NodeId second = first == kNone ? kNone : tree_[first].next;
    if (second == kNone || tree_[second].next != kNone) {
      ReportRange(list, what);
      return false;
    }
    if (!shape_.IsShare(first, "a bound", from) ||
        !shape_.IsShare(second, "a bound", until)) {
      return false;
    }
    if (from <= until) return true;
    ReportRange(list, what);
    return false;
  }

  void ReportRange(NodeId list, std::string_view what) {
    const std::string expected =
        what == "a range" ? "two ascending numbers from 0 to 1 such as [0, 0.5]"
                          : "a name and two ascending numbers from 0 to 1";
    shape_.diagnostics.Error(
        tree_.ValuePlace(list), "bad-value",
        std::string(what) + " must be " + expected,
        {.found = shape_.Found(list), .expected = expected});
  }

  void ReadHash(NodeId node, ExperimentModel& experiment) {
    ReadSeed(tree_.Find(node, "seed"), experiment.seed);
    ReadVersion(tree_.Find(node, "hashVersion"), experiment.version);
    ReadPath(tree_.Find(node, "hashAttribute"), "`hashAttribute`", experiment);
  }

  void ReadSeed(NodeId node, std::string& seed) {
    if (node != kNone && shape_.IsName(node, "`seed`")) seed = tree_.text(node);
  }

  void ReadVersion(NodeId node, std::uint8_t& version) {
    std::int32_t number = version;
    if (node != kNone &&
        shape_.IsWholeNumber(node, "`hashVersion`", 1, 2, number)) {
      version = static_cast<std::uint8_t>(number);
    }
  }

  void ReadPath(NodeId node, std::string_view what,
                ExperimentModel& experiment) {
    if (node == kNone || !shape_.IsName(node, what)) return;
    experiment.source = HashSource::kRead;
    experiment.path = tree_.text(node);
    experiment.path_node = node;
  }

  void ReadSwitchback(NodeId node, ExperimentModel& experiment) {
    const NodeId sticky = tree_.Find(node, "sticky");
    if (sticky != kNone && shape_.Is(sticky, JsonType::kBoolean, "`sticky`")) {
      experiment.sticky = tree_[sticky].truth;
    }
    const NodeId slice = tree_.Find(node, "switchback");
    if (slice == kNone) return;
    if (Excludes(node, "switchback", {"hashAttribute", "sticky"})) return;
    double length = 0;
    if (!shape_.IsDuration(slice, "`switchback`", length)) return;
    if (length < kShortestSlice || std::fmod(length, kSecond) != 0) {
      constexpr char kExpected[] = "whole seconds, at least 60";
      shape_.diagnostics.Error(
          tree_.ValuePlace(slice), "bad-value",
          std::string("`switchback` must be ") + kExpected,
          {.found = shape_.Found(slice), .expected = kExpected});
      return;
    }
    experiment.source = HashSource::kTime;
    experiment.slice_seconds = static_cast<std::uint32_t>(length / kSecond);
  }

  void ReadReferences(NodeId node, ExperimentModel& experiment) {
    if (const NodeId holdout = tree_.Find(node, "holdout");
        holdout != kNone && shape_.IsName(holdout, "`holdout`")) {
      experiment.holdout_name = tree_.text(holdout);
      experiment.holdout_node = holdout;
    }
    if (const NodeId when = tree_.Find(node, "when"); when != kNone) {
      experiment.eligible =
          ParseCondition(shape_, when, ConditionScope::kVisitor);
    }
  }

  /// True, and diagnostics, when one of the keys stands beside `key`.
  bool Excludes(NodeId node, std::string_view key,
                std::initializer_list<std::string_view> others) {
    bool found = false;
    for (const std::string_view other : others) {
      const NodeId member = tree_.Find(node, other);
      if (member == kNone) continue;
      found = true;
      shape_.diagnostics.Error(
          tree_.KeyPlace(member), "unknown-key",
          Quoted(other) + " cannot stand beside " + Quoted(key),
          {.found = std::string(other)});
    }
    return found;
  }

  void AddHoldout(NodeId member) {
    ExperimentModel holdout{.name = std::string(tree_.key(member)),
                            .is_holdout = true,
                            .node = member};
    holdout.seed = holdout.name;
    ArmModel arm{.name = "holdout"};
    if (shape_.Is(member, JsonType::kObject, "a holdout")) {
      shape_.HasOnlyKeys(member, "a holdout", kHoldoutKeys);
      const NodeId share = shape_.Require(member, "a holdout", "share");
      if (share != kNone) shape_.IsShare(share, "`share`", arm.until);
      ReadHash(member, holdout);
    }
    holdout.arms.push_back(std::move(arm));
    model_.experiments.push_back(std::move(holdout));
  }

  void AddFilters(std::uint32_t index) {
    const NodeId node = model_.experiments[index].node;
    if (tree_[node].type != JsonType::kObject) return;
    const NodeId space = tree_.Find(node, "namespace");
    const NodeId filters = tree_.Find(node, "filters");
    if (space != kNone) {
      if (filters != kNone && Excludes(node, "filters", {"namespace"})) return;
      AddNamespace(index, space);
    }
    if (filters == kNone ||
        !shape_.Is(filters, JsonType::kArray, "`filters`")) {
      return;
    }
    for (const NodeId filter : tree_.Children(filters)) {
      AddFilter(index, filter);
    }
  }

  /// `["pricing", 0, 0.5]`, hashed as the experiment itself.
  void AddNamespace(std::uint32_t index, NodeId node) {
    constexpr std::string_view kWhat = "`namespace`";
    if (!shape_.Is(node, JsonType::kArray, kWhat)) return;
    const NodeId id = tree_[node].first_child;
    ArmModel arm{.name = "in"};
    if (id == kNone || tree_[id].type != JsonType::kString) {
      return ReportRange(node, kWhat);
    }
    if (!IsRange(node, kWhat, tree_[id].next, arm.from, arm.until)) return;
    const ExperimentModel& owner = model_.experiments[index];
    ExperimentModel space{.name = "$namespace",
                          .source = owner.source,
                          .path = owner.path,
                          .path_node = owner.path_node,
                          .slice_seconds = owner.slice_seconds,
                          .seed = "__" + std::string(tree_.text(id)),
                          .version = 1,
                          .listed = false,
                          .node = node};
    space.arms.push_back(std::move(arm));
    AddUnlisted(index, std::move(space));
  }

  void AddFilter(std::uint32_t index, NodeId node) {
    if (!shape_.Is(node, JsonType::kObject, "a filter")) return;
    shape_.HasOnlyKeys(node, "a filter", kFilterKeys);
    ExperimentModel filter{.name = "$filter", .listed = false, .node = node};
    const NodeId seed = shape_.Require(node, "a filter", "seed");
    const NodeId ranges = shape_.Require(node, "a filter", "ranges");
    ReadSeed(seed, filter.seed);
    ReadVersion(tree_.Find(node, "hashVersion"), filter.version);
    ReadPath(tree_.Find(node, "attribute"), "`attribute`", filter);
    if (ranges == kNone || !ReadRanges(ranges, 0, filter.arms)) return;
    for (ArmModel& arm : filter.arms) arm.name = "in";
    AddUnlisted(index, std::move(filter));
  }

  /// The name says all that it hashes, so that equal ones are found by it.
  void AddUnlisted(std::uint32_t owner, ExperimentModel experiment) {
    experiment.name += ' ';
    AppendJsonString(experiment.seed, experiment.name);
    experiment.name += " v" + std::to_string(experiment.version);
    for (const ArmModel& arm : experiment.arms) {
      experiment.name +=
          " " + NumberText(arm.from) + "-" + NumberText(arm.until);
    }
    if (experiment.source == HashSource::kRead) {
      experiment.name += " by " + experiment.path;
    } else if (experiment.source == HashSource::kTime) {
      experiment.name +=
          " every " + std::to_string(experiment.slice_seconds) + "s";
    }
    const auto index = static_cast<std::uint32_t>(model_.experiments.size());
    const auto [entry, is_new] = unlisted_.emplace(experiment.name, index);
    if (is_new && index == kMaxExperiments) {
      unlisted_.erase(entry);
      return ReportLimit(experiment.node);
    }
    model_.experiments[owner].filters.push_back(entry->second);
    if (is_new) model_.experiments.push_back(std::move(experiment));
  }

  Shape& shape_;
  const JsonTree& tree_;
  Model& model_;
  std::map<std::string_view, NodeId> names_;
  std::map<std::string, std::uint32_t> unlisted_;
};

}  // namespace

void ParseExperiments(Shape& shape, NodeId experiments, NodeId holdouts,
                      Model& model) {
  ExperimentParser(shape, model).Parse(experiments, holdouts);
}

}  // namespace vitrine::rules
