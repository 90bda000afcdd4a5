#include "rules/text/json_tree.h"
#include "rules/text/limits.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> JsonErrors(std::string_view json) {
  Diagnostics diagnostics;
  ParseJson(json, diagnostics);
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.Resolve(json)) {
    lines.push_back(Line(diagnostic));
  }
  return lines;
}

TEST(RulesJson, KnowsWhereEveryValueAndKeyStands) {
  const std::string_view json =
      "{ \"a\" : [ 1 , -2.5e1,\"x\\\"y\" "
      "],\n\"b\":{\"c\":null,\"d\":[]},\"e\":true}";
  Diagnostics diagnostics;
  const auto tree = ParseJson(json, diagnostics);
  ASSERT_TRUE(tree.has_value());
  std::vector<std::string> seen;
  for (NodeId id = 0; id < tree->size(); ++id) {
    seen.push_back(tree->Pointer(id) + " " +
                   std::to_string(tree->KeyPlace(id).offset) + " " +
                   std::to_string((*tree)[id].offset) + " " +
                   std::string(tree->token(id)));
  }
  EXPECT_THAT(seen,
              ElementsAre(" 0 0 " + std::string(json),
                          "/a 2 8 [ 1 , -2.5e1,\"x\\\"y\" ]", "/a/0 10 10 1",
                          "/a/1 14 14 -2.5e1", "/a/2 21 21 \"x\\\"y\"",
                          "/b 31 35 {\"c\":null,\"d\":[]}", "/b/c 36 40 null",
                          "/b/d 45 49 []", "/e 53 57 true"));
  EXPECT_EQ(tree->text(4), "x\"y");
  EXPECT_EQ((*tree)[3].number, -25);
}

TEST(RulesJson, PointersEscapeTildeAndSlash) {
  Diagnostics diagnostics;
  const auto tree = ParseJson(R"({"a/b~c": {"": 1}})", diagnostics);
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(tree->Pointer(2), "/a~1b~0c/");
}

TEST(RulesJson, SaysWhereTextStopsBeingJson) {
  EXPECT_THAT(JsonErrors(""),
              ElementsAre("1:1 bad-json : this is not JSON: expected a value, "
                          "found the end of the text"));
  EXPECT_THAT(JsonErrors("  \n "),
              ElementsAre("2:2 bad-json : this is not JSON: expected a value, "
                          "found the end of the text"));
  EXPECT_THAT(
      JsonErrors("{\"a\": tru}"),
      ElementsAre(
          "1:7 bad-json : this is not JSON: expected a value, found `tru`"));
  EXPECT_THAT(
      JsonErrors("{\"a\" 1}"),
      ElementsAre("1:6 bad-json : this is not JSON: expected `:`, found `1`"));
  EXPECT_THAT(JsonErrors("{\"a\":1,}"),
              ElementsAre("1:8 bad-json : this is not JSON: expected a key in "
                          "double quotes, found `}`"));
  EXPECT_THAT(JsonErrors("{\"a\":1,,\"b\":2}"),
              ElementsAre("1:8 bad-json : this is not JSON: expected a key in "
                          "double quotes, found `,`"));
  EXPECT_THAT(
      JsonErrors("[1,\n2,]"),
      ElementsAre(
          "2:3 bad-json : this is not JSON: expected a value, found `]`"));
  EXPECT_THAT(
      JsonErrors("[1 2]"),
      ElementsAre(
          "1:4 bad-json : this is not JSON: expected `,` or `]`, found `2`"));
  EXPECT_THAT(
      JsonErrors("{\"a\":[1}"),
      ElementsAre(
          "1:8 bad-json /a: this is not JSON: expected `,` or `]`, found `}`"));
  EXPECT_THAT(JsonErrors("{} x"),
              ElementsAre("1:4 bad-json : this is not JSON: expected the end "
                          "of the text, found `x`"));
  EXPECT_THAT(JsonErrors("{\"a\":"),
              ElementsAre("1:6 bad-json : this is not JSON: expected a value, "
                          "found the end of the text"));
  EXPECT_THAT(JsonErrors("{a: 1}"),
              ElementsAre("1:2 bad-json : this is not JSON: expected a key in "
                          "double quotes or `}`, found `a`"));
  EXPECT_THAT(
      JsonErrors("{'a': 1}"),
      ElementsAre("1:2 bad-json : this is not JSON: texts need double quotes"));
  EXPECT_THAT(
      JsonErrors("{ // note\n}"),
      ElementsAre("1:3 bad-json : this is not JSON: comments are not allowed"));
  EXPECT_THAT(
      JsonErrors("[1e999]"),
      ElementsAre("1:2 bad-json : this is not JSON: the number is too large"));
}

TEST(RulesJson, SaysWhatIsWrongInsideATextOrNumber) {
  EXPECT_THAT(
      JsonErrors("[\"abc"),
      ElementsAre(
          "1:2 bad-json : this is not JSON: bad text, missing closing quote"));
  EXPECT_THAT(
      JsonErrors("[\"a\nb\"]"),
      ElementsAre(testing::StartsWith(
          "1:2 bad-json : this is not JSON: bad text, control character")));
  EXPECT_THAT(JsonErrors("[\"\\x\"]"),
              ElementsAre("1:2 bad-json : this is not JSON: bad text, "
                          "forbidden character after backslash"));
  EXPECT_THAT(JsonErrors("[\"\\ud800\"]"),
              ElementsAre(testing::StartsWith(
                  "1:2 bad-json : this is not JSON: bad text, surrogate")));
  EXPECT_THAT(
      JsonErrors("[\"\xff\"]"),
      ElementsAre(
          "1:2 bad-json : this is not JSON: bad text, ill-formed UTF-8 byte"));
  EXPECT_THAT(JsonErrors("[-x]"),
              ElementsAre("1:2 bad-json : this is not JSON: bad number, "
                          "expected digit after '-'"));
}

TEST(RulesJson, ANulCharacterIsNotTheEndOfTheText) {
  using namespace std::string_literals;
  const std::string end =
      "expected the end of the text, found the character U+0000";
  EXPECT_THAT(JsonErrors("{}\0"s),
              ElementsAre("1:3 bad-json : this is not JSON: " + end));
  EXPECT_THAT(JsonErrors("{}\n \0 garbage"s),
              ElementsAre("2:2 bad-json : this is not JSON: " + end));
  EXPECT_THAT(JsonErrors("1\0garbage"s),
              ElementsAre("1:2 bad-json : this is not JSON: " + end));
  EXPECT_THAT(JsonErrors("true\0,"s),
              ElementsAre("1:5 bad-json : this is not JSON: " + end));
  EXPECT_THAT(JsonErrors("\0{}"s),
              ElementsAre("1:1 bad-json : this is not JSON: expected a value, "
                          "found the character U+0000"));
  EXPECT_THAT(
      JsonErrors("{\"a\": [1\0, 2]}"s),
      ElementsAre("1:9 bad-json /a: this is not JSON: expected `,` or `]`, "
                  "found the character U+0000"));
  EXPECT_THAT(JsonErrors("[\"a\0b\"]"s),
              ElementsAre(testing::StartsWith(
                  "1:2 bad-json : this is not JSON: bad text, control "
                  "character U+0000 (NUL) must be escaped")));
  EXPECT_THAT(JsonErrors("{} \t\r\n"), ElementsAre());
  EXPECT_THAT(JsonErrors(R"({"a\u0000b": "\u0000"})"), ElementsAre());

  const std::string valid = WithCondition("{}");
  EXPECT_TRUE(Compile(valid).program.has_value());
  EXPECT_FALSE(Compile(valid + "\0 garbage"s).program.has_value());
}

TEST(RulesJson, NamesMayHoldAnEscapedNul) {
  using namespace std::string_literals;
  const Program program =
      MustCompile(WithCondition(R"({"$segment": "a\u0000c"})",
                                R"({"a\u0000b": {}, "a\u0000c": {"age": 1}})"));
  ASSERT_EQ(program.segments.size(), 2U);
  const auto name = [&program](std::size_t i) {
    return program.strings[program.segments[i].name];
  };
  EXPECT_EQ(name(0), "a\0b"s);
  EXPECT_EQ(name(1), "a\0c"s);
  const CompileResult result =
      Compile(WithCondition(R"({"$segment": "a\u0000d"})"));
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].found, "a\0d"s);
  EXPECT_THAT(DiagnosticsJson(result.diagnostics),
              testing::HasSubstr(R"("found":"a\u0000d")"));
}

TEST(RulesJson, CountsColumnsInUtf16Units) {
  // One unit for e acute, two for the fish, none for the byte order mark.
  EXPECT_THAT(JsonErrors("\xef\xbb\xbf[\"\xc3\xa9\xf0\x9f\x90\x9f\" x]"),
              ElementsAre(testing::StartsWith("1:8 bad-json")));
  EXPECT_THAT(JsonErrors("[\r\n\r  x]"),
              ElementsAre(testing::StartsWith("3:3 bad-json")));
}

TEST(RulesJson, ReportsEveryKeyThatOccursTwice) {
  EXPECT_THAT(
      JsonErrors("{\"a\":1,\"b\":{\"c\":1, \"c\":2},\n \"a\":2,\"\\u0061\":3}"),
      ElementsAre(
          "1:20 duplicate-key /b/c: the key `c` occurs twice in this object",
          "2:2 duplicate-key /a: the key `a` occurs twice in this object",
          "2:8 duplicate-key /a: the key `a` occurs twice in this object"));
}

std::string Nested(std::uint32_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(RulesJson, NestingHasALimit) {
  EXPECT_THAT(JsonErrors(Nested(kMaxJsonDepth)), ElementsAre());
  EXPECT_THAT(JsonErrors(Nested(kMaxJsonDepth + 1)),
              ElementsAre(testing::StartsWith("1:65 too-deep /0/0/0")));
  EXPECT_THAT(JsonErrors(std::string(kMaxTextBytes, '[')),
              ElementsAre(testing::EndsWith("nested deeper than 64 levels")));
}

TEST(RulesJson, SizeHasALimit) {
  const std::string fits = "1" + std::string(kMaxTextBytes - 1, ' ');
  EXPECT_THAT(JsonErrors(fits), ElementsAre());
  EXPECT_THAT(JsonErrors(fits + " "),
              ElementsAre("1:1 limit : the file is larger than 8388608 bytes"));
}

TEST(RulesJson, TheNumberOfValuesHasALimit) {
  std::string fits = "[1";
  for (std::uint32_t i = 2; i < kMaxJsonValues; ++i) fits += ",1";
  EXPECT_THAT(JsonErrors(fits + "]"), ElementsAre());
  EXPECT_THAT(
      JsonErrors(fits + ",1]"),
      ElementsAre("1:2000000 limit : more than 1000000 values in one file"));
}

TEST(RulesJson, KeysHaveALimit) {
  const std::string key(kMaxNameUnits, 'k');
  EXPECT_THAT(JsonErrors("{\"" + key + "\":1}"), ElementsAre());
  EXPECT_THAT(
      JsonErrors("{\"" + key + "k\":1}"),
      ElementsAre("1:2 too-long : a key is longer than 1024 characters"));
}

TEST(RulesJson, EveryTruncationIsAnErrorInsideTheText) {
  const std::string json =
      WithCondition(R"({"age": {"$in": [1, 2.5e3]}, "city": "\u00e9\\"})");
  for (std::size_t size = 0; size < json.size(); ++size) {
    const CompileResult result = Compile(json.substr(0, size));
    ASSERT_EQ(result.diagnostics.size(), 1U) << size;
    EXPECT_EQ(result.diagnostics[0].code, "bad-json") << size;
    EXPECT_FALSE(result.program.has_value());
  }
}

}  // namespace
}  // namespace vitrine::rules
