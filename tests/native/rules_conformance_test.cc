#include <cmath>
#include <deque>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "rules/pattern/letter_case.h"
#include "rules/text/javascript.h"
#include "rules/text/version_text.h"
#include "runtime/base/text.h"
#include "runtime/bundle/evaluate.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using Json = nlohmann::ordered_json;

Identity TextIdentity(std::string_view text) {
  return IdentityOf(IdentityKind::kValue, text);
}

/// What a host hands in for one path: the value and what it contains.
class HostValue {
 public:
  explicit HostValue(const Json* json) {
    if (json == nullptr) {
      nodes_.push_back({.value = Value::Null()});
    } else {
      Add(*json, "");
    }
    Value& top = nodes_[0].value;
    if (top.tag == ValueTag::kList) top.node = nodes_.data();
  }

  const Value& value() const { return nodes_[0].value; }

 private:
  void Add(const Json& json, std::string_view key) {
    const std::size_t index = nodes_.size();
    nodes_.push_back({.value = ValueOf(json), .key = TextIdentity(key)});
    std::size_t place = 0;
    for (const auto& [name, member] : json.items()) {
      if (!json.is_structured()) break;
      Add(member, json.is_array() ? std::to_string(place++) : name);
    }
    nodes_[index].size = static_cast<std::uint32_t>(nodes_.size() - index);
  }

  Value ValueOf(const Json& json) {
    if (json.is_null()) return Value::Null();
    Diagnostics diagnostics;
    const std::string source = json.dump();
    const std::optional<JsonTree> tree = ParseJson(source, diagnostics);
    const std::string text = ValueToText(*tree, 0);
    Value value{.tag = json.is_boolean()  ? ValueTag::kTruth
                       : json.is_number() ? ValueTag::kNumber
                       : json.is_string() ? ValueTag::kText
                       : json.is_array()  ? ValueTag::kList
                                          : ValueTag::kObject,
                .truthy = true,
                .number = TextToNumber(text),
                .text = TextIdentity(text),
                .lower = TextIdentity(ToLowerCase(text)),
                .json = TextIdentity(ValueToJson(*tree, 0)),
                .units = Keep(text)};
    if (json.is_boolean()) {
      value.truthy = json.get<bool>();
      value.number = value.truthy ? 1 : 0;
    } else if (json.is_number()) {
      value.number = json.get<double>();
      value.truthy = value.number != 0;
    } else if (json.is_string()) {
      value.truthy = !text.empty();
    }
    const bool has_version = json.is_number() || json.is_string();
    value.version = Keep(PaddedVersion(has_version ? text : ""));
    return value;
  }

  std::u16string_view Keep(std::string_view utf8) {
    std::u16string& units = texts_.emplace_back();
    ForEachUtf16Unit(utf8, [&units](char16_t unit) { units += unit; });
    return units;
  }

  std::vector<ValueNode> nodes_;
  std::deque<std::u16string> texts_;
};

HostValue AtPath(const Json& attributes, const std::string& path) {
  const Json* current = &attributes;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const std::string part = path.substr(begin, end - begin);
    if (current->is_array()) {
      const std::size_t index =
          part.find_first_not_of("0123456789") == std::string::npos &&
                  !part.empty()
              ? std::stoul(part)
              : current->size();
      if (index >= current->size()) return HostValue(nullptr);
      current = &(*current)[index];
    } else {
      const auto member = current->find(part);
      if (member == current->end()) return HostValue(nullptr);
      current = &*member;
    }
    begin = end + 1;
  }
  return HostValue(current);
}

/// Evaluates without sharing, order or increments.
Truth Evaluate(const Program& program, std::span<const Identity> identities,
               std::uint32_t node, const Json& attributes) {
  const Network& network = program.conditions;
  const std::size_t leaf_count = network.leaves.size();
  if (node < leaf_count) {
    const Leaf& leaf = network.leaves[node];
    const Input& input = program.inputs[leaf.input];
    EXPECT_EQ(input.source, InputSource::kRead);
    const std::string path(program.strings[program.reads[input.argument].path]);
    return EvaluateLeaf(program, identities, leaf,
                        AtPath(attributes, path).value());
  }
  const Gate& gate = network.gates[node - leaf_count];
  std::uint32_t counts[3] = {0, 0, 0};
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    ++counts[static_cast<std::size_t>(
        Evaluate(program, identities, network.children[gate.first_child + i],
                 attributes))];
  }
  return CombineGate(gate.kind, counts[1], counts[0], counts[2]);
}

void CheckVectors(const std::string& path, std::size_t at_least) {
  std::ifstream file(path);
  const Json suite = Json::parse(
      std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
  ASSERT_TRUE(suite.is_object());
  ASSERT_GT(suite["vectors"].size(), at_least);
  for (const Json& vector : suite["vectors"]) {
    SCOPED_TRACE(vector.dump());
    Json rules = {{"vitrine", 1},
                  {"attributes", suite["attributes"]},
                  {"slots", {{"s", {{"type", "content"}}}}},
                  {"rules", Json::array({{{"id", "r"},
                                          {"slot", "s"},
                                          {"when", vector["condition"]},
                                          {"show", {{"template", "t"}}}}})}};
    if (suite.contains("groups")) rules["groups"] = suite["groups"];
    const Program program =
        MustCompile(rules.dump(), suite.value("lenient", false));
    ASSERT_EQ(program.rules.size(), 1U);
    const Array<Identity> identities = SymbolIdentities(program);
    EXPECT_EQ(Evaluate(program, identities, program.rules[0].node,
                       vector["attributes"]),
              vector["expected"].get<bool>() ? Truth::kTrue : Truth::kFalse);
  }
}

TEST(RulesConformance, ConditionsHoldAsInTheGrowthBookSdk) {
  CheckVectors(VITRINE_SOURCE_DIR "/tests/conformance/conditions.json", 100U);
}

}  // namespace
}  // namespace vitrine::rules
