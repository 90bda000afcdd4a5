#include "rules/assemble/tables.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace vitrine::rules {
namespace {

/// Of a zone that is UTC.
bool NeverChanges(const ZoneModel& zone) {
  for (const ZoneChange& change : zone.changes) {
    if (change.offset != 0) return false;
  }
  return true;
}

/// All that tells an automaton from another one.
std::vector<std::uint32_t> KeyOf(const CompiledPattern& pattern) {
  std::vector<std::uint32_t> key{
      pattern.header.class_count,
      static_cast<std::uint32_t>(pattern.bounds.size()),
      static_cast<std::uint32_t>(pattern.states.size())};
  for (const Bound& bound : pattern.bounds) {
    key.push_back(bound.unit);
    key.push_back(bound.unit_class);
  }
  for (const StateKind state : pattern.states) {
    key.push_back(static_cast<std::uint32_t>(state));
  }
  key.insert(key.end(), pattern.transitions.begin(), pattern.transitions.end());
  return key;
}

void AddList(Array<List>& lists, std::size_t first, std::size_t count) {
  lists.push_back({.first = static_cast<std::uint32_t>(first),
                   .count = static_cast<std::uint32_t>(count)});
}

class TableAssembler {
 public:
  TableAssembler(const Model& model, const LoweredModel& lowered,
                 const Needed& needed, Program& program)
      : model_(model), lowered_(lowered), needed_(needed), program_(program) {
    indexes_.attributes.resize(model.attributes.size());
    indexes_.reads.resize(lowered.reads.size());
    indexes_.properties.resize(lowered.properties.size());
    indexes_.zones.resize(model.zones.size());
    indexes_.experiments.resize(model.experiments.size());
    indexes_.automata.resize(lowered.automata.size());
  }

  TableIndexes Run() {
    AddConstants();
    AddAttributes();
    AddReads();
    AddProperties();
    AddZones();
    AddExperiments();
    AddAutomata();
    return std::move(indexes_);
  }

 private:
  std::uint32_t String(std::string_view text) const {
    return needed_.strings.at(text);
  }

  void AddConstants() {
    for (const auto& entry : needed_.strings) program_.strings.Add(entry.first);
    for (const auto& entry : needed_.symbols) {
      program_.symbols.push_back(
          {.kind = entry.first.kind, .string = String(entry.first.text)});
    }
    for (const auto& entry : needed_.numbers) {
      program_.numbers.push_back(entry.first);
    }
    for (const auto& entry : needed_.number_lists) {
      AddList(program_.number_lists, program_.number_elements.size(),
              entry.first.size());
      for (const double number : entry.first) {
        program_.number_elements.push_back(number);
      }
    }
    for (const auto& entry : needed_.symbol_lists) {
      AddList(program_.symbol_lists, program_.symbol_elements.size(),
              entry.first.size());
      for (const SymbolText& symbol : entry.first) {
        program_.symbol_elements.push_back(needed_.symbols.at(symbol));
      }
    }
  }

  void AddAttributes() {
    for (const std::uint32_t i : SortedByName(model_.attributes)) {
      const AttributeModel& attribute = model_.attributes[i];
      indexes_.attributes[i] =
          static_cast<std::uint32_t>(program_.attributes.size());
      program_.attributes.push_back({.name = String(attribute.name),
                                     .type = attribute.type,
                                     .ttl_ms = attribute.ttl_ms});
    }
  }

  void AddReads() {
    std::map<std::string_view, std::uint32_t> by_path;
    for (std::uint32_t i = 0; i < lowered_.reads.size(); ++i) {
      if (needed_.reads[i]) by_path.emplace(lowered_.reads[i].path, i);
    }
    for (const auto& [path, i] : by_path) {
      const LoweredRead& read = lowered_.reads[i];
      indexes_.reads[i] = static_cast<std::uint32_t>(program_.reads.size());
      program_.reads.push_back(
          {.path = String(path),
           .attribute = read.attribute == kNone
                            ? kNone
                            : indexes_.attributes[read.attribute],
           .needs = read.needs});
    }
  }

  void AddProperties() {
    // By name and kind, and then by the field that is compared.
    using Key = std::tuple<std::string_view, PropertyKind, std::uint32_t,
                           std::string_view>;
    std::map<Key, std::uint32_t> order;
    for (std::uint32_t i = 0; i < lowered_.properties.size(); ++i) {
      if (!needed_.properties[i]) continue;
      const LoweredProperty& property = lowered_.properties[i];
      const bool of_field = property.field < kItemFields;
      order.emplace(
          Key(property.name, property.kind,
              of_field ? property.field : kItemFields,
              of_field
                  ? std::string_view()
                  : lowered_.properties[property.field - kItemFields].name),
          i);
    }
    std::uint32_t index = 0;
    for (const auto& entry : order) {
      indexes_.properties[entry.second] = index++;
    }
    for (const auto& entry : order) {
      const LoweredProperty& property = lowered_.properties[entry.second];
      program_.properties.push_back({.name = String(property.name),
                                     .kind = property.kind,
                                     .field = indexes_.Field(property.field)});
    }
  }

  /// The store's zone, then others by name. All is UTC where no zone stands.
  void AddZones() {
    std::map<std::string_view, std::uint32_t> others;
    for (std::uint32_t i = 1; i < model_.zones.size(); ++i) {
      if (needed_.zones[i]) others.emplace(model_.zones[i].name, i);
    }
    const bool needs_store = needed_.zones[0] && !NeverChanges(model_.zones[0]);
    if (others.empty() && !needs_store) return;
    AddZone(0);
    for (const auto& [name, i] : others) AddZone(i);
  }

  void AddZone(std::uint32_t i) {
    indexes_.zones[i] = static_cast<std::uint32_t>(program_.zones.size());
    const std::vector<ZoneChange>& changes = model_.zones[i].changes;
    AddList(program_.zones, program_.zone_changes.size(), changes.size());
    program_.zone_changes.append(changes);
  }

  void AddExperiments() {
    for (const std::uint32_t i : SortedByName(model_.experiments)) {
      if (!needed_.experiments[i]) continue;
      const ExperimentModel& experiment = model_.experiments[i];
      indexes_.experiments[i] =
          static_cast<std::uint32_t>(program_.experiments.size());
      program_.experiments.push_back(
          {.name = String(experiment.name),
           .source = experiment.source,
           .argument = HashArgument(experiment),
           .seed = String(experiment.seed),
           .version = experiment.version,
           .sticky = experiment.sticky,
           .first_arm = static_cast<std::uint32_t>(program_.arms.size()),
           .arm_count = static_cast<std::uint32_t>(experiment.arms.size())});
      for (const ArmModel& arm : experiment.arms) {
        program_.arms.push_back(
            {.name = String(arm.name), .from = arm.from, .until = arm.until});
      }
    }
  }

  std::uint32_t HashArgument(const ExperimentModel& experiment) const {
    if (experiment.source != HashSource::kRead) return experiment.slice_seconds;
    std::uint32_t read = 0;
    while (lowered_.reads[read].path != experiment.path) ++read;
    return indexes_.reads[read];
  }

  void AddAutomata() {
    std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>> by_content;
    for (std::uint32_t i = 0; i < lowered_.automata.size(); ++i) {
      if (needed_.automata[i]) {
        by_content[KeyOf(lowered_.automata[i])].push_back(i);
      }
    }
    for (const auto& [content, indexes] : by_content) {
      for (const std::uint32_t i : indexes) {
        indexes_.automata[i] =
            static_cast<std::uint32_t>(program_.automata.size());
      }
      const CompiledPattern& pattern = lowered_.automata[indexes[0]];
      Automaton automaton = pattern.header;
      automaton.first_bound =
          static_cast<std::uint32_t>(program_.bounds.size());
      automaton.first_state =
          static_cast<std::uint32_t>(program_.states.size());
      automaton.first_transition =
          static_cast<std::uint32_t>(program_.transitions.size());
      program_.automata.push_back(automaton);
      program_.bounds.append(pattern.bounds);
      program_.states.append(pattern.states);
      program_.transitions.append(pattern.transitions);
    }
  }

  const Model& model_;
  const LoweredModel& lowered_;
  const Needed& needed_;
  Program& program_;
  TableIndexes indexes_;
};

}  // namespace

TableIndexes AddTables(const Model& model, const LoweredModel& lowered,
                       const Needed& needed, Program& program) {
  return TableAssembler(model, lowered, needed, program).Run();
}

}  // namespace vitrine::rules
