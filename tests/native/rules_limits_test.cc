#include <functional>

#include "rules/text/limits.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string Repeat(std::uint32_t count,
                   const std::function<std::string(const std::string&)>& item) {
  std::string text;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i > 0) text += ",\n";
    text += item(std::to_string(i));
  }
  return text;
}

std::string Attributes(std::uint32_t count) {
  return "{\"vitrine\": 1, \"attributes\": {" +
         Repeat(count,
                [](const std::string& i) {
                  return "\"a" + i + "\": {\"type\": \"number\"}";
                }) +
         "}}";
}

std::string Segments(std::uint32_t count) {
  return "{\"vitrine\": 1, \"segments\": {" +
         Repeat(count,
                [](const std::string& i) { return "\"s" + i + "\": {}"; }) +
         "}}";
}

std::string Slots(std::uint32_t count) {
  return "{\"vitrine\": 1, \"slots\": {" +
         Repeat(count,
                [](const std::string& i) {
                  return "\"s" + i + "\": {\"type\": \"content\"}";
                }) +
         "}}";
}

std::string Rules(std::uint32_t count,
                  const std::function<std::string(const std::string&)>& when) {
  return "{\"vitrine\": 1, \"attributes\": {\"n\": {\"type\": \"number\"}, "
         "\"t\": {\"type\": \"string\"}},\n\"slots\": "
         "{\"s\": {\"type\": \"content\"}}, \"rules\": [\n" +
         Repeat(
             count,
             [&when](const std::string& i) {
               return "{\"id\": \"" + i +
                      "\", \"slot\": \"s\", \"show\": {\"template\": \"t\"}, "
                      "\"when\": " +
                      when(i) + "}";
             }) +
         "]}";
}

std::string Always(const std::string&) { return "{}"; }

TEST(RulesLimits, CountsOfThings) {
  EXPECT_THAT(Errors(Attributes(kMaxAttributes)), IsEmpty());
  EXPECT_THAT(Errors(Attributes(kMaxAttributes + 1)),
              ElementsAre("257:1 limit /attributes/a256: too many attributes: "
                          "at most 256 are possible"));
  EXPECT_THAT(Errors(Segments(kMaxSegments)), IsEmpty());
  EXPECT_THAT(Errors(Segments(kMaxSegments + 1)),
              ElementsAre("4097:1 limit /segments/s4096: too many segments: at "
                          "most 4096 are possible"));
  EXPECT_THAT(Errors(Slots(kMaxSlots)), IsEmpty());
  EXPECT_THAT(
      Errors(Slots(kMaxSlots + 1)),
      ElementsAre(
          "257:1 limit /slots/s256: too many slots: at most 256 are possible"));
  EXPECT_EQ(MustCompile(Rules(kMaxRules, Always)).rules.size(), kMaxRules);
  EXPECT_THAT(Errors(Rules(kMaxRules + 1, Always)),
              ElementsAre("20003:1 limit /rules/20000: too many rules: at most "
                          "20000 are possible"));
}

TEST(RulesLimits, Counters) {
  const auto when = [](const std::string& i) {
    return "{\"$event\": \"e" + i + "\"}";
  };
  EXPECT_EQ(MustCompile(Rules(kMaxCounters, when)).counters.size(),
            kMaxCounters);
  EXPECT_THAT(
      Errors(Rules(kMaxCounters + 1, when)),
      ElementsAre(
          "515:64 limit /rules/512/when/$event: too many different things to "
          "count (`$event`, `$since`, `$sequence`, `cap` and `budget`): at "
          "most 512 fit into one bundle, and this is beyond"));
}

TEST(RulesLimits, KeptTimesOfOneCounter) {
  const auto when = [](const std::string& count) {
    return WithCondition(
        "{\"$event\": \"e\", \"within\": \"1d\", \"count\": " + count + "}");
  };
  EXPECT_EQ(MustCompile(when("{\"$gt\": 63}")).counters[0].kept, kMaxKeptTimes);
  EXPECT_THAT(
      Errors(when("{\"$gt\": 63.5}")),
      ElementsAre("6:58 limit /rules/0/when/count/$gt: a count `within` a "
                  "duration can be compared with at most 63, found 63.5"));
  EXPECT_THAT(
      Errors(when("64")),
      ElementsAre("6:50 limit /rules/0/when/count: a count `within` a duration "
                  "can be compared with at most 63, found 64"));
  EXPECT_THAT(Errors(when("{\"$in\": [1, 64]}")),
              ElementsAre(StartsWith("6:62 limit /rules/0/when/count/$in/1")));
  EXPECT_THAT(Errors(WithCondition(
                  R"({"$event": "e", "within": "session", "count": 1000000})")),
              IsEmpty());
}

TEST(RulesLimits, KeptTimesTogether) {
  const auto when = [](const std::string& i) {
    return "{\"$event\": \"e" + i + "\", \"within\": \"1d\", \"count\": 63}";
  };
  EXPECT_EQ(MustCompile(Rules(16, when)).counters.size(), 16U);
  EXPECT_THAT(
      Errors(Rules(17, when)),
      ElementsAre(StartsWith(
          "19:63 limit /rules/16/when/$event: too many times to remember")));
}

TEST(RulesLimits, NodesOfTheNetwork) {
  // Nine leaves and one gate per rule.
  const auto when = [](const std::string& i) {
    std::string json = "{\"$or\": [";
    for (int k = 1; k < 10; ++k) {
      json += (k > 1 ? ",{\"n\":" : "{\"n\":") + std::to_string(k) + i + ".5}";
    }
    return json + "]}";
  };
  const std::string fits = Rules(kMaxNodes / 10, when);
  EXPECT_EQ(MustCompile(fits).conditions.size(), kMaxNodes);
  const std::string beyond =
      fits.substr(0, fits.size() - 2)
          .insert(fits.find("\"slots\""),
                  "\"segments\": {\"one\": {\"t\": \"more\"}}, ") +
      "]}";
  EXPECT_THAT(Errors(beyond),
              ElementsAre(StartsWith("20002:1 limit /rules/19999: too many "
                                     "different conditions: at most 200000")));
}

std::string Recommending(
    std::uint32_t count,
    const std::function<std::string(const std::string&)>& filter) {
  return "{\"vitrine\": 1, \"slots\": {\"s\": {\"type\": "
         "\"recommendations\"}}, \"rules\": [\n" +
         Repeat(count,
                [&filter](const std::string& i) {
                  return "{\"id\": \"" + i +
                         "\", \"slot\": \"s\", \"recommend\": "
                         "{\"strategy\": \"similar\", \"filter\": " +
                         filter(i) + "}}";
                }) +
         "]}";
}

TEST(RulesLimits, NodesOfTheItemNetwork) {
  // A leaf for each price and one gate.
  const auto prices = [](std::uint32_t count) {
    return Recommending(1, [count](const std::string&) {
      return "{\"$or\": [" +
             Repeat(count,
                    [](const std::string& i) {
                      return "{\"item.price\": " + i + "}";
                    }) +
             "]}";
    });
  };
  EXPECT_EQ(MustCompile(prices(kMaxNodes - 1)).item_conditions.size(),
            kMaxNodes);
  EXPECT_THAT(Errors(prices(kMaxNodes)),
              ElementsAre("2:1 limit /rules/0: too many different conditions "
                          "in `where` and `filter`: at most 200000 fit into "
                          "one bundle, and this is beyond"));
}

TEST(RulesLimits, EveryRuleMayRecommendSomethingElse) {
  const std::string file = Recommending(kMaxRules, [](const std::string& i) {
    return "{\"item.price\": " + i + "}";
  });
  EXPECT_EQ(MustCompile(file).recommendations.size(), kMaxRules);
}

TEST(RulesLimits, NamesAndTexts) {
  // Beside these: the attributes n and t, the slot s, and the rule's id.
  const auto texts = [](std::uint32_t count) {
    return Rules(1, [count](const std::string&) {
      return "{\"t\": {\"$in\": [" +
             Repeat(count,
                    [](const std::string& i) { return "\"x" + i + "\""; }) +
             "]}}";
    });
  };
  EXPECT_EQ(MustCompile(texts(kMaxStrings - 4)).strings.size(), kMaxStrings);
  EXPECT_THAT(
      Errors(texts(kMaxStrings - 3)),
      ElementsAre("3:1 limit /rules/0: too many different names and texts: at "
                  "most 65536 fit into one bundle, and this is beyond"));
}

TEST(RulesLimits, ElementsOfLists) {
  const auto numbers = [](std::uint32_t count) {
    return Rules(1, [count](const std::string&) {
      return "{\"n\": {\"$in\": [" +
             Repeat(count, [](const std::string& i) { return i; }) + "]}}";
    });
  };
  EXPECT_EQ(MustCompile(numbers(kMaxListElements)).number_elements.size(),
            kMaxListElements);
  EXPECT_THAT(
      Errors(numbers(kMaxListElements + 1)),
      ElementsAre("3:1 limit /rules/0: too many numbers in lists: at most "
                  "65536 fit into one bundle, and this is beyond"));
}

TEST(RulesLimits, ExperimentsWithTheirFilters) {
  // Every other one brings a namespace of its own.
  const auto experiments = [](std::uint32_t count) {
    return "{\"vitrine\": 1, \"experiments\": {\n" +
           Repeat(count,
                  [](const std::string& i) {
                    return "\"e" + i +
                           "\": {\"variations\": [\"a\", \"b\"], "
                           "\"namespace\": [\"n" +
                           i + "\", 0, 1]}";
                  }) +
           "}}";
  };
  EXPECT_THAT(Errors(experiments(kMaxExperiments / 2)), IsEmpty());
  EXPECT_THAT(Errors(experiments(kMaxExperiments / 2 + 1)),
              ElementsAre("2049:37 limit /experiments/e2047/namespace: too "
                          "many experiments, holdouts, namespaces and "
                          "filters: at most 4096 are possible",
                          StartsWith("2050:37 limit")));
}

TEST(RulesLimits, VariationsOfAnExperiment) {
  const auto variations = [](std::uint32_t count) {
    return R"({"vitrine": 1, "experiments": {"e": {"variations": [)" +
           Repeat(count,
                  [](const std::string& i) { return "\"v" + i + "\""; }) +
           "]}}}";
  };
  EXPECT_THAT(Errors(variations(kMaxArms)), IsEmpty());
  EXPECT_THAT(Errors(variations(kMaxArms + 1)),
              ElementsAre("1:52 bad-value /experiments/e/variations: "
                          "`variations` must be 2 to 64 names"));
}

/// Rules with 50 variations each.
std::string Varied(std::uint32_t count, const std::string& title) {
  return R"({"vitrine": 1, "slots": {"s": {"type": "content"}}, "experiments": {"e": {"variations": [)" +
         Repeat(50, [](const std::string& i) { return "\"v" + i + "\""; }) +
         "]}}, \"rules\": [\n" +
         Repeat(count,
                [&title](const std::string& i) {
                  return "{\"id\": \"" + i +
                         "\", \"slot\": \"s\", \"experiment\": \"e\", "
                         "\"show\": {\"template\": \"t\", \"title\": \"" +
                         title + "\"}}";
                }) +
         "]}";
}

TEST(RulesLimits, RowsOfAllVariations) {
  EXPECT_EQ(MustCompile(Varied(kMaxRules / 50, "")).rules.size(), kMaxRules);
  EXPECT_THAT(
      Errors(Varied(kMaxRules / 50 + 1, "")),
      ElementsAre(StartsWith("451:1 limit /rules/400: too many rules, counting "
                             "each variation: at most 20000 fit")));
}

TEST(RulesLimits, WhatAllVariationsShow) {
  const auto title = [](std::size_t size) {
    return std::string(size - std::string_view(",\"title\":\"\"").size() -
                           std::string_view("\"template\":\"t\"").size(),
                       'x');
  };
  const std::size_t one = kMaxContentBytes / 50;
  EXPECT_THAT(Errors(Varied(1, title(one))), IsEmpty());
  EXPECT_THAT(Errors(Varied(1, title(one + 1))),
              ElementsAre(StartsWith("51:71 limit /rules/0/show/title: too "
                                     "much to show: at most 6291456 bytes")));
}

TEST(RulesLimits, TimeZones) {
  std::string zones = "{";
  for (std::uint32_t i = 1; i <= kMaxZones; ++i) {
    zones += "\"Z/" + std::to_string(i) + "\": [[0, 60]],";
  }
  zones.back() = '}';
  const auto errors = [&zones](std::uint32_t count) {
    const std::string json =
        "{\"vitrine\": 1, \"slots\": {\"s\": {\"type\": \"content\"}}, "
        "\"rules\": [\n" +
        Repeat(count,
               [](const std::string& i) {
                 return "{\"id\": \"" + i +
                        "\", \"slot\": \"s\", \"show\": {\"template\": "
                        "\"t\"}, \"schedule\": {\"zone\": \"Z/" +
                        std::to_string(std::stoul(i) + 1) +
                        "\", \"hours\": [\"01:00\", \"02:00\"]}}";
               }) +
        "]}";
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic :
         Compile(json, {.zones_json = zones}).diagnostics) {
      lines.push_back(Line(diagnostic));
    }
    return lines;
  };
  // The store's is one of them.
  EXPECT_THAT(errors(kMaxZones - 1), IsEmpty());
  EXPECT_THAT(errors(kMaxZones),
              ElementsAre("17:75 limit /rules/15/schedule/zone: too many time "
                          "zones: at most 16 are possible"));
}

TEST(RulesLimits, Locales) {
  const auto file = [](std::uint32_t count) {
    return R"({"vitrine": 1, "store": {"locales": [)" +
           Repeat(count,
                  [](const std::string& i) { return "\"en-" + i + "\""; }) +
           "]}}";
  };
  EXPECT_THAT(Errors(file(kMaxLocales)), IsEmpty());
  EXPECT_THAT(Errors(file(kMaxLocales + 1)),
              ElementsAre("1:37 limit /store/locales: too many locales: at "
                          "most 256 are possible"));
}

TEST(RulesLimits, PropertiesOfEventsAndItems) {
  const auto when = [](const std::string& i) {
    return "{\"$event\": \"e\", \"where\": {\"event.p" + i + "\": 1}}";
  };
  EXPECT_EQ(MustCompile(Rules(kMaxProperties, when)).properties.size(),
            kMaxProperties);
  EXPECT_EQ(Errors(Rules(kMaxProperties + 1, when)).size(), 1U);
}

TEST(RulesLimits, PathsThatAreRead) {
  const auto file = [](std::uint32_t count) {
    return "{\"vitrine\": 1, \"attributes\": {\"a\": {\"type\": "
           "\"any\"}}, \"slots\": {\"s\": {\"type\": \"content\"}}, "
           "\"rules\": [{\"id\": \"r\", \"slot\": \"s\", \"show\": "
           "{\"template\": \"t\"}, \"when\": {\n" +
           Repeat(count,
                  [](const std::string& i) { return "\"a.p" + i + "\": 1"; }) +
           "}}]}";
  };
  EXPECT_EQ(MustCompile(file(kMaxReads)).reads.size(), kMaxReads);
  EXPECT_THAT(Errors(file(kMaxReads + 1)),
              ElementsAre("1:101 limit /rules/0: too many different paths: at "
                          "most 1024 fit into one bundle, and this is beyond"));
}

TEST(RulesLimits, ThingsToCompare) {
  const auto file = [](std::uint32_t count) {
    return "{\"vitrine\": 1, \"slots\": {\"s\": {\"type\": "
           "\"content\"}}, \"rules\": [{\"id\": \"r\", \"slot\": \"s\", "
           "\"show\": {\"template\": \"t\"}, \"when\": {\n\"cart.contains\":"
           " {\"$in\": [" +
           Repeat(count,
                  [](const std::string& i) { return "\"i" + i + "\""; }) +
           "]}}}]}";
  };
  EXPECT_EQ(MustCompile(file(kMaxInputs)).inputs.size(), kMaxInputs);
  EXPECT_THAT(Errors(file(kMaxInputs + 1)),
              ElementsAre(StartsWith("1:63 limit /rules/0: too many different "
                                     "things to compare: at most 8192")));
}

TEST(RulesLimits, SearchingForShadowedRulesEnds) {
  const auto when = [](const std::string& i) {
    std::string json = "{\"$or\": [";
    for (int k = 0; k < 40; ++k) {
      json += (k > 0 ? "," : "") + std::string("{\"$or\": [{\"n\": ") +
              std::to_string(k) + "}, {\"t\": \"x\", \"n\": " + i + "}]}";
    }
    return json + "]}";
  };
  EXPECT_THAT(Errors(Rules(2'000, when)), IsEmpty());
}

TEST(RulesLimits, LengthOfNames) {
  const std::string longest(kMaxNameUnits, 'x');
  EXPECT_THAT(Errors(WithCondition("{\"city\": \"" + longest + "\"}")),
              IsEmpty());
  EXPECT_THAT(Errors(WithCondition("{\"city\": \"" + longest + "x\"}")),
              ElementsAre("6:18 too-long /rules/0/when/city: the value is "
                          "longer than 1024 characters"));
}

std::string PaddedSegments(std::uint32_t count) {
  return Repeat(count, [](const std::string& i) {
    return "\"" + std::string(50, 'q') + "known" + i + "\": {}";
  });
}

TEST(RulesLimits, NamesAreSearchedForKeptErrorsOnly) {
  std::string json = Rules(4'000, [](const std::string& i) {
    return "{\"$segment\": \"" + std::string(50, 'q') + "wrong" + i +
           "\", \"nn\": {\"$is\": 1}}";
  });
  json.insert(json.find("\"slots\""),
              "\"segments\": {" + PaddedSegments(kMaxSegments) + "}, ");
  EXPECT_EQ(Errors(json).size(), kMaxDiagnostics);
}

TEST(RulesLimits, CirclesAreShownForKeptErrorsOnly) {
  const std::string chain = Repeat(kMaxSegments - 1, [](const std::string& i) {
    return "\"s" + i + "\": {\"$segment\": \"s" +
           std::to_string(std::stoul(i) + 1) + "\"}";
  });
  const std::string back = Repeat(20'000, [](const std::string&) {
    return std::string("{\"$segment\": \"s0\"}");
  });
  const std::vector<std::string> errors = Errors(
      "{\"vitrine\": 1, \"segments\": {" + chain + ", \"s" +
      std::to_string(kMaxSegments - 1) + "\": {\"$and\": [" + back + "]}}}");
  EXPECT_EQ(errors.size(), kMaxDiagnostics);
  EXPECT_THAT(errors[0], testing::EndsWith("`s9` -> ... -> `s0`"));
}

TEST(RulesLimits, PointersAreWrittenForKeptErrorsOnly) {
  std::string open;
  for (std::uint32_t i = 1; i < kMaxJsonDepth; ++i) {
    open += "{\"" + std::string(kMaxNameUnits, 'k') + "\":";
  }
  const std::string same =
      Repeat(200'000, [](const std::string&) { return std::string("\"\":0"); });
  EXPECT_EQ(
      Errors(open + "{" + same + "}" + std::string(kMaxJsonDepth - 1, '}'))
          .size(),
      kMaxDiagnostics);
}

TEST(RulesLimits, ALongChainOfSegmentsIsNoRecursion) {
  std::string chain = "\"s0\": {\"t\": \"x\"}";
  for (std::uint32_t i = 1; i < kMaxSegments; ++i) {
    chain = "\"s" + std::to_string(i) + "\": {\"n\": " + std::to_string(i) +
            ", \"$segment\": \"s" + std::to_string(i - 1) + "\"}," + chain;
  }
  const Program program = MustCompile(
      "{\"vitrine\": 1, \"attributes\": {\"n\": {\"type\": \"number\"}, \"t\": "
      "{\"type\": \"string\"}}, \"segments\": {" +
      chain + "}}");
  EXPECT_EQ(program.segments.size(), kMaxSegments);
  EXPECT_EQ(program.conditions.children.size(), 2 * (kMaxSegments - 1));
}

}  // namespace
}  // namespace vitrine::rules
