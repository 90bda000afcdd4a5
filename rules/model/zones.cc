#include "rules/model/zones.h"

#include <cmath>

#include "rules/text/json_tree.h"

namespace vitrine::rules {
namespace {

/// Empty: not of the expected form.
std::vector<ZoneChange> ChangesOf(const JsonTree& tree, NodeId list) {
  constexpr double kLatest = 8.64e15;  // of JavaScript's Date
  constexpr double kMaxOffset = 1440;
  std::vector<ZoneChange> changes;
  if (tree[list].size > kMaxZoneChanges) return {};
  for (const NodeId pair : tree.Children(list)) {
    if (tree[pair].type != JsonType::kArray || tree[pair].size != 2) return {};
    const JsonNode& at = tree[tree[pair].first_child];
    const JsonNode& offset = tree[at.next];
    if (at.type != JsonType::kNumber || offset.type != JsonType::kNumber) {
      return {};
    }
    if (!(std::abs(at.number) <= kLatest) ||
        std::floor(at.number) != at.number ||
        !(std::abs(offset.number) <= kMaxOffset) ||
        std::floor(offset.number) != offset.number ||
        (!changes.empty() && changes.back().at >= at.number)) {
      return {};
    }
    changes.push_back(
        {.at = at.number, .offset = static_cast<std::int32_t>(offset.number)});
  }
  return changes;
}

}  // namespace

Zones::Zones(std::string_view json) {
  zones_["UTC"] = {{.at = 0, .offset = 0}};
  Diagnostics ignored;
  const std::optional<JsonTree> tree = ParseJson(json, ignored);
  if (!tree || (*tree)[0].type != JsonType::kObject) return;
  for (const NodeId member : tree->Children(0)) {
    if ((*tree)[member].type != JsonType::kArray) continue;
    std::vector<ZoneChange> changes = ChangesOf(*tree, member);
    if (!changes.empty()) {
      zones_.emplace(tree->key(member), std::move(changes));
    }
  }
}

const std::vector<ZoneChange>* Zones::Find(std::string_view name) const {
  const auto found = zones_.find(name);
  return found == zones_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Zones::Names() const {
  std::vector<std::string_view> names;
  for (const auto& [name, changes] : zones_) names.push_back(name);
  return names;
}

}  // namespace vitrine::rules
