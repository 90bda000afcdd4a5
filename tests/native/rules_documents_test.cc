#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

#include "runtime/bundle/paths.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using Json = nlohmann::ordered_json;

std::string FileText(const std::string& path) {
  std::ifstream file(VITRINE_SOURCE_DIR "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The cells of a table row that are nothing but code, without their ticks.
std::vector<std::string> CodeCells(const std::string& row) {
  std::vector<std::string> cells;
  std::size_t begin = row.find("| `");
  while (begin != std::string::npos) {
    const std::size_t end = row.find("` |", begin);
    if (end == std::string::npos) break;
    cells.push_back(row.substr(begin + 3, end - begin - 3));
    begin = row.find("| `", end + 1);
  }
  return cells;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (line.starts_with("segment ") || line.starts_with("slot ") ||
        line.starts_with("rule ")) {
      continue;
    }
    if (line == "0  all") continue;  // the condition of a rule without one
    if (!text.empty()) text += "; ";
    for (const char c : line) {
      if (c != ' ' || !text.ends_with(' ')) text += c;
    }
  }
  return text;
}

/// Only the segments that the condition uses, so that no other leaves show.
std::string SegmentsFor(const std::string& condition) {
  if (condition.find("\"gold\"") != std::string::npos) {
    return R"({"gold": {"member": true}})";
  }
  if (condition.find("\"lapsed\"") != std::string::npos) {
    return R"({"lapsed": {"orders.count": {"$gte": 1}, "visit.pages": {"$lt": 2}}})";
  }
  return "{}";
}

/// A file with all that the conditions of the README name.
std::string WithDocumentedCondition(const std::string& when) {
  return R"({"vitrine": 1, "store": {"timezone": "Europe/Oslo"},
"attributes": {"city": {"type": "string"}, "app": {"type": "string"}, "age": {"type": "number"}, "member": {"type": "boolean"},
"born": {"type": "date"}, "tags": {"type": "list"}, "plan": {"type": "object"}},
"groups": {"coast": ["Oslo", "Bergen"]},
"experiments": {"copy": {"variations": ["a", "b"]}},
"segments": )" +
         SegmentsFor(when) + R"(,
"slots": {"s": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "show": {"template": "t"}, "when": )" +
         when + "}]}";
}

/// A file whose only rule says this beside the usual.
std::string WithRuleKey(const std::string& example) {
  return R"({"vitrine": 1, "store": {"timezone": "Europe/Oslo"},
"slots": {"s": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "show": {"template": "t"}, )" +
         example + "}]}";
}

/// A file with the condition, the `recommend`, or the key of a rule of an
/// example.
std::string FileWith(const std::string& example) {
  if (example.starts_with('"')) return WithRuleKey(example);
  return example.starts_with("{\"strategy\"") ||
                 example.starts_with("{\"mix\"")
             ? WithRecommend(example)
             : WithDocumentedCondition(example);
}

TEST(RulesDocuments, ExamplesOfTheReadmeCompileToWhatItSays) {
  const std::string readme = FileText("rules/README.md");
  bool is_refused = false;
  std::size_t compiled_count = 0;
  std::size_t refused_count = 0;
  for (std::size_t begin = 0; begin < readme.size();) {
    const std::size_t end = std::min(readme.find('\n', begin), readme.size());
    const std::string row = readme.substr(begin, end - begin);
    begin = end + 1;
    if (row.starts_with('#')) {
      is_refused = row.find("What is refused") != std::string::npos;
    }
    const std::vector<std::string> cells = CodeCells(row);
    if (cells.empty()) continue;
    if (!row.starts_with("| `{") && !row.starts_with("| `\"")) continue;
    SCOPED_TRACE(row);
    const std::string file = FileWith(cells[0]);
    if (is_refused) {
      EXPECT_EQ(Errors(file).size(), 1U);
      ++refused_count;
    } else {
      ASSERT_EQ(cells.size(), 2U);
      EXPECT_EQ(Joined(Disassembly(file)), cells[1]);
      ++compiled_count;
    }
  }
  EXPECT_GT(compiled_count, 30U);
  EXPECT_GT(refused_count, 10U);
}

TEST(RulesDocuments, TheFileInTheReadmeCompiles) {
  const std::string readme = FileText("rules/README.md");
  const std::size_t begin = readme.find("{\n  \"vitrine\": 1");
  ASSERT_NE(begin, std::string::npos);
  const std::string file =
      readme.substr(begin, readme.find("```", begin) - begin);
  EXPECT_THAT(Lines(file), testing::IsEmpty());
  EXPECT_EQ(MustCompile(file).recommendations.size(), 1U);
}

TEST(RulesDocuments, TheReadmeKnowsEveryStrategyAndItemPath) {
  const std::string readme = FileText("rules/README.md");
  const auto has_row = [&readme](std::string_view name) {
    return readme.find("\n| `" + std::string(name) + "` |") !=
           std::string::npos;
  };
  for (std::uint32_t i = 0; i < kStrategies; ++i) {
    const char* name = StrategyName(static_cast<Strategy>(i));
    EXPECT_TRUE(has_row(name)) << name;
  }
  for (std::uint32_t i = 0; i < kItemFields; ++i) {
    const char* path = CatalogueItemPath(static_cast<ItemField>(i));
    if (path != nullptr) EXPECT_TRUE(has_row(path)) << path;
  }
}

TEST(RulesDocuments, TheFilesOfTheGuideCompile) {
  const std::string guide = FileText("rules/guide/README.md");
  std::size_t count = 0;
  for (std::size_t begin = guide.find("[rules]("); begin != std::string::npos;
       begin = guide.find("[rules](", begin)) {
    begin += std::string_view("[rules](").size();
    const std::string name =
        guide.substr(begin, guide.find(')', begin) - begin);
    EXPECT_THAT(Lines(FileText("rules/guide/" + name)), testing::IsEmpty())
        << name;
    ++count;
  }
  EXPECT_GE(count, 20U);
}

TEST(RulesDocuments, TheCompilerAgreesOnEveryShape) {
  const std::string text = FileText("tests/conformance/shapes.json");
  const Json shapes = Json::parse(text, nullptr, false);
  ASSERT_TRUE(shapes.is_array());
  ASSERT_GT(shapes.size(), 500U);
  for (const Json& shape : shapes) {
    const std::string file = shape["file"].dump();
    EXPECT_EQ(Errors(file).empty(), shape["valid"].get<bool>()) << file;
  }
}

TEST(RulesDocuments, TheSchemaRefusesTheSlicesThatTheCompilerRefuses) {
  const Json schema = Json::parse(FileText("rules/schema/rules.schema.json"));
  const Json& slice = schema["$defs"]["experiment"]["properties"]["switchback"];
  const Json& duration = schema["$defs"]["duration"];
  ASSERT_EQ(slice["$ref"], "#/$defs/duration");
  const auto matches = [](const Json& type, const std::string& text) {
    return std::regex_search(text,
                             std::regex(type["pattern"].get<std::string>()));
  };
  const auto agree = [&](const std::string& length, bool valid) {
    EXPECT_EQ(matches(duration, length) && matches(slice, length), valid)
        << length;
    EXPECT_EQ(
        Errors(R"({"vitrine": 1, "experiments": {"e": {"variations": ["a", )"
               R"("b"], "switchback": ")" +
               length + "\"}}}")
            .empty(),
        valid)
        << length;
  };
  for (const char* good : {"60s", "61s", "100s", "60000ms", "61000ms",
                           "100000ms", "1m", "90m", "1h", "1d", "2w"}) {
    agree(good, true);
  }
  for (const char* bad : {"1s", "59s", "6s", "060s", "59000ms", "60001ms",
                          "60500ms", "600ms", "6000ms", "0m", "m", "60"}) {
    agree(bad, false);
  }
}

}  // namespace
}  // namespace vitrine::rules
