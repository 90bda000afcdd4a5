#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bindings/jobs/job.h"
#include "bindings/jobs/sessions.h"
#include "tests/native/job_runner.h"

namespace vitrine::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

/// a then b, in three visits; c after b in one.
constexpr char kLog[] =
    "session,item,time\n"
    "1,a,2026-03-01T10:00:00Z\n1,b,2026-03-01T10:01:00Z\n"
    "2,a,2026-03-01T11:00:00Z\n2,b,2026-03-01T11:01:00Z\n"
    "3,a,2026-03-01T12:00:00Z\n3,b,2026-03-01T12:01:00Z\n"
    "3,c,2026-03-01T12:02:00Z\n";

TEST(Jobs, TrainWritesAModelAndReports) {
  auto files =
      RunJob(R"({"command": "train"})", {{FileKind::kEvents, "log.csv", kLog}});
  EXPECT_EQ(files.count("error"), 0) << files["error"];
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("0.vitrine", "1.vitrine", "2.json",
                                 "core.json", "core.vitrine", "model.json",
                                 "report.json", "report.txt"));
  Json index = Json::parse(files["model.json"]);
  const std::string model = index["model"].get<std::string>();
  EXPECT_EQ(model.size(), 16U);
  index.erase("model");
  EXPECT_TRUE(index == Json::parse(R"({
    "vitrine": 1, "items": 3,
    "core": {"ranking": "core.vitrine", "display": "core.json"},
    "parts": 2, "displays": 1})"));
  const Json display = Json::parse(files["2.json"]);
  EXPECT_EQ(display["model"].get<std::string>(), model);
  EXPECT_EQ(At(display, "/first"), 0);
  EXPECT_EQ(display["fields"]["id"].size(), 3U);
  EXPECT_EQ(display["fields"].size(), 1U);
  const Json head = Json::parse(files["core.json"]);
  EXPECT_EQ(head["items"].size(), 3U);
  // The head is by popularity, the other in browse order.
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(head["fields"]["id"][i].get<std::string>(),
              display["fields"]["id"][head["items"][i].get<std::size_t>()]
                  .get<std::string>());
  }
  EXPECT_EQ(head["fields"]["id"][0].get<std::string>(), "a");
  const Json report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/items"), 3);
  EXPECT_EQ(At(report, "/sessions"), 3);
  EXPECT_EQ(At(report, "/events"), 7);
  EXPECT_EQ(At(report, "/bytes/ranking"), files["core.vitrine"].size() +
                                              files["0.vitrine"].size() +
                                              files["1.vitrine"].size());
  EXPECT_EQ(At(report, "/ranking_bytes"), At(report, "/bytes/ranking"));
  EXPECT_EQ(At(report, "/files/0/rows"), 7);
  EXPECT_THAT(files["report.txt"], HasSubstr("log.csv: 7 rows used\n"));
}

TEST(Jobs, DisplayHasTheFeedInTheOrderOfTheModel) {
  auto files = RunJob(R"({"command": "train"})",
                      {{FileKind::kFeed, "feed.csv",
                        "id,title,price,sale_price,brand\nc,Cup,5 EUR,,\n"
                        "b,Boot,89.50 EUR,79 EUR,\nx,Never seen,1 EUR,,\n"},
                       {FileKind::kEvents, "log.csv", kLog}});
  EXPECT_EQ(files.count("error"), 0) << files["error"];
  // By popularity.
  const std::size_t numbers = files["core.json"].find("\"items\":");
  EXPECT_EQ(files["core.json"].substr(0, 10), "{\"model\":\"");
  ASSERT_NE(numbers, std::string::npos);
  EXPECT_EQ(files["core.json"].substr(files["core.json"].find("],") + 2),
            "\"currency\":\"EUR\",\"fields\":{"
            "\"id\":[\"b\",\"c\",\"x\"],"
            "\"title\":[\"Boot\",\"Cup\",\"Never seen\"],"
            "\"price\":[89.5,5,1],\"sale_price\":[79,null,null],"
            "\"availability\":[\"in_stock\",\"in_stock\",\"in_stock\"]}}\n");
  const Json report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/items"), 3);
  EXPECT_EQ(At(report, "/items_without_events"), 1);
  EXPECT_EQ(At(report, "/items_not_in_feed"), 1);
  EXPECT_THAT(files["model.json"], HasSubstr("\"currency\": \"EUR\""));
}

TEST(Jobs, ExamplesOfAModelHaveTheTitlesOfItsFeed) {
  const Input log = {FileKind::kEvents, "log.csv", kLog};
  const Input feed = {FileKind::kFeed, "feed.csv",
                      "id,title\na,Axe\nb,Boot\nc,\n"};
  std::vector<Input> inputs = {{FileKind::kTest, "test.csv", kLog}};
  for (auto& [name, text] : RunJob(R"({"command": "train"})", {log, feed})) {
    if (name.starts_with("report") || name == "model.json") continue;
    inputs.push_back({FileKind::kModel, name, text});
  }
  std::swap(inputs[0],
            *std::find_if(inputs.begin(), inputs.end(), [](const Input& input) {
              return input.name == "core.vitrine";
            }));
  auto files = RunJob(R"({"command": "evaluate"})", inputs);
  EXPECT_EQ(files.count("error"), 0) << files["error"];
  const std::string examples =
      Json::parse(files["report.json"])["examples"].dump();
  EXPECT_THAT(examples, HasSubstr("\"title\":\"Boot\""));
  EXPECT_THAT(examples, Not(HasSubstr("\"title\":\"\"")));
}

TEST(Jobs, PairsNeedAsManySessionsAsToldAndTheReportSaysSo) {
  const Input log = {FileKind::kEvents, "l", kLog};
  // Three visits have a and b, one of them c.
  const auto report_of = [&](const std::string& options) {
    auto files = RunJob(R"({"command": "train")" + options + "}", {log});
    EXPECT_EQ(files.count("error"), 0) << files["error"];
    return Json::parse(files["report.json"]);
  };
  const Json supported = report_of("");
  EXPECT_EQ(At(supported, "/min_support"), 3);
  EXPECT_FALSE(supported.contains("tuning"));
  const Json all = report_of(R"(, "minSupport": 1)");
  EXPECT_EQ(At(all, "/min_support"), 1);
  EXPECT_LT(At(supported, "/similar_pairs"), At(all, "/similar_pairs"));
  const Json none = report_of(R"(, "minSupport": "4")");
  EXPECT_EQ(At(none, "/similar_pairs"), 0);
}

/// 600 pairs of items, each seen together in two visits of those to learn from.
/// In the 240 that tuning holds out shoppers go from one of a pair to the
/// other.
std::string RarePairs() {
  std::string log = "session,item,rank\n";
  for (int visit = 0; visit < 1'440; ++visit) {
    const std::string pair = std::to_string(visit % 600);
    for (const char* item : {"from", "to"}) {
      log += std::to_string(visit) + "," + item + pair + "," +
             std::to_string(visit) + "\n";
    }
  }
  return log;
}

TEST(Jobs, WhatTheSupportOfPairsCosts) {
  const auto files_of = [](const std::string& support) {
    auto files = RunJob(
        R"({"command": "train", "columns": {"time": "rank"}, "time": "rank",)"
        R"( "minSupport": )" +
            support + "}",
        {{FileKind::kEvents, "l", RarePairs()}});
    EXPECT_EQ(files.count("error"), 0) << files["error"];
    return files;
  };
  const auto figure_of = [](const Json& report, const std::string& which,
                            const std::string& figure) {
    return At(report, ("/tuning/" + which + "/" + figure).c_str());
  };
  // Of three visits each pair lacks one: it is not told, and others come first.
  auto files = files_of("3");
  const Json supported = Json::parse(files["report.json"]);
  EXPECT_EQ(figure_of(supported, "tuned", "cases"), 240);
  EXPECT_EQ(figure_of(supported, "without_support", "mrr@20"), 1);
  EXPECT_EQ(figure_of(supported, "without_support", "novel/mrr@20"), 1);
  EXPECT_LT(figure_of(supported, "tuned", "mrr@20"), 0.5);
  EXPECT_LT(figure_of(supported, "tuned", "novel/mrr@20"), 0.75);
  EXPECT_THAT(files["report.txt"],
              HasSubstr("if one session were enough  1.0000  1.0000  1.0000  "
                        "1.0000\n"));
  // Where one visit is enough nothing is lost.
  files = files_of("1");
  const Json every = Json::parse(files["report.json"]);
  for (const char* figure :
       {"hr@20", "mrr@20", "novel/hr@20", "novel/mrr@20"}) {
    EXPECT_EQ(figure_of(every, "tuned", figure), 1);
    EXPECT_EQ(figure_of(every, "without_support", figure), 1);
  }
  EXPECT_THAT(files["report.txt"], Not(HasSubstr("if one session")));
}

TEST(Jobs, TheFeedMayComeFirstOrLast) {
  const Input feed = {FileKind::kFeed, "f", "id,title\nb,B\na,A\n"};
  const Input log = {FileKind::kEvents, "l", kLog};
  const std::string options = R"({"command": "train"})";
  EXPECT_EQ(RunJob(options, {feed, log})["1.vitrine"],
            RunJob(options, {log, feed})["1.vitrine"]);
}

// Popularity: a 3, b 3, c 1; ties by id. Two test sessions give three cases:
//   after a: b. After a, b: c. After c: a.
// The model knows a-b, b-c and a-c; every list has all three items, so HR@20 is
// 1 for all targets.
TEST(Jobs, EvaluatesAsComputedByHand) {
  auto files =
      RunJob(R"({"command": "evaluate"})",
             {{FileKind::kEvents, "log.csv", kLog},
              {FileKind::kTest, "test.csv",
               "session,item,time\n"
               "9,b,2026-03-02T10:01:00Z\n9,a,2026-03-02T10:00:00Z\n"
               "9,c,2026-03-02T10:02:00Z\n9,unknown,2026-03-02T10:03:00Z\n"
               "8,c,2026-03-02T10:00:00Z\n8,a,2026-03-02T10:01:00Z\n"}});
  EXPECT_EQ(files.count("error"), 0) << files["error"];
  const Json report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/model/cases"), 3);
  EXPECT_EQ(At(report, "/model/hr@20"), 1);
  EXPECT_EQ(At(report, "/model/coverage"), 1);
  // Novel: the session's own items are left out. After a: b before c. After
  // a, b: only c. After c: b is as near as a, or nearer or not.
  EXPECT_EQ(At(report, "/model/novel/cases"), 3);
  EXPECT_EQ(At(report, "/model/novel/hr@20"), 1);
  // Popularity is a, b, c: ranks 2, 3 and 1.
  EXPECT_EQ(At(report, "/popularity/cases"), 3);
  EXPECT_DOUBLE_EQ(At(report, "/popularity/mrr@20"),
                   (1 / 2.0 + 1 / 3.0 + 1) / 3);
  // Without the session's own: ranks 1, 1 and 1.
  EXPECT_EQ(At(report, "/popularity/novel/mrr@20"), 1);
  EXPECT_EQ(At(report, "/items"), 3);
  EXPECT_EQ(At(report, "/sessions"), 2);
  EXPECT_EQ(At(report, "/events_of_unknown_items"), 1);
  EXPECT_GE(At(report, "/model/us_per_recommendation/median"), 0);
  EXPECT_THAT(files["report.txt"],
              HasSubstr("popularity, all targets    1.0000  0.6111    1.0000"));
}

/// What is sold out is no case's list, whether the model was learned here or
/// is there already; the other availabilities can be bought.
TEST(Jobs, WhatIsSoldOutIsNotRecommended) {
  const Input log = {FileKind::kEvents, "l", kLog};
  const Input test = {FileKind::kTest, "t",
                      "session,item,time\n7,a,2026-03-02T10:00:00Z\n"
                      "7,b,2026-03-02T10:01:00Z\n"};
  const auto hits = [&](const std::string& availability) {
    const Input feed = {FileKind::kFeed, "f",
                        "id,title,availability\na,A,in stock\nc,C,in stock\n"
                        "b,B," +
                            availability + "\n"};
    auto learned = RunJob(R"({"command": "evaluate"})", {log, feed, test});
    EXPECT_EQ(learned.count("error"), 0) << learned["error"];
    auto model = RunJob(R"({"command": "train"})", {log, feed});
    auto judged = RunJob(R"({"command": "evaluate"})",
                         {{FileKind::kModel, "core", model["core.vitrine"]},
                          {FileKind::kModel, "page", model["0.vitrine"]},
                          {FileKind::kModel, "shard", model["1.vitrine"]},
                          {FileKind::kModel, "items", model["2.json"]},
                          test});
    EXPECT_EQ(judged.count("error"), 0) << judged["error"];
    const double rate = At(Json::parse(learned["report.json"]), "/model/hr@20");
    EXPECT_EQ(At(Json::parse(judged["report.json"]), "/model/hr@20"), rate);
    return rate;
  };
  EXPECT_EQ(hits("in stock"), 1);
  EXPECT_EQ(hits("preorder"), 1);
  EXPECT_EQ(hits("backorder"), 1);
  EXPECT_EQ(hits("out of stock"), 0);
}

TEST(Jobs, BaselinesAreJudgedBesideTheModel) {
  const Input log = {FileKind::kEvents, "log.csv", kLog};
  const Input test = {FileKind::kTest, "test.csv",
                      "session,item,time\n"
                      "9,a,2026-03-02T10:00:00Z\n9,b,2026-03-02T10:01:00Z\n"
                      "9,c,2026-03-02T10:02:00Z\n"
                      "8,b,2026-03-02T10:00:00Z\n8,a,2026-03-02T10:01:00Z\n"};
  auto files =
      RunJob(R"({"command": "evaluate", "baselines": true})", {log, test});
  EXPECT_EQ(files.count("error"), 0) << files["error"];
  const Json report = Json::parse(files["report.json"]);
  // After a, association rules have b, then c; after b they have a, then c.
  // Sequential ones have b after a, and after b only c, then the popular a.
  EXPECT_EQ(At(report, "/baselines/ar/cases"), 3);
  EXPECT_DOUBLE_EQ(At(report, "/baselines/ar/mrr@20"), (1 + 0.5 + 1) / 3);
  EXPECT_DOUBLE_EQ(At(report, "/baselines/sr/mrr@20"), (1 + 1 + 0.5) / 3);
  EXPECT_DOUBLE_EQ(At(report, "/baselines/ar/novel/mrr@20"), 1);
  EXPECT_EQ(At(report, "/baselines/vsknn/cases"), 3);
  EXPECT_GE(At(report, "/resources/seconds/evaluating"), 0);
  auto without = RunJob(R"({"command": "evaluate"})", {log, test});
  EXPECT_FALSE(Json::parse(without["report.json"]).contains("baselines"));
  EXPECT_EQ(ErrorOf(R"({"command": "evaluate", "baselines": 1})", {}),
            "the option baselines is true or false");
  EXPECT_THAT(ErrorOf(R"({"command": "train", "baselines": true})", {}),
              HasSubstr("baselines are for evaluate"));
  auto model = RunJob(R"({"command": "train"})", {log});
  EXPECT_THAT(
      ErrorOf(R"({"command": "evaluate", "baselines": true})",
              {{FileKind::kModel, "core", model["core.vitrine"]}, test}),
      HasSubstr("baselines learn from the log"));
}

TEST(Jobs, JudgesAModelByItsFiles) {
  auto model =
      RunJob(R"({"command": "train"})", {{FileKind::kEvents, "l", kLog}});
  const std::string options = R"({"command": "evaluate"})";
  const Input core = {FileKind::kModel, "core", model["core.vitrine"]};
  const Input page = {FileKind::kModel, "page", model["0.vitrine"]};
  const Input shard = {FileKind::kModel, "shard", model["1.vitrine"]};
  const Input items = {FileKind::kModel, "items", model["2.json"]};
  const Input test = {FileKind::kTest, "t", kLog};
  auto judged = RunJob(options, {core, page, shard, items, test});
  EXPECT_EQ(judged.count("error"), 0) << judged["error"];
  const Json report = Json::parse(judged["report.json"]);
  EXPECT_EQ(At(report, "/model/cases"), 4);
  // The head, which is all of it, comes with the core: nothing is looked up.
  EXPECT_EQ(At(report, "/bytes_per_session/core"), core.text.size());
  EXPECT_EQ(At(report, "/bytes_per_session/lookups"), 0);
  EXPECT_EQ(At(report, "/bytes_per_session/shards"), shard.text.size());
  EXPECT_EQ(judged["downloads.json"],
            "{\"sessions\":3,\"downloads\":[0,3,0]}\n");
  for (const auto& some : {std::vector<Input>{core, test},
                           {core, page, shard, test},
                           {core, page, items, test}}) {
    EXPECT_EQ(ErrorOf(options, some), "the model lacks some of its files");
  }
  Input other = items;
  other.text.replace(other.text.find("\"first\":0"), 9, "\"first\":9");
  EXPECT_EQ(ErrorOf(options, {core, page, shard, other, test}),
            "items: it is no display file of this model");
  for (const char* text : {"{", "{}", "{\"model\":\"0\",\"first\":0}"}) {
    other.text = text;
    EXPECT_EQ(ErrorOf(options, {core, page, shard, other, test}),
              "items: it is no display file of this model");
  }
  EXPECT_THAT(ErrorOf(options, {shard, core, test}), HasSubstr("shard: "));
  Input half = shard;
  half.text.resize(half.text.size() / 2);
  EXPECT_EQ(ErrorOf(options, {core, half, test}),
            "shard: it is cut short, or has bytes too many");
  EXPECT_THAT(ErrorOf(options, {core, shard}), HasSubstr("no test log"));
}

TEST(Jobs, HoldsOutTheLastSessions) {
  const std::string log =
      std::string(kLog) +
      "4,a,2026-03-09T10:00:00Z\n4,b,2026-03-09T10:01:00Z\n"
      "5,d,2026-03-09T10:00:00Z\n5,e,2026-03-09T09:00:00Z\n";
  for (const char* holdout : {"7d", "40%"}) {
    auto files = RunJob(std::string(R"({"command": "evaluate", "holdout": ")") +
                            holdout + "\"}",
                        {{FileKind::kEvents, "l", log}});
    EXPECT_EQ(files.count("error"), 0) << files["error"];
    const Json report = Json::parse(files["report.json"]);
    EXPECT_EQ(At(report, "/holdout/sessions"), 2);
    EXPECT_EQ(At(report, "/training/sessions"), 3);
    EXPECT_THAT(
        files["report.txt"],
        HasSubstr("held out: 2 sessions, from 2026-03-09T09:00Z to "
                  "2026-03-09T10:01Z\n  warning: fewer than 10 sessions"));
    EXPECT_EQ(At(report, "/training/items"), 3);
    EXPECT_EQ(At(report, "/sessions"), 2);
    EXPECT_EQ(At(report, "/model/cases"), 1);
    EXPECT_EQ(At(report, "/events_of_unknown_items"), 2);
  }
  EXPECT_EQ(ErrorOf(R"({"command": "evaluate", "holdout": "30d"})",
                    {{FileKind::kEvents, "l", log}}),
            "the holdout leaves no session to learn from");
  EXPECT_THAT(ErrorOf(R"({"command": "evaluate", "holdout": "10%"})",
                      {{FileKind::kEvents, "l",
                        "session,item,time\n1,a,2026-03-01\n"}}),
              HasSubstr("the holdout leaves no session"));
}

TEST(Jobs, WrongOptions) {
  const auto error = [](const std::string& rest) {
    return ErrorOf(R"({"command": "evaluate", )" + rest + "}", {});
  };
  EXPECT_EQ(error(R"("tme": "iso")"), "there is no option `tme`");
  EXPECT_EQ(error(R"("time": "days")"),
            "the option time is one of `auto`, `seconds`, `ms`, `iso`, `rank`, "
            "not `days`");
  EXPECT_EQ(error(R"("columns": {"sesion": "a"})"),
            "the option columns knows no `sesion`; did you mean `session`?; it "
            "knows `session`, `item`, `time`, `event`, `quantity`, `visitor`");
  EXPECT_EQ(error(R"("currency": "Euro")"),
            "the option currency is a code such as EUR, not `Euro`");
  for (const char* number : {"0", "\"x\"", "[3]", "1e7", "-1", "\"\""}) {
    EXPECT_THAT(error("\"minSupport\": " + std::string(number)),
                HasSubstr("the option minSupport is a number from 1 to "))
        << number;
    EXPECT_THAT(error("\"seconds\": " + std::string(number)),
                HasSubstr("the option seconds is a number from 1 to "))
        << number;
  }
  EXPECT_THAT(error(R"("holdout": "7d", "time": "rank")"),
              HasSubstr("time is a rank"));
  for (const char* holdout : {"", "7", "d", "0d", "100%", "-1d", "x%"}) {
    EXPECT_THAT(error("\"holdout\": \"" + std::string(holdout) + "\""),
                HasSubstr("the option holdout is"))
        << holdout;
  }
  EXPECT_THAT(ErrorOf(R"({"command": "train", "holdout": "7d"})", {}),
              HasSubstr("whole log"));
  EXPECT_EQ(ErrorOf("[]", {}), "the options are no JSON object");
  EXPECT_EQ(ErrorOf("{}", {}), "the option command is missing");
}

TEST(Jobs, WrongFiles) {
  const Input log = {FileKind::kEvents, "l", kLog};
  EXPECT_EQ(ErrorOf(R"({"command": "train"})", {}),
            "there is no log to learn from");
  EXPECT_THAT(ErrorOf(R"({"command": "evaluate"})", {log}),
              HasSubstr("either a test log or a holdout"));
  EXPECT_THAT(ErrorOf(R"({"command": "train"})",
                      {log, {FileKind::kFeed, "f", "id,title\nq,Q\n"}}),
              HasSubstr("no item of the log is in the feed"));
  EXPECT_EQ(
      ErrorOf(
          R"({"command": "evaluate"})",
          {log, {FileKind::kTest, "t", "session,item,time\n1,x,2026-03-01\n"}}),
      "no session to judge with has two items of the model");
}

TEST(Jobs, CallsInAnotherOrderAreProblems) {
  const ingest::FileReport* report = nullptr;
  Progress progress;
  EXPECT_NE(Job().Add("x"), "");
  EXPECT_NE(Job().EndFile(report), "");
  EXPECT_NE(Job().Step(progress), "");
  EXPECT_NE(Job().BeginFile(FileKind::kEvents, "l"), "");
  Job job;
  EXPECT_EQ(job.Begin(R"({"command": "train"})"), "");
  EXPECT_NE(job.Begin(R"({"command": "train"})"), "");
  EXPECT_NE(job.BeginFile(FileKind::kEvents, "l"), "") << "it is over";
}

TEST(Jobs, OneSessionOrOneItemIsEnoughToTrain) {
  for (const char* rows :
       {"1,a,2026-03-01\n", "1,a,2026-03-01\n2,a,2026-03-02\n",
        "1,a,2026-03-01\n1,b,2026-03-01\n"}) {
    auto files = RunJob(
        R"({"command": "train"})",
        {{FileKind::kEvents, "l", std::string("session,item,time\n") + rows}});
    EXPECT_EQ(files.count("error"), 0) << files["error"];
  }
}

TEST(JobsSessions, AreJudgedByTheirViewsInTheOrderOfTime) {
  const std::vector<std::string> items = {"a", "b", "c"};
  const std::vector<LogRow> rows = {
      {.session = 1, .item = 1, .time = 5, .action = Action::kView},
      {.session = 0, .item = 2, .time = 9, .action = Action::kView},
      {.session = 1, .item = 0, .time = 4, .action = Action::kView},
      {.session = 1, .item = 2, .time = 6, .action = Action::kPurchase},
      {.session = 1, .item = 0, .time = 5, .action = Action::kView},
      {.session = 1, .item = 1, .time = 5, .action = Action::kView},
  };
  const auto clocked = SessionsToJudge(rows, items, true);
  ASSERT_EQ(clocked.size(), 2);
  EXPECT_THAT(clocked[0].items, ElementsAre("c"));
  EXPECT_THAT(clocked[1].items, ElementsAre("a", "b", "a"));
  const auto ranked = SessionsToJudge(rows, items, false);
  EXPECT_THAT(ranked[1].items, ElementsAre("a", "b", "a", "b"));
  const auto bought = SessionsToJudge({rows[3]}, items, true);
  EXPECT_THAT(bought[0].items, ElementsAre("c"));
}

TEST(JobsSessions, VisitorsAreCutIntoVisits) {
  const double minute = 60'000;
  std::vector<LogRow> rows = {
      {.session = 1, .time = 61 * minute}, {.session = 0, .time = 0},
      {.session = 1, .time = 0},           {.session = 0, .time = 90 * minute},
      {.session = 1, .time = 30 * minute}, {.session = 1, .time = 61 * minute},
  };
  std::vector<std::uint32_t> visitor_of;
  EXPECT_EQ(SplitVisits(rows, {false, true}, 2, visitor_of), 3);
  EXPECT_THAT(visitor_of, ElementsAre(1));
  std::vector<std::uint32_t> sessions;
  for (const LogRow& row : rows) sessions.push_back(row.session);
  EXPECT_THAT(sessions, ElementsAre(2, 0, 1, 0, 1, 2));
}

TEST(Jobs, VisitorsAreCutIntoVisitsWhereThereAreTimes) {
  const std::string log =
      "visitor_id,item,time\nu,a,1772366400\nu,b,1772366460\n"
      "u,a,1772380000\nu,b,1772380060\nv,a,1772366400\n";
  auto clocked =
      RunJob(R"({"command": "train"})", {{FileKind::kEvents, "l", log}});
  const Json report = Json::parse(clocked["report.json"]);
  EXPECT_EQ(At(report, "/sessions"), 3);
  EXPECT_EQ(At(report, "/files/0/visitors"), 2);
  EXPECT_THAT(
      clocked["report.txt"],
      HasSubstr("visits: cut at 30 minutes without an event, from 2 visitors"));
  auto ranked = RunJob(R"({"command": "train", "time": "rank"})",
                       {{FileKind::kEvents, "l", log}});
  EXPECT_EQ(At(Json::parse(ranked["report.json"]), "/sessions"), 2);
  EXPECT_EQ(At(Json::parse(ranked["report.json"]), "/files/0/visitors"), 0);
  auto judged =
      RunJob(R"({"command": "evaluate"})",
             {{FileKind::kEvents, "l", log}, {FileKind::kTest, "t", log}});
  EXPECT_EQ(At(Json::parse(judged["report.json"]), "/sessions"), 3);
}

TEST(Jobs, RepeatedEventsAreCounted) {
  const std::string log = std::string(kLog) +
                          "3,c,2026-03-01T12:02:00Z\n"
                          "3,c,2026-03-01T12:02:00Z\n";
  const auto count = [&](std::vector<Input> inputs) {
    auto files = RunJob(R"({"command": "train"})", inputs);
    return At(Json::parse(files["report.json"]), "/repeated_events");
  };
  EXPECT_EQ(count({{FileKind::kEvents, "l", log}}), 2);
  EXPECT_EQ(count({{FileKind::kEvents, "l", kLog}}), 0);
  EXPECT_EQ(count({{FileKind::kEvents, "l", log},
                   {FileKind::kFeed, "f", "id,title\na,A\n"}}),
            0);
}

TEST(JobsSessions, ItemsBeyondTheLimitAreLeftOut) {
  TrainingLog log;
  log.items = {"z", "unused", "b", "a", "c"};
  log.rows = {{.item = 0}, {.item = 0}, {.item = 2}, {.item = 3}};
  log.feed = {{.item = 4, .category = {}}};
  const Renumbered kept = NumberAnew(log, 2);
  EXPECT_EQ(kept.left_out, 2);
  EXPECT_THAT(kept.old, ElementsAre(0, 3));
  EXPECT_THAT(log.items, ElementsAre("z", "a"));
  EXPECT_EQ(log.rows.size(), 3);
  EXPECT_EQ(log.rows.back().item, 1);
  EXPECT_EQ(log.feed.size(), 0);
  EXPECT_EQ(NumberAnew(log, 2).left_out, 0);
}

}  // namespace
}  // namespace vitrine::jobs
