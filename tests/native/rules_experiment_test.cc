#include "rules/model/buckets.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A file with attributes `company` (string), `tags` (list) and `plan`
/// (object), these experiments and holdouts, which begin at line 3, column 16
/// and line 4, column 13, and a rule `r` with this `show` in the experiment
/// `copy`, which begins at line 6, column 9.
std::string WithExperiments(std::string_view experiments,
                            std::string_view holdouts = "{}",
                            std::string_view show = R"({"template": "t"})") {
  return R"({"vitrine": 1, "store": {"locales": ["nb", "en"]},
"attributes": {"company": {"type": "string"}, "tags": {"type": "list"}, "plan": {"type": "object"}},
"experiments": )" +
         std::string(experiments) +
         ",\n\"holdouts\": " + std::string(holdouts) + R"(,
"slots": {"s": {"type": "content"}}, "rules": [{"id": "r", "slot": "s", "experiment": "copy", "when": {"visit.number": 1},
"show": )" +
         std::string(show) + "}]}";
}

/// The diagnostics of such a file, but for attributes that it does not use.
std::vector<std::string> Told(std::string_view experiments,
                              std::string_view holdouts = "{}",
                              bool lenient = false) {
  std::vector<std::string> lines =
      Lines(WithExperiments(experiments, holdouts), lenient);
  std::erase_if(lines, [](const std::string &line) {
    return line.find("unused-attribute") != std::string::npos;
  });
  return lines;
}

std::vector<std::string> Lowered(std::string_view experiments,
                                 std::string_view holdouts = "{}") {
  return Disassembly(WithExperiments(experiments, holdouts));
}

std::vector<double> Ranges(std::string_view experiment, bool lenient = false) {
  const Program program = MustCompile(
      WithExperiments("{\"copy\": " + std::string(experiment) + "}"), lenient);
  std::vector<double> ranges;
  for (const Arm &arm : program.arms) {
    ranges.push_back(arm.from);
    ranges.push_back(arm.until);
  }
  return ranges;
}

TEST(RulesExperiment, EveryArmIsARow) {
  EXPECT_THAT(
      Lowered(R"({"copy": {"variations": ["a", "b"]}})"),
      ElementsAre("experiment copy by visitor seed copy version 2 arms a 0 to "
                  "0.5, b 0.5 to 1",
                  "0  leaf  experiment copy === 0",
                  "1  leaf  experiment copy === 1",
                  "2  leaf  visit.number == 1", "3  all  0 2", "4  all  1 2",
                  "slot s content",
                  "rule r slot s priority 0 node 3 experiment copy arm a",
                  "rule r slot s priority 0 node 4 experiment copy arm b"));
}

TEST(RulesExperiment, HeldOutVisitorsComeFirstAndSeeNothing) {
  EXPECT_THAT(
      Lowered(
          R"({"copy": {"variations": ["a", "b"], "control": "a", "holdout": "all", "when": {"visit.pages": 3}}})",
          R"({"all": {"share": 0.05, "seed": "h"}})"),
      ElementsAre(
          "experiment all by visitor seed h version 2 arms holdout 0 to 0.05",
          "experiment copy by visitor seed copy version 2 arms a 0 to 0.5, b "
          "0.5 to 1",
          "0  leaf  experiment all exists", "1  leaf  experiment all is null",
          "2  leaf  experiment copy === 0", "3  leaf  experiment copy === 1",
          "4  leaf  visit.number == 1", "5  leaf  visit.pages == 3",
          "6  all  0 4 5", "7  all  1 5", "8  all  2 4 7", "9  all  3 4 7",
          "slot s content",
          "rule r slot s priority 0 node 6 experiment all arm holdout shows "
          "nothing",
          "rule r slot s priority 0 node 8 experiment copy arm a shows nothing",
          "rule r slot s priority 0 node 9 experiment copy arm b"));
}

TEST(RulesExperiment, RangesAreThoseOfGrowthBook) {
  EXPECT_THAT(Ranges(R"({"variations": ["a", "b"]})"),
              ElementsAre(0, 0.5, 0.5, 1));
  EXPECT_THAT(Ranges(R"({"variations": ["a", "b"], "coverage": 0.5})"),
              ElementsAre(0, 0.25, 0.5, 0.75));
  EXPECT_THAT(
      Ranges(
          R"({"variations": ["a", "b"], "weights": [0.4, 0.6], "coverage": 0.5})"),
      ElementsAre(0, 0.2, 0.4, 0.7));
  EXPECT_THAT(
      Ranges(R"({"variations": ["a", "b"], "ranges": [[0, 0.1], [0.9, 1]]})"),
      ElementsAre(0, 0.1, 0.9, 1));
  EXPECT_THAT(
      Ranges(R"({"variations": ["a", "b"], "weights": [0.505, 0.505]})"),
      ElementsAre(0, 0.505, 0.505, 1));
  // As JavaScript adds them up.
  std::vector<ArmModel> arms(3);
  AssignBuckets(std::vector<double>{0.1, 0.2, 0.7}, 1, arms);
  EXPECT_EQ(arms[1].until, 0.1 + 0.2);
  EXPECT_EQ(arms[2].from, 0.30000000000000004);
}

TEST(RulesExperiment, WeightsMustAddUp) {
  const auto with = [](std::string_view weights) {
    return "{\"copy\": {\"variations\": [\"a\", \"b\"], \"weights\": " +
           std::string(weights) + "}}";
  };
  EXPECT_THAT(Told(with("[0.5, 0.4]")),
              ElementsAre("3:63 bad-weights /experiments/copy/weights: the "
                          "weights add up to 0.9 instead of 1"));
  EXPECT_THAT(Told(with("[0.5, 0.49]")), IsEmpty());
  EXPECT_THAT(Told(with("[50, 50]"), "{}", true),
              ElementsAre("3:63 warning lenient /experiments/copy/weights: the "
                          "weights add up to 100 instead of 1"));
  EXPECT_THAT(Told(with("[1]"), "{}", true),
              ElementsAre("3:63 warning lenient /experiments/copy/weights: "
                          "`weights` must be 2 numbers, one per variation"));
  EXPECT_THAT(Ranges(R"({"variations": ["a", "b"], "weights": [9, 1]})", true),
              ElementsAre(0, 0.5, 0.5, 1));
  EXPECT_THAT(Told(with("[-0.5, 1.5]"), "{}", true),
              ElementsAre(HasSubstr("a weight must be a number from 0 to 1")));
}

TEST(RulesExperiment, NamespacesAndFiltersHashLikeExperiments) {
  EXPECT_THAT(
      Lowered(
          R"({"copy": {"variations": ["a", "b"], "hashAttribute": "company", "hashVersion": 1, "sticky": true, "seed": "x", "namespace": ["pricing", 0.2, 0.7]},
"other": {"variations": ["a", "b"], "hashAttribute": "company", "namespace": ["pricing", 0.2, 0.7]}})"),
      ElementsAre(
          "experiment $namespace \"__pricing\" v1 0.2-0.7 by company by "
          "company seed __pricing version 1 arms in 0.2 to 0.7",
          "experiment copy by company seed x version 1 sticky arms a 0 to "
          "0.5, b 0.5 to 1",
          "0  leaf  experiment $namespace \"__pricing\" v1 0.2-0.7 by company "
          "exists",
          "1  leaf  experiment copy === 0", "2  leaf  experiment copy === 1",
          "3  leaf  visit.number == 1", "4  all  0 1 3", "5  all  0 2 3",
          "slot s content",
          "rule r slot s priority 0 node 4 experiment copy arm a",
          "rule r slot s priority 0 node 5 experiment copy arm b"));
  const Program program = MustCompile(WithExperiments(
      R"({"copy": {"variations": ["a", "b"], "filters": [{"seed": "f", "ranges": [[0, 0.1], [0.5, 0.6]]}, {"attribute": "plan.id", "seed": "g", "hashVersion": 1, "ranges": [[0, 1]]}]}})"));
  ASSERT_EQ(program.experiments.size(), 3U);
  EXPECT_EQ(program.experiments[0].arm_count, 2U);
  EXPECT_EQ(program.experiments[0].source, HashSource::kVisitor);
  EXPECT_EQ(program.experiments[1].version, 1);
  EXPECT_EQ(program.experiments[1].source, HashSource::kRead);
  ASSERT_EQ(program.reads.size(), 1U);
  EXPECT_EQ(program.strings[program.reads[0].path], "plan.id");
}

TEST(RulesExperiment, SwitchbackHashesTimeSlices) {
  const Program program = MustCompile(WithExperiments(
      R"({"copy": {"variations": ["a", "b"], "switchback": "90m"}})"));
  ASSERT_EQ(program.experiments.size(), 1U);
  EXPECT_EQ(program.experiments[0].source, HashSource::kTime);
  EXPECT_EQ(program.experiments[0].argument, 5400U);
}

TEST(RulesExperiment, OneMayNeedAnother) {
  EXPECT_THAT(
      Told(
          R"({"copy": {"variations": ["a", "b"], "when": {"$experiment": "base", "variation": "b"}}, "base": {"variations": ["a", "b"]}})"),
      IsEmpty());
  EXPECT_THAT(
      Errors(WithExperiments(
          R"({"copy": {"variations": ["a", "b"], "when": {"$experiment": "base"}}, "base": {"variations": ["a", "b"], "when": {"$experiment": "copy"}}})")),
      ElementsAre(
          "3:145 experiment-cycle /experiments/base/when/$experiment: segments "
          "and experiments refer to each other in a circle: `copy` -> `base` "
          "-> `copy`"));
}

TEST(RulesExperiment, TellsMistakes) {
  EXPECT_THAT(
      Errors(WithExperiments(
          R"({"copy": {"variations": ["a", "b"]},
"$x": {"variations": ["a", "b"]},
"c": {"variations": ["a"]},
"d": {"variations": ["a", "a"]},
"e": {"variations": ["a", "b"], "control": "c", "holdout": "non", "coverage": 2},
"f": {"variations": ["a", "b"], "ranges": [[0, 1]]},
"g": {"variations": ["a", "b"], "ranges": [[0, 1], [1, 0.5]], "hashVersion": 3},
"h": {"variations": ["a", "b"], "ranges": [[0, 1], [0, 1]], "weights": [1, 0]},
"i": {"variations": ["a", "b"], "switchback": "30s"},
"j": {"variations": ["a", "b"], "switchback": "1h", "sticky": true},
"k": {"variations": ["a", "b"], "hashAttribute": "tags"},
"l": {"variations": ["a", "b"], "hashAttribute": "compny", "namespace": ["n", 0, 1]},
"m": {"variations": ["a", "b"], "namespace": ["n", 0.5]},
"n": {"variations": ["a", "b"], "filters": [{"seed": "s"}], "namespace": ["n", 0, 1]},
"none": {}})",
          R"({"none": {"share": 0.1}, "h2": {"share": 1.5}, "h3": {}})")),
      ElementsAre(
          "4:1 reserved-name /experiments/$x: an experiment cannot be called "
          "`$x`: names with `$` are the compiler's own",
          "5:21 bad-value /experiments/c/variations: `variations` must be 2 to "
          "64 names",
          "6:27 bad-value /experiments/d/variations/1: `a` stands in "
          "`variations` twice",
          "7:44 unknown-variation /experiments/e/control: unknown variation "
          "`c`; allowed: `a` or `b`",
          "7:60 unknown-holdout /experiments/e/holdout: unknown holdout `non`; "
          "expected `h2` or `h3`",
          "7:79 bad-value /experiments/e/coverage: `coverage` must be a number "
          "from 0 to 1",
          "8:43 bad-value /experiments/f/ranges: `ranges` must be 2 ranges, "
          "one per variation",
          "9:52 bad-value /experiments/g/ranges/1: a range must be two "
          "ascending numbers from 0 to 1 such as [0, 0.5]",
          "9:78 bad-value /experiments/g/hashVersion: `hashVersion` must be a "
          "whole number from 1 to 2",
          "10:61 unknown-key /experiments/h/weights: `weights` cannot stand "
          "beside `ranges`",
          "11:47 bad-value /experiments/i/switchback: `switchback` must be "
          "whole seconds, at least 60",
          "12:53 unknown-key /experiments/j/sticky: `sticky` cannot stand "
          "beside `switchback`",
          "13:50 wrong-type /experiments/k/hashAttribute: experiments hash an "
          "attribute of the type `string`, `number` or `any`, and `tags` is "
          "none",
          HasSubstr("unknown path `compny`; did you mean `company`?"),
          "15:46 bad-value /experiments/m/namespace: `namespace` must be a "
          "name and two ascending numbers from 0 to 1",
          "16:61 unknown-key /experiments/n/namespace: `namespace` cannot "
          "stand "
          "beside `filters`",
          "17:9 missing-key /experiments/none: an experiment needs the key "
          "`variations`",
          "18:14 duplicate-id /holdouts/none: an experiment and a holdout are "
          "both called `none`",
          "18:54 bad-value /holdouts/h2/share: `share` must be a number from 0 "
          "to 1",
          "18:66 missing-key /holdouts/h3: a holdout needs the key `share`"));
  EXPECT_THAT(
      Told(
          R"({"copy": {"variations": ["a", "b"]}, "idle": {"variations": ["a", "b"]}})",
          R"({"empty": {"share": 0.1}})"),
      ElementsAre("3:53 warning unused-experiment /experiments/idle: nothing "
                  "uses the experiment `idle`",
                  "4:14 warning unused-holdout /holdouts/empty: nothing uses "
                  "the holdout `empty`"));
  EXPECT_THAT(
      Errors(WithExperiments(R"({"coyp": {"variations": ["a", "b"]}})")),
      ElementsAre(
          HasSubstr("unknown experiment `copy`; did you mean `coyp`?")));
}

/// What the rows of a file's rules show.
std::vector<std::string> ContentsOf(std::string_view json) {
  const Program program = MustCompile(json);
  std::vector<std::string> contents;
  for (const Rule &rule : program.rules) {
    contents.emplace_back(rule.content == kNone
                              ? std::string("none")
                              : std::string(program.contents[rule.content]));
  }
  return contents;
}

std::vector<std::string> Contents(
    std::string_view show,
    std::string_view experiment = R"({"variations": ["a", "b"]})") {
  return ContentsOf(WithExperiments(
      "{\"copy\": " + std::string(experiment) + "}", "{}", show));
}

TEST(RulesShow, ResolvesVariationsAndKeepsLocales) {
  EXPECT_THAT(
      Contents(
          R"({"template": {"a": "wide", "b": "narrow"}, "title": {"b": {"en": "Hi", "nb": "Hei"}, "a": "Hello"}, "n": {"a": 1, "b": true}, "link": {"en": "/en"}})"),
      ElementsAre(
          R"({"template":"wide","title":"Hello","n":1,"link":{"en":"/en"}})",
          R"({"template":"narrow","title":{"nb":"Hei","en":"Hi"},"n":true,"link":{"en":"/en"}})"));
  // The control group sees nothing, so nothing need be said for it.
  EXPECT_THAT(Contents(R"({"template": "t", "title": {"b": "Hi"}})",
                       R"({"variations": ["a", "b"], "control": "a"})"),
              ElementsAre("none", R"({"template":"t","title":"Hi"})"));
}

TEST(RulesShow, WhoSeesNothingHasTheTriggerOfAPopupAllTheSame) {
  const auto contents = [](std::string_view rule) {
    return ContentsOf(
        R"({"vitrine": 1, "slots": {"s": {"type": "popup"}, "c": {"type": "content"}},
"holdouts": {"h": {"share": 0.1}},
"experiments": {"e": {"variations": ["a", "b"], "control": "a", "holdout": "h"}},
"rules": [{"id": "r", "experiment": "e", "when": {"visit.number": 1}, )" +
        std::string(rule) + "}]}");
  };
  EXPECT_THAT(
      contents(
          R"("slot": "s", "trigger": {"on": "exit_intent", "after": "10s"}, "show": {"template": "t"})"),
      ElementsAre(
          R"({"$trigger":{"on":"exit_intent","after":10000}})",
          R"({"$trigger":{"on":"exit_intent","after":10000}})",
          R"({"template":"t","$trigger":{"on":"exit_intent","after":10000}})"));
  EXPECT_THAT(contents(R"("slot": "c", "show": {"template": "t"})"),
              ElementsAre("none", "none", R"({"template":"t"})"));
}

TEST(RulesShow, TellsMistakes) {
  const auto errors = [](std::string_view show) {
    return Errors(
        WithExperiments(R"({"copy": {"variations": ["a", "b"]}})", "{}", show));
  };
  EXPECT_THAT(
      errors(
          R"({"template": {"en": "t"}, "x": {"a": 1}, "y": {"en": "x", "dk": "y"}, "z": {"en": 1}, "$trigger": 1, "v": {}, "u": {"a": 1, "b": 2, "en": "z"}})"),
      ElementsAre(
          "6:22 wrong-type /rules/0/show/template: `template` must be a text, "
          "found an object",
          "6:40 missing-key /rules/0/show/x: the field `x` by variation needs "
          "the key `b`",
          "6:67 unknown-locale /rules/0/show/y/dk: unknown locale `dk`; "
          "expected `nb`, `en`, `a` or `b`",
          "6:91 wrong-type /rules/0/show/z/en: a text by locale must be a "
          "text, found 1",
          "6:95 reserved-name /rules/0/show/$trigger: a field of `show` cannot "
          "be called `$trigger`: the trigger of the rule gets this name",
          "6:115 bad-value /rules/0/show/v: the field `v` must not be an empty "
          "object",
          "6:141 unknown-variation /rules/0/show/u/en: unknown variation `en`; "
          "expected `a` or `b`"));
}

/// A rule with this `show`, which begins at line 5, column 9.
std::string WithShow(std::string_view show, std::string_view slot = "s") {
  return R"({"vitrine": 1,
"attributes": {"tier": {"type": "string"}, "plan": {"type": "object"}, "stock_left": {"type": "number"}},
"slots": {"s": {"type": "content"}, "i": {"type": "recommendations"}},
"rules": [{"id": "r", "slot": ")" +
         std::string(slot) + "\"," +
         (slot == "i" ? R"("recommend": {"strategy": "popular"},)" : "") + R"(
"show": )" +
         std::string(show) + "}]}";
}

TEST(RulesShow, PlaceholdersBecomeReads) {
  const Program program = MustCompile(WithShow(
      R"({"template": "t", "a": "Hi {tier|friend}, {plan.name}!", "b": "{page.query.q|} {tier}"})"));
  std::vector<std::string> reads;
  for (const Read &read : program.reads) {
    reads.push_back(
        std::string(program.strings[read.path]) + " " +
        (read.attribute == kNone
             ? "page"
             : std::string(
                   program.strings[program.attributes[read.attribute].name])));
  }
  EXPECT_THAT(reads,
              ElementsAre("page.query.q page", "plan.name plan", "tier tier"));
  EXPECT_EQ(
      program.contents[0],
      R"({"template":"t","a":"Hi {tier|friend}, {plan.name}!","b":"{page.query.q|} {tier}"})");
  EXPECT_THAT(
      Errors(WithShow(R"({"template": "t", "reason": "As {title}"})", "i")),
      IsEmpty());
}

TEST(RulesShow, TellsWrongPlaceholders) {
  const auto errors = [](std::string_view text) {
    return Errors(WithShow("{\"template\": \"t\", \"a\": \"" +
                           std::string(text) + "\"}"));
  };
  EXPECT_THAT(
      errors("{teir}"),
      ElementsAre(HasSubstr("unknown path `teir`; did you mean `tier`?")));
  EXPECT_THAT(errors("{title}"),
              ElementsAre(HasSubstr("unknown path `title`")));
  EXPECT_THAT(
      errors("{cart.value}"),
      ElementsAre("5:32 wrong-type /rules/0/show/a: texts show attributes and "
                  "what the page knows, and `cart.value` is neither"));
  for (const char *text :
       {"{", "}", "{tier", "tier}", "{}", "{|x}", "{tier{tier}}", "{{tier}}"}) {
    EXPECT_THAT(errors(text), ElementsAre(HasSubstr("5:32 bad-placeholder")))
        << text;
  }
}

TEST(RulesShow, UrgencyAndScarcityAreTrue) {
  const auto errors = [](std::string_view field) {
    return Errors(
        WithShow("{\"template\": \"t\", " + std::string(field) + "}"));
  };
  EXPECT_THAT(errors(R"("countdown": "2026-11-30T23:59:00+01:00")"), IsEmpty());
  EXPECT_THAT(errors(R"("stock": "{stock_left} left")"), IsEmpty());
  EXPECT_THAT(
      errors(R"("countdown": "10m")"),
      ElementsAre("5:40 countdown-end /rules/0/show/countdown: `countdown` "
                  "must be a date and time with its offset from UTC, such as "
                  "\"2026-11-30T23:59:00+01:00\""));
  EXPECT_THAT(errors(R"("countdown": 600)").size(), 1U);
  EXPECT_THAT(errors(R"("countdown": "2026-11-30")").size(), 1U);
  EXPECT_THAT(
      errors(R"("stock": "Only 3 left!")"),
      ElementsAre("5:36 scarcity-source /rules/0/show/stock: `stock` must be a "
                  "text with a placeholder without fallback, such as "
                  "\"{stock_left} left\""));
  EXPECT_THAT(errors(R"("scarcity": "{stock_left|3} left")").size(), 1U);
  EXPECT_THAT(errors(R"("scarcity": true)").size(), 1U);
}

TEST(RulesShow, ListsAreStoredAsTheyAreWritten) {
  const auto errors = [](std::string_view list) {
    return Errors(
        WithShow("{\"template\": \"t\", \"a\": " + std::string(list) + "}"));
  };
  const auto content = [](std::string_view list) {
    const Program program = MustCompile(
        WithShow("{\"template\": \"t\", \"a\": " + std::string(list) + "}"));
    return std::string(program.contents[0]);
  };
  EXPECT_EQ(content(R"([ "x", 1.50, true, {"n": "y", "m": false} ])"),
            R"({"template":"t","a":["x",1.50,true,{"n":"y","m":false}]})");
  EXPECT_THAT(errors("[]"),
              ElementsAre("5:32 bad-value /rules/0/show/a: the field `a` must "
                          "not be an empty list"));
  EXPECT_THAT(errors("[{}]"),
              ElementsAre("5:33 bad-value /rules/0/show/a/0: an element of `a` "
                          "must not be an empty object"));
  EXPECT_THAT(
      errors("[null, [1]]"),
      ElementsAre("5:33 wrong-type /rules/0/show/a/0: the field `a` of `show` "
                  "must be a text, a number, true, false or an object of such, "
                  "found null",
                  "5:39 wrong-type /rules/0/show/a/1: the field `a` of `show` "
                  "must be a text, a number, true, false or an object of such, "
                  "found a list"));
  EXPECT_THAT(
      errors(R"([{"n": ["x"]}])"),
      ElementsAre("5:39 wrong-type /rules/0/show/a/0/n: the field `n` of "
                  "`show` must be a text, a number, true or false, found a "
                  "list"));
  EXPECT_THAT(errors(R"([{"n": {"xx": "y"}}])"),
              ElementsAre(HasSubstr("unknown locale `xx`")));
  EXPECT_THAT(errors(R"(["{nobody}"])"),
              ElementsAre(HasSubstr("unknown path `nobody`")));
  EXPECT_THAT(errors(R"([{"countdown": "10m"}])"),
              ElementsAre(HasSubstr("countdown-end /rules/0/show/a/0/")));
  EXPECT_EQ(
      Errors(WithShow(R"({"template": "t", "stock": ["{x} left"]})")).empty(),
      false);
}

}  // namespace
}  // namespace vitrine::rules
