#ifndef VITRINE_TESTS_NATIVE_RULES_TEST_SUPPORT_H_
#define VITRINE_TESTS_NATIVE_RULES_TEST_SUPPORT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules/compile.h"
#include "rules/disassemble.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"

namespace vitrine::rules {

/// Zones for rule files in tests, with the changes of some years.
inline constexpr char kTestZones[] =
    R"({"Europe/Oslo": [[1743296400000, 120], [1761440400000, 60],
[1774746000000, 120], [1792890000000, 60], [1806195600000, 120]],
"America/Argentina/Buenos_Aires": [[0, -180]], "Asia/Tokyo": [[0, 540]]})";

inline CompileResult CompileTest(std::string_view json, bool lenient = false) {
  return Compile(json, {.zones_json = kTestZones, .lenient = lenient});
}

/// `line:column code pointer: message`, as a person would read it.
inline std::string Line(const Diagnostic& diagnostic) {
  return std::to_string(diagnostic.line) + ":" +
         std::to_string(diagnostic.column) +
         (diagnostic.severity == Severity::kWarning ? " warning " : " ") +
         diagnostic.code + " " + diagnostic.pointer + ": " + diagnostic.message;
}

inline std::vector<std::string> Lines(std::string_view json,
                                      bool lenient = false) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : CompileTest(json, lenient).diagnostics) {
    lines.push_back(Line(diagnostic));
  }
  return lines;
}

inline std::vector<std::string> Errors(std::string_view json,
                                       bool lenient = false) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : CompileTest(json, lenient).diagnostics) {
    if (diagnostic.severity == Severity::kError) {
      lines.push_back(Line(diagnostic));
    }
  }
  return lines;
}

/// The program, which also survives being written and read.
inline Program MustCompile(std::string_view json, bool lenient = false) {
  CompileResult result = CompileTest(json, lenient);
  for (const Diagnostic& diagnostic : result.diagnostics) {
    EXPECT_NE(diagnostic.severity, Severity::kError) << Line(diagnostic);
  }
  if (!result.program) return {};
  Program read;
  EXPECT_EQ(ReadProgram(WriteProgram(*result.program), read), ReadError::kNone);
  EXPECT_EQ(read, *result.program);
  return std::move(*result.program);
}

inline std::vector<std::string> Disassembly(std::string_view json) {
  return Disassemble(MustCompile(json));
}

/// A file with attributes `city`, `tier`, `age`, `member`, a slot `s`, and one
/// rule `r` with this condition, which begins at line 6, column 9.
inline std::string WithCondition(std::string_view when,
                                 std::string_view segments = "{}") {
  return R"({"vitrine": 1,
"attributes": {"city": {"type": "string"}, "tier": {"type": "string", "values": ["none", "gold"]}, "age": {"type": "number"}, "member": {"type": "boolean"}},
"segments": )" +
         std::string(segments) + R"(,
"slots": {"s": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "show": {"template": "t"},
"when": )" +
         std::string(when) + "}]}";
}

/// A file with a slot `s` of recommendations, and one rule `r` with this
/// `recommend`, which begins at line 4, column 1.
inline std::string WithRecommend(std::string_view recommend) {
  return R"({"vitrine": 1,
"slots": {"s": {"type": "recommendations"}},
"rules": [{"id": "r", "slot": "s", "recommend":
)" + std::string(recommend) +
         "}]}";
}

/// The disassembled lines of such a condition, without the slot's and the
/// rule's own.
inline std::vector<std::string> ConditionLines(
    std::string_view when, std::string_view segments = "{}") {
  std::vector<std::string> lines = Disassembly(WithCondition(when, segments));
  if (lines.size() >= 2) lines.resize(lines.size() - 2);
  return lines;
}

inline std::vector<std::string> ConditionErrors(
    std::string_view when, std::string_view segments = "{}") {
  return Errors(WithCondition(when, segments));
}

/// The errors of a condition in a file with more attributes, which begins at
/// line 5, column 1.
inline std::vector<std::string> MoreErrors(std::string_view when,
                                           bool lenient = false) {
  return Lines(
      R"({"vitrine": 1, "attributes": {"a": {"type": "any"},
"city": {"type": "string"}, "points": {"type": "number"}, "tags": {"type": "list"}, "born": {"type": "date"}},
"groups": {"coast": ["Oslo"]}, "experiments": {"copy": {"variations": ["a", "b"]}},
"slots": {"s": {"type": "content"}}, "rules": [{"id": "r", "slot": "s", "show": {"template": "t"}, "when":
)" + std::string(when) +
          R"(}, {"id": "q", "slot": "s", "priority": 1, "experiment": "copy", "show": {"template": "t"},
"when": {"a": 1, "city": {"$inGroup": "coast"}, "points": 1, "tags": {"$size": 1}, "born": null}}]})",
      lenient);
}

}  // namespace vitrine::rules

#endif  // VITRINE_TESTS_NATIVE_RULES_TEST_SUPPORT_H_
