#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "rules/json_text.h"
#include "runtime/bundle/evaluate.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using Json = nlohmann::ordered_json;

/// JavaScript's Number(text), for the texts that the vectors use.
double NumberOf(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return 0;
  const std::string trimmed =
      text.substr(first, text.find_last_not_of(' ') - first + 1);
  if (trimmed.find_first_not_of("0123456789.e-") != std::string::npos) {
    return std::nan("");
  }
  return std::strtod(trimmed.c_str(), nullptr);
}

/// What a host would hand in.
Value HostValue(const Json& json) {
  const auto text = [](const std::string& string) {
    return IdentityOf(IdentityKind::kValue, string);
  };
  if (json.is_boolean()) {
    const bool truth = json.get<bool>();
    return {.tag = ValueTag::kTruth,
            .truthy = truth,
            .number = truth ? 1.0 : 0.0,
            .text = text(truth ? "true" : "false")};
  }
  if (json.is_number()) {
    Value value = Value::Number(json.get<double>());
    value.text = text(NumberText(value.number));
    return value;
  }
  if (json.is_string()) {
    const auto string = json.get<std::string>();
    return {.tag = ValueTag::kText,
            .truthy = !string.empty(),
            .number = NumberOf(string),
            .text = text(string)};
  }
  return Value::Null();
}

Value AtPath(const Json& attributes, const std::string& path) {
  Json current = attributes;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const auto member = current.find(path.substr(begin, end - begin));
    if (member == current.end()) return Value::Null();
    current = Json(*member);
    begin = end + 1;
  }
  return HostValue(current);
}

/// Evaluates without sharing, order or increments.
Truth Evaluate(const Program& program, std::uint32_t node,
               const Json& attributes) {
  const Network& network = program.conditions;
  const std::size_t leaf_count = network.leaves.size();
  if (node < leaf_count) {
    const Leaf& leaf = network.leaves[node];
    const Input& input = program.inputs[leaf.input];
    EXPECT_EQ(input.source, InputSource::kAttribute);
    const std::string path(
        program.strings[program.attributes[input.argument].name]);
    return EvaluateLeaf(program, SymbolIdentities(program), leaf,
                        AtPath(attributes, path));
  }
  const Gate& gate = network.gates[node - leaf_count];
  std::uint32_t counts[3] = {0, 0, 0};
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    ++counts[static_cast<std::size_t>(
        Evaluate(program, network.children[gate.first_child + i], attributes))];
  }
  return CombineGate(gate.kind, counts[1], counts[0], counts[2]);
}

TEST(RulesConformance, ConditionsHoldAsInTheGrowthBookSdk) {
  std::ifstream file(VITRINE_SOURCE_DIR "/tests/conformance/conditions.json");
  const Json suite = Json::parse(
      std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
  ASSERT_TRUE(suite.is_object());
  ASSERT_GT(suite["vectors"].size(), 100U);
  for (const Json& vector : suite["vectors"]) {
    SCOPED_TRACE(vector["number"].dump() + " " + vector["description"].dump());
    const Json rules = {
        {"vitrine", 1},
        {"attributes", suite["attributes"]},
        {"slots", {{"s", {{"type", "content"}}}}},
        {"rules", Json::array({{{"id", "r"},
                                {"slot", "s"},
                                {"when", vector["condition"]},
                                {"show", {{"template", "t"}}}}})}};
    const Program program = MustCompile(rules.dump());
    ASSERT_EQ(program.rules.size(), 1U);
    EXPECT_EQ(Evaluate(program, program.rules[0].node, vector["attributes"]),
              vector["expected"].get<bool>() ? Truth::kTrue : Truth::kFalse);
  }
}

}  // namespace
}  // namespace vitrine::rules
