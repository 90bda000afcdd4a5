#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "rules/text/names.h"

namespace vitrine::rules {
namespace {

/// The whole table, without short cuts.
std::size_t Changes(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(
      a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      const bool same = a[i - 1] == b[j - 1];
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1,
                              table[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

TEST(RulesNames, TheNearestIsTheFirstOfFewestChanges) {
  std::mt19937 random(7);
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  std::size_t found = 0;
  for (int round = 0; round < 1'000; ++round) {
    std::string name;
    for (std::size_t i = below(65); i > 0; --i) {
      name += static_cast<char>('a' + below(3));
    }
    std::vector<std::string> texts;
    for (int i = 0; i < 4; ++i) {
      std::string text = name;
      for (std::size_t change = below(7); change > 0; --change) {
        const std::size_t at = below(text.size() + 1);
        const char c = static_cast<char>('a' + below(3));
        switch (below(4)) {
          case 0:
            text.insert(at, 1, c);
            break;
          case 1:
            text.erase(at, 1);
            break;
          case 2:
            text.replace(at, 1, 1, c);
            break;
          default:
            if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
        }
      }
      texts.push_back(text);
    }
    const std::vector<std::string_view> candidates(texts.begin(), texts.end());
    std::size_t best = std::clamp<std::size_t>(name.size() / 3, 1, 4) + 1;
    std::string_view expected;
    for (const std::string_view candidate : candidates) {
      const std::size_t changes = Changes(name, candidate);
      if (candidate.size() > 64 || changes >= std::min(best, candidate.size()))
        continue;
      best = changes;
      expected = candidate;
    }
    ASSERT_EQ(NearestName(name, candidates), expected) << name;
    found += expected.empty() ? 0 : 1;
  }
  EXPECT_GT(found, 500U);
}

TEST(RulesNames, OneWordOfANameIsEnough) {
  const std::string_view candidates[] = {"en", "nb-NO", "item_brand"};
  EXPECT_EQ(NearestName("nb", candidates), "nb-NO");
  EXPECT_EQ(NearestName("en-US", candidates), "en");
  EXPECT_EQ(NearestName("brand", candidates), "item_brand");
  EXPECT_EQ(NearestName("item", candidates), "");
  EXPECT_EQ(NearestName("de", candidates), "");
}

TEST(RulesNames, LongNamesAreNotCompared) {
  const std::string longest(64, 'x');
  const std::string_view candidates[] = {longest};
  EXPECT_EQ(NearestName(std::string(63, 'X') + "y", candidates), longest);
  EXPECT_EQ(NearestName(longest + "y", candidates), "");
}

}  // namespace
}  // namespace vitrine::rules
