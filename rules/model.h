#ifndef VITRINE_RULES_MODEL_H_
#define VITRINE_RULES_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/json_tree.h"
#include "runtime/bundle/program.h"

/// A rule file in the terms of the language. The parser fills it in, the
/// checker resolves its names, the compiler reads it. `node` members say where
/// in the file a thing stands; their key is the thing's name.
namespace vitrine::rules {

/// What stands on the right of a path.
struct Constant {
  JsonType type = JsonType::kNull;  ///< neither array nor object
  bool truth = false;
  double number = 0;
  std::string text;
  NodeId node = 0;
};

/// How a path is compared. operators.cc lists the names.
enum class Operator : std::uint8_t {
  kImplicit,  ///< `{"path": constant}`, which converts
  kEq,
  kNe,
  kLt,
  kLte,
  kGt,
  kGte,
  kIn,
  kNin,
  kExists,
  kNot,
  kTop
};

struct Test {
  Operator op = Operator::kImplicit;
  std::vector<Constant> constants;  ///< kIn, kNin: any number; kNot: none
  std::vector<Test> tests;          ///< kNot: all of these
  NodeId node = 0;
};

/// Where the value of a path comes from; the checker finds out.
struct PathTarget {
  enum class Kind : std::uint8_t { kHost, kDevice, kItemField, kCount };
  Kind kind = Kind::kHost;
  ValueType type = ValueType::kString;
  InputSource source = InputSource::kAttribute;
  /// kHost: index into Model::attributes; kItemField: ItemField.
  std::uint32_t argument = 0;
};

/// What a condition is about: decides which operators, keys and paths it may
/// have.
enum class ConditionScope : std::uint8_t {
  kVisitor,
  kEventItem,     ///< `where`
  kCatalogueItem  ///< `filter`
};

struct Condition {
  enum class Kind : std::uint8_t { kAll, kAny, kNone, kPath, kSegment, kEvent };
  Kind kind = Kind::kAll;
  NodeId node = 0;
  std::string name;                   ///< path, segment or event
  std::vector<Condition> children;    ///< gates: any number; kEvent: `where`
  std::vector<Test> tests;            ///< kPath: all of these; kEvent: `count`
  Window window = Window::kLifetime;  ///< kEvent
  double duration_ms = 0;             ///< kEvent
  PathTarget target;                  ///< kPath
  std::uint32_t segment = kNone;      ///< kSegment: index
};

struct AttributeModel {
  std::string name;
  ValueType type = ValueType::kString;
  std::vector<Constant> values;  ///< empty: any
  double ttl_ms = 0;             ///< 0: none
  bool sensitive = false;
  bool valid = false;  ///< false: stated wrongly, so its type is a guess
  NodeId node = 0;
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

/// A `recommend`.
struct RecommendModel {
  std::vector<Strategy> strategies;  ///< `strategy`, then `fallback`
  Condition filter;                  ///< on items; without a `filter` it holds
  NodeId filter_node = kNone;
  NodeId node = kNone;  ///< kNone: the rule recommends nothing
};

struct RuleModel {
  std::string id;
  NodeId id_node = kNone;
  std::string slot;
  NodeId slot_node = kNone;
  std::int32_t priority = 0;
  Condition condition;
  RecommendModel recommend;
  std::string content;  ///< `show` as minified JSON; empty: none
  std::uint32_t slot_index = kNone;
  NodeId node = 0;
};

struct Model {
  std::vector<AttributeModel> attributes;
  std::vector<SegmentModel> segments;
  std::vector<SlotModel> slots;
  std::vector<RuleModel> rules;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_H_
