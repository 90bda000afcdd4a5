#ifndef VITRINE_TESTS_NATIVE_RULES_RECOMMEND_SUPPORT_H_
#define VITRINE_TESTS_NATIVE_RULES_RECOMMEND_SUPPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/native/rules_test_support.h"

namespace vitrine::rules {

inline std::vector<std::string> RecommendErrors(std::string_view recommend) {
  return Errors(WithRecommend(recommend));
}

inline std::vector<std::string> FilterErrors(const std::string& filter) {
  return RecommendErrors("{\"strategy\": \"popular\", \"filter\":\n" + filter +
                         "}");
}

/// The disassembled item conditions and recommendations.
inline std::vector<std::string> RecommendLines(std::string_view recommend) {
  std::vector<std::string> lines;
  for (const std::string& line : Disassembly(WithRecommend(recommend))) {
    if (line.starts_with("item ") || line.starts_with("recommendation ")) {
      lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace vitrine::rules

#endif  // VITRINE_TESTS_NATIVE_RULES_RECOMMEND_SUPPORT_H_
