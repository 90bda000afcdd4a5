#include <nlohmann/json.hpp>

#include "bindings/authoring_abi.h"
#include "rules/inspect.h"
#include "runtime/base/bytes.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::ElementsAre;

Json Parsed(std::string_view text) {
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

constexpr std::string_view kFile = R"({"vitrine": 1,
"attributes": {"tier": {"type": "string", "ttl": "6h"}},
"segments": {"gold": {"tier": "gold"}},
"slots": {"s": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "priority": 3, "when": {"$segment": "gold"}, "show": {"template": "t"}}]})";

TEST(RulesInspect, DescribesABundle) {
  const Bytes bytes = WriteProgram(MustCompile(kFile));
  Json json = Parsed(InspectJson(bytes));
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["format"], 3);
  EXPECT_EQ(json["id"].get<std::string>().size(), 16U);
  EXPECT_EQ(json["size"], bytes.size());
  EXPECT_EQ(json["sections"].size(), 20U);
  std::uint32_t end = 184;
  for (const Json& section : json["sections"]) {
    EXPECT_EQ(section["offset"], end) << section;
    end += section["size"].get<std::uint32_t>();
  }
  EXPECT_EQ(end, bytes.size());
  EXPECT_EQ(json["sections"][0]["name"], "strings");
  EXPECT_EQ(json["sections"][18]["name"], "contents");
  EXPECT_EQ(json["sections"][19]["name"], "recommendations");
  EXPECT_EQ(json["counts"]["leaves"], 1);
  EXPECT_EQ(json["symbols"].dump(), R"([{"kind":"value","text":"gold"}])");
  EXPECT_EQ(json["attributes"].dump(),
            R"([{"name":"tier","type":"string","ttl":21600000}])");
  EXPECT_EQ(json["reads"].dump(),
            R"([{"path":"tier","attribute":0,"needs":[]}])");
  EXPECT_EQ(json["experiments"].dump(), "[]");
  EXPECT_EQ(json["slots"].dump(),
            R"([{"name":"s","type":"content","limit":null,"rules":1}])");
  EXPECT_EQ(
      json["rules"].dump(),
      R"([{"id":"r","slot":"s","priority":3,"node":0,"content":0,"recommendation":null,"experiment":null,"arm":0,"group":0}])");
  EXPECT_EQ(json["recommendations"].dump(), "[]");
  EXPECT_EQ(json["segments"].dump(), R"([{"name":"gold","node":0}])");
  EXPECT_EQ(json["contents"].dump(), R"x(["{\"template\":\"t\"}"])x");
  EXPECT_EQ(
      json["program"].dump(),
      R"x(["0  leaf  tier == \"gold\"","segment gold node 0","slot s content","rule r slot s priority 3 node 0"])x");
}

TEST(RulesInspect, DescribesRecommendations) {
  const Bytes bytes = WriteProgram(MustCompile(R"({"vitrine": 1,
"slots": {"pdp": {"type": "recommendations", "limit": 4}},
"rules": [
{"id": "a", "slot": "pdp", "priority": 1, "recommend": {"strategy": "similar", "fallback": ["recently_viewed"], "filter": {"item.price": {"$lt": 9}}}},
{"id": "b", "slot": "pdp", "recommend": {"strategy": "popular"}}]})"));
  Json json = Parsed(InspectJson(bytes));
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["counts"]["recommendations"], 2);
  EXPECT_EQ(json["slots"].dump(),
            R"([{"name":"pdp","type":"recommendations","limit":4,"rules":2}])");
  EXPECT_EQ(json["rules"][0]["recommendation"], 0);
  EXPECT_EQ(json["rules"][1]["recommendation"], 1);
  EXPECT_EQ(
      json["recommendations"].dump(),
      R"([{"sources":[{"strategy":"similar","take":null,"items":null},{"strategy":"recently_viewed","take":null,"items":null},{"strategy":"popular","take":null,"items":null}],"filter":0,"boosts":[],"caps":[],"diversity":0,"bought":false},)"
      R"({"sources":[{"strategy":"popular","take":null,"items":null}],"filter":null,"boosts":[],"caps":[],"diversity":0,"bought":false}])");
  EXPECT_EQ(json["contents"].dump(),
            R"x(["{\"template\":\"recommendations\"}"])x");
}

TEST(RulesInspect, ShortensLongNamesAndLists) {
  std::string list;
  for (int i = 100; i < 160; ++i)
    list += (i > 100 ? "," : "") + std::to_string(i);
  const auto lines =
      ConditionLines("{\"age\": {\"$in\": [" + list + "]}, \"city\": \"" +
                     std::string(300, 'x') + "\"}");
  EXPECT_THAT(lines[0], testing::EndsWith(", 149, and 10 more]"));
  EXPECT_EQ(lines[1], "1  leaf  city == \"" + std::string(200, 'x') + "...\"");
}

TEST(RulesInspect, SaysWhyAFileIsRefused) {
  EXPECT_EQ(InspectJson({}),
            R"({"error":1,"message":"the file is shorter than a header"})");
  Bytes bytes = WriteProgram(MustCompile(kFile));
  bytes[0] = static_cast<std::uint8_t>(bytes[0] + 1);
  EXPECT_EQ(InspectJson(bytes),
            R"({"error":2,"message":"this is not a Vitrine bundle"})");
}

class AuthoringAbi : public testing::Test {
 protected:
  static std::uint32_t Put(std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    std::memcpy(vitrine_authoring_arena(size), text.data(), text.size());
    return size;
  }

  static std::string Result(std::uint32_t begin, std::uint32_t size) {
    const std::uint8_t* arena = vitrine_authoring_arena(0);
    return {reinterpret_cast<const char*>(arena + begin), size};
  }

  /// Compiles and splits the result.
  static std::pair<std::string, std::string> Compiled(std::string_view text) {
    const std::int32_t total = vitrine_authoring_compile(Put(text), 0, 0, 0);
    std::uint32_t lengths[2];
    std::memcpy(lengths, vitrine_authoring_arena(0), sizeof lengths);
    EXPECT_EQ(static_cast<std::uint32_t>(total), 8 + lengths[0] + lengths[1]);
    return {Result(8, lengths[0]), Result(8 + lengths[0], lengths[1])};
  }
};

TEST_F(AuthoringAbi, CompilesAndInspects) {
  EXPECT_EQ(vitrine_authoring_abi_version(), 3U);
  const auto [diagnostics, bundle] = Compiled(kFile);
  EXPECT_EQ(diagnostics, "[]");
  const Bytes expected = WriteProgram(MustCompile(kFile));
  EXPECT_EQ(bundle, std::string(expected.begin(), expected.end()));
  const std::int32_t size = vitrine_authoring_inspect(Put(bundle));
  EXPECT_EQ(Result(0, static_cast<std::uint32_t>(size)), InspectJson(expected));
}

TEST_F(AuthoringAbi, GivesNoBundleWithAnError) {
  const auto [diagnostics, bundle] = Compiled("{");
  EXPECT_EQ(Parsed(diagnostics)[0]["code"], "bad-json");
  EXPECT_EQ(bundle, "");
}

TEST_F(AuthoringAbi, RefusesSizesThatDoNotFit) {
  EXPECT_EQ(vitrine_authoring_arena(VITRINE_AUTHORING_MAX_ARENA_BYTES + 1),
            nullptr);
  EXPECT_EQ(
      vitrine_authoring_compile(VITRINE_AUTHORING_MAX_ARENA_BYTES + 1, 0, 0, 0),
      -1);
  EXPECT_EQ(vitrine_authoring_inspect(VITRINE_AUTHORING_MAX_ARENA_BYTES + 1),
            -1);
}

TEST_F(AuthoringAbi, BearsAnyBytes) {
  std::string text(kFile);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char byte : {'\0', '\xff', '"', '{', ']', '\\', '9'}) {
      std::string damaged = text;
      damaged[i] = byte;
      const auto [diagnostics, bundle] = Compiled(damaged);
      EXPECT_TRUE(Parsed(diagnostics).is_array()) << damaged;
      if (bundle.empty()) {
        EXPECT_NE(diagnostics.find("\"severity\":\"error\""), std::string::npos)
            << damaged;
      }
    }
  }
}

}  // namespace
}  // namespace vitrine::rules
