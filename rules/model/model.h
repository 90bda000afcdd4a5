#ifndef VITRINE_RULES_MODEL_MODEL_H_
#define VITRINE_RULES_MODEL_MODEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "rules/model/condition_model.h"
#include "rules/text/json_tree.h"
#include "runtime/bundle/program.h"

/// A rule file in the terms of the language. The parser fills it in, the
/// checker resolves its names, the compiler reads it. `node` members say where
/// in the file a thing stands; their key is the thing's name.
namespace vitrine::rules {

struct AttributeModel {
  std::string name;
  ValueType type = ValueType::kString;
  std::vector<Constant> values;  ///< empty: any
  double ttl_ms = 0;             ///< 0: none
  bool sensitive = false;
  bool valid = false;  ///< false: stated wrongly, so its type is a guess
  NodeId node = 0;
};

/// A saved list for `$inGroup`.
struct GroupModel {
  std::string name;
  std::vector<Constant> values;
  NodeId node = 0;
};

struct ArmModel {
  std::string name;
  double from = 0;
  double until = 0;
};

/// An experiment, and what hashes like one: holdouts, namespaces and filters.
/// Their arms differ in nothing.
struct ExperimentModel {
  std::string name;
  HashSource source = HashSource::kVisitor;
  std::uint32_t attribute = kNone;  ///< kRead: index into Model::attributes
  std::string path;                 ///< kRead: the complete path
  NodeId path_node = kNone;         ///< kRead
  std::uint32_t slice_seconds = 0;  ///< kTime
  std::string seed;
  std::uint8_t version = 2;
  bool sticky = false;
  std::vector<ArmModel> arms;
  std::uint32_t control = kNone;  ///< arm that shows nothing
  /// Who takes part: `when`; has an arm of each of `filters`, which are
  /// indexes into Model::experiments; has none of the holdout.
  Condition eligible;
  std::vector<std::uint32_t> filters;
  std::string holdout_name;
  NodeId holdout_node = kNone;
  std::uint32_t holdout = kNone;  ///< index into Model::experiments
  bool listed = true;             ///< stands in the file, under a name
  bool is_holdout = false;
  NodeId node = 0;
};

struct ZoneModel {
  std::string name;
  std::vector<ZoneChange> changes;
};

struct SegmentModel {
  std::string name;
  Condition condition;
  NodeId node = 0;
};

struct SlotModel {
  std::string name;
  SlotType type = SlotType::kContent;
  std::uint32_t limit = 0;  ///< of a slot of recommendations
  bool valid = false;       ///< false: stated wrongly, so its type is a guess
  NodeId node = 0;
};

/// Where recommended items come from.
struct SourceModel {
  Strategy strategy = Strategy::kPopular;
  std::uint32_t take = 0;  ///< 0: while there is room
  /// kCurated: the ids, once the sources are in order.
  std::vector<std::string> items;
  NodeId take_node = kNone;
  NodeId node = kNone;
};

struct BoostModel {
  Condition when;  ///< on items
  std::uint32_t percent = 100;
  NodeId node = kNone;
};

/// A member of `at_most`.
struct ItemCapModel {
  std::string path;
  PathTarget target;  ///< from the checker
  std::uint32_t most = 1;
  NodeId node = kNone;
};

/// A `recommend`.
struct RecommendModel {
  std::vector<SourceModel> mix;       ///< `mix`, or the one `strategy`
  std::vector<SourceModel> fallback;  ///< and `popular`, where it is added
  std::vector<Constant> items;        ///< ids, of `curated`
  std::vector<Constant> pins;         ///< ids
  NodeId pin_node = kNone;
  double explore = 0;  ///< share of the slot
  NodeId explore_node = kNone;
  /// All of these in order, from the checker.
  std::vector<SourceModel> sources;
  Condition filter;  ///< on items; without a `filter` it holds
  NodeId filter_node = kNone;
  std::vector<BoostModel> boosts;
  std::vector<ItemCapModel> caps;
  std::uint8_t diversity = 0;  ///< percent
  bool bought = false;
  NodeId node = kNone;  ///< kNone: the rule recommends nothing
};

struct RuleModel {
  std::string id;
  NodeId id_node = kNone;
  std::string slot;
  NodeId slot_node = kNone;
  std::int32_t priority = 0;
  Condition condition;            ///< `when`
  std::vector<Condition> limits;  ///< what `schedule` and `cap` demand
  RecommendModel recommend;
  NodeId show_node = kNone;
  NodeId trigger_node = kNone;
  bool is_asked_for = false;  ///< its popup opens when the shopper clicks
  /// `show` and `trigger` as minified JSON: one, or one for each arm of the
  /// experiment and then one for those held out. A control and those held out
  /// have the trigger of a popup alone, or nothing: empty.
  std::vector<std::string> contents;
  std::string experiment_name;
  NodeId experiment_node = kNone;
  std::uint32_t experiment = kNone;  ///< index into Model::experiments
  std::string exclusive;             ///< empty: of no group
  std::uint32_t group = 0;           ///< `exclusive`, numbered from 1
  std::uint32_t slot_index = kNone;
  NodeId node = 0;
};

/// What the placeholder of a text reads.
struct PlaceholderModel {
  std::string path;
  std::uint32_t attribute = kNone;  ///< kNone: the page knows the path
};

struct Model {
  /// Names that the file declares, so that others are mistakes; empty: any.
  std::vector<std::string> templates;
  std::vector<std::string> events;  ///< beside the standard ones
  std::vector<AttributeModel> attributes;
  std::vector<GroupModel> groups;
  std::vector<ExperimentModel> experiments;
  /// Those that conditions need; the store's comes first and is UTC where the
  /// file names none.
  std::vector<ZoneModel> zones;
  std::vector<std::string> locales;
  std::vector<SegmentModel> segments;
  std::vector<SlotModel> slots;
  std::vector<RuleModel> rules;
  /// On items: what `store` never recommends.
  Condition never_recommend{.kind = Condition::Kind::kAny};
  NodeId never_node = kNone;
  Condition popup_quiet;   ///< demanded by every rule of a popup
  Condition popup_limits;  ///< of those that open by themselves
  NodeId budget_node = kNone;
  std::vector<PlaceholderModel> placeholders;  ///< each path once
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_MODEL_H_
