// What jobs make of a log and a feed before anything is learned: variants,
// sales, bots, figures of health.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bindings/jobs/bots.h"
#include "bindings/jobs/health.h"
#include "bindings/jobs/job.h"
#include "bindings/jobs/variants.h"
#include "tests/native/job_runner.h"

namespace vitrine::jobs {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using Json = nlohmann::json;

constexpr char kTrain[] = R"({"command": "train"})";

std::string Text(const std::vector<ItemAlias>& aliases,
                 const ingest::Dictionary& items) {
  std::string text;
  for (const ItemAlias& alias : aliases) {
    text += alias.id + "=" + std::string(items[alias.item]) + " ";
  }
  return text;
}

/// "id group availability", and how many events each item of the log has.
std::string AliasesOf(const std::string& feed_text,
                      const std::vector<std::string>& log,
                      Variants* variants = nullptr) {
  ingest::Dictionary items;
  ingest::Feed feed;
  ingest::FileReport report;
  const ingest::FeedOptions options;
  ingest::FeedReader reader(options, items, feed, report);
  EXPECT_EQ(reader.Add("id,title,item_group_id,availability\n" + feed_text),
            "");
  EXPECT_EQ(reader.End(), "");
  std::vector<LogRow> rows;
  for (const std::string& item : log) rows.push_back({.item = items.Add(item)});
  const Variants found = FindVariants(feed, rows, items);
  if (variants != nullptr) *variants = found;
  return Text(found.aliases, items);
}

TEST(Variants, TheMostSeenThatIsSoldStandsForAll) {
  const std::string feed = "r,R,g,\ns,S,g,\nt,T,g,out_of_stock\nx,X,,\n";
  EXPECT_EQ(AliasesOf(feed, {}), "g=r s=r t=r ");
  EXPECT_EQ(AliasesOf(feed, {"s", "r", "s", "t", "t", "t"}), "g=s r=s t=s ");
  const std::string none = "r,R,g,sold out\nt,T,g,out_of_stock\n";
  EXPECT_EQ(AliasesOf(none, {"t"}), "g=t r=t ");
}

TEST(Variants, AGroupMayHaveTheIdOfAProduct) {
  // The group's own product names no group; one variant alone needs no alias.
  EXPECT_EQ(AliasesOf("g,G,,\nr,R,g,\n", {"r"}), "g=r ");
  EXPECT_EQ(AliasesOf("g,G,g,\nr,R,g,\n", {}), "r=g ");
  EXPECT_EQ(AliasesOf("a,A,a,\nb,B,,\n", {}), "");
  // It is of another group, and stays there.
  EXPECT_EQ(AliasesOf("g,G,h,\nr,R,g,\nq,Q,h,\n", {}), "h=g q=g ");
  Variants variants;
  AliasesOf("r,R,g,\ns,S,g,\na,A,h,\nb,B,,\n", {}, &variants);
  EXPECT_EQ(variants.groups, 2);
  EXPECT_EQ(variants.products, 3);
  EXPECT_EQ(variants.ItemOfAlias("b"), kNone);
}

constexpr char kVariantFeed[] =
    "id,title,price,item_group_id,color\n"
    "b-40,Boot 40,90 EUR,boot,red\nb-41,Boot 41,91 EUR,boot,blue\n"
    "tent,Tent,200 EUR,,\n";
constexpr char kVariantLog[] =
    "session,item,time\n"
    "1,b-40,2026-03-01T10:00:00Z\n1,tent,2026-03-01T10:01:00Z\n"
    "2,b-41,2026-03-01T11:00:00Z\n2,tent,2026-03-01T11:01:00Z\n"
    "3,boot,2026-03-02T11:00:00Z\n3,tent,2026-03-02T11:01:00Z\n"
    "4,b-41,2026-03-02T12:00:00Z\n4,tent,2026-03-02T12:01:00Z\n";

TEST(JobsData, VariantsAreOneItem) {
  auto files = RunJob(kTrain, {{FileKind::kFeed, "f", kVariantFeed},
                               {FileKind::kEvents, "l", kVariantLog}});
  EXPECT_EQ(files["error"], "");
  EXPECT_THAT(files["core.json"],
              HasSubstr("\"title\":[\"Boot 41\",\"Tent\"]"));
  const Json report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/items"), 2);
  EXPECT_EQ(At(report, "/events"), 8);
  EXPECT_EQ(At(report, "/items_not_in_feed"), 0);
  EXPECT_EQ(At(report, "/variants"), 2);
  EXPECT_EQ(At(report, "/variant_groups"), 1);
  EXPECT_EQ(At(report, "/health/share_in_feed"), 1);
}

TEST(JobsData, VariantsOfATestLogAreTheirItem) {
  auto files =
      RunJob(R"({"command": "evaluate"})",
             {{FileKind::kFeed, "f", kVariantFeed},
              {FileKind::kEvents, "l", kVariantLog},
              {FileKind::kTest, "t",
               "session,item,time\n9,b-40,2026-03-03T10:00:00Z\n"
               "9,tent,2026-03-03T10:01:00Z\n8,boot,2026-03-03T10:00:00Z\n"
               "8,tent,2026-03-03T10:01:00Z\n"}});
  EXPECT_EQ(files["error"], "");
  const Json report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/events_of_unknown_items"), 0);
  EXPECT_EQ(At(report, "/model/cases"), 2);
}

TEST(JobsData, DisplayOfOtherAttributes) {
  const std::vector<Input> inputs = {{FileKind::kFeed, "f", kVariantFeed},
                                     {FileKind::kEvents, "l", kVariantLog}};
  EXPECT_THAT(RunJob(kTrain, inputs)["core.json"], Not(HasSubstr("color")));
  EXPECT_THAT(RunJob(R"({"command": "train", "display": "title, color"})",
                     inputs)["core.json"],
              HasSubstr("\"color\":[\"blue\",null]"));
  EXPECT_EQ(ErrorOf(R"({"command": "train", "display": "colour"})", inputs),
            "the feed has no attribute `colour` for display; did you mean "
            "`color`?; besides the usual ones it has `color`");
  EXPECT_EQ(ErrorOf(R"({"command": "train", "display": "reason"})", inputs),
            "items on a page have a `reason` that is not the feed's");
  EXPECT_THAT(ErrorOf(R"({"command": "train", "display": "a,,b"})", inputs),
              HasSubstr("not `a,,b`"));
}

/// Three visitors buy milk twice, a week apart, one of them a lamp.
constexpr char kRebuyLog[] =
    "visitor_id,event,item,time\n"
    "a,purchase,milk,2026-03-01T10:00:00Z\n"
    "b,purchase,milk,2026-03-01T11:00:00Z\n"
    "c,purchase,milk,2026-03-02T11:00:00Z\n"
    "a,purchase,lamp,2026-03-01T10:00:00Z\n"
    "a,purchase,milk,2026-03-08T12:00:00Z\n"
    "b,purchase,milk,2026-03-08T11:00:00Z\n"
    "c,purchase,milk,2026-03-09T12:00:00Z\n"
    "a,purchase,lamp,2026-03-20T10:00:00Z\n";

TEST(JobsData, DisplayFilesTellWhenThingsAreBoughtAgain) {
  const Input log = {FileKind::kEvents, "l", kRebuyLog};
  auto files = RunJob(kTrain, {log});
  EXPECT_EQ(files["error"], "");
  EXPECT_THAT(files["core.json"], HasSubstr("{\"id\":[\"milk\",\"lamp\"],"
                                            "\"rebuy_days\":[7,null]}"));
  EXPECT_EQ(At(Json::parse(files["report.json"]), "/items_bought_again"), 1);
  EXPECT_THAT(files["report.txt"],
              HasSubstr("items that visitors bought again"));
  EXPECT_THAT(
      RunJob(R"({"command": "train", "minSupport": 1})", {log})["core.json"],
      HasSubstr("\"rebuy_days\":[7,19]"));
  EXPECT_THAT(
      RunJob(R"({"command": "train", "minSupport": 4})", {log})["core.json"],
      Not(HasSubstr("rebuy_days")));
  // Beside a feed, whose variants count as one item.
  EXPECT_THAT(RunJob(kTrain, {log,
                              {FileKind::kFeed, "f",
                               "id,title,item_group_id\nlamp,Lamp,\n"
                               "milk,Milk,m\ncream,Cream,m\n"}})["core.json"],
              HasSubstr("\"rebuy_days\":[7,null]"));
}

/// The same item twice on an invoice is a step like others, as it would be of
/// views: who buys nothing else is learned from nothing else.
TEST(JobsData, InvoicesAreLearnedFromAsPurchases) {
  std::string log = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice\n";
  for (int i = 0; i < 4; ++i) {
    const std::string end = ",1,2026-03-0" + std::to_string(i + 1) + " 10:0";
    for (const char* row : {"cup", "pot", "cup", "tea"}) {
      log += std::to_string(i) + "," + row + end +
             std::to_string((row[0] + row[1]) % 10) + ",2.50\n";
    }
  }
  log += "C9,cup,-1,2026-03-05 10:00,2.50\n";
  auto files = RunJob(kTrain, {{FileKind::kEvents, "l", log}});
  EXPECT_EQ(files["error"], "");
  const Json report = Json::parse(files["report.json"]);
  EXPECT_TRUE(report["files"][0]["invoices"].get<bool>());
  EXPECT_EQ(At(report, "/health/events/view"), 0);
  EXPECT_EQ(At(report, "/health/events/purchase"), 16);
  EXPECT_EQ(At(report, "/together_pairs"), 6);
  EXPECT_THAT(files["report.txt"],
              HasSubstr("l: 16 rows used, 1 return left out\n"
                        "  rows with the columns of invoices: purchases; "
                        "--event view takes them for views\n"));
  auto viewed = RunJob(R"({"command": "train", "event": "view"})",
                       {{FileKind::kEvents, "l", log}});
  EXPECT_EQ(viewed["error"], "");
  const Json views = Json::parse(viewed["report.json"]);
  EXPECT_FALSE(views["files"][0]["invoices"].get<bool>());
  EXPECT_EQ(At(views, "/together_pairs"), 0);
  for (const char* figure : {"/similar_pairs", "/events", "/sessions"}) {
    EXPECT_EQ(At(views, figure), At(report, figure)) << figure;
  }
  EXPECT_THAT(viewed["report.txt"], Not(HasSubstr("invoices")));
}

TEST(JobsData, OnlyVisitorsBuyAgain) {
  std::string log = kRebuyLog;
  log.replace(0, log.find(','), "session_id");
  EXPECT_THAT(RunJob(kTrain, {{FileKind::kEvents, "l", log}})["core.json"],
              Not(HasSubstr("rebuy_days")));
}

/// 17 visits, a day apart, each of `usual`, but of `late` in the last two.
std::string Daily(const std::string& usual, const std::string& late) {
  std::string log = "session,item,time\n";
  for (int day = 10; day <= 26; ++day) {
    const std::string number = std::to_string(day);
    log += number + "," + (day < 25 ? usual : late) + ",2026-03-" + number +
           "T10:00:00Z\n";
  }
  return log;
}

TEST(JobsData, AnAvailabilityDateSaysWhatIsNew) {
  const Input log = {FileKind::kEvents, "l", Daily("boot", "tent")};
  const auto fresh = [&](const std::string& feed) {
    auto files = RunJob(kTrain, {log, {FileKind::kFeed, "f", feed}});
    EXPECT_EQ(files["error"], "");
    return At(Json::parse(files["report.json"]), "/new_arrivals");
  };
  EXPECT_EQ(fresh("id,title\nboot,B\ntent,T\nmat,M\n"), 2);
  EXPECT_EQ(fresh("id,title,availability_date\nboot,B,2026-03-25T00:00Z\n"
                  "tent,T,2026-03-02T00:00Z\nmat,M,2026-05-01T00:00Z\n"),
            1);
  EXPECT_EQ(fresh("id,title,availability_date\nboot,B,soon\ntent,T,\n"), 1);
}

TEST(JobsData, WhatTheFeedSaysStandsInForWhatWasNotLearned) {
  auto files = RunJob(R"({"command": "train", "minSupport": 1})",
                      {{FileKind::kEvents, "l", kVariantLog},
                       {FileKind::kFeed, "f",
                        "id,title,product_type\nb-41,Boot 41,Shoes > Boots\n"
                        "tent,Tent,Camping\nsandal,Sandal,Shoes > Sandals\n"
                        "spoon,Spoon,Kitchen\n"}});
  EXPECT_EQ(files["error"], "");
  const Json report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/items_without_events"), 2);
  EXPECT_EQ(At(report, "/items_by_content"), 1);
  EXPECT_THAT(files["report.txt"],
              HasSubstr("items like others by what the feed says"));
}

TEST(JobsData, SalePricesCountWithinTheirPeriod) {
  // The log ends on 2 March at 12:01.
  const auto display = [](const std::string& period) {
    return RunJob(kTrain,
                  {{FileKind::kFeed, "f",
                    "id,title,price,sale_price,sale_price_effective_date,"
                    "unit_pricing_measure\nboot,Boot,90 EUR,80 EUR," +
                        period + ",750ml\n"},
                   {FileKind::kEvents, "l", kVariantLog}})["core.json"];
  };
  EXPECT_THAT(display(""), HasSubstr("\"sale_price\":[80]"));
  EXPECT_THAT(display(""), HasSubstr("\"unit_pricing_measure\":[\"750ml\"]"));
  const std::string running = display("2026-03-01/2026-03-03");
  EXPECT_THAT(running, HasSubstr("\"sale_price\":[80]"));
  EXPECT_THAT(running, HasSubstr("\"sale_price_effective_date\":[\"2026-03-01/"
                                 "2026-03-03\"]"));
  EXPECT_THAT(display("2026-03-01/2026-03-02T12:01Z"),
              HasSubstr("\"sale_price\":[80]"));
  EXPECT_THAT(display("2026-03-01/2026-03-02T12:00Z"),
              Not(HasSubstr("sale_price")));
  EXPECT_THAT(display("2026-03-02T12:02Z/2026-03-04"),
              Not(HasSubstr("sale_price")));
}

/// `sessions` visits of one event, a minute apart, by visitors of their own.
std::vector<LogRow> Shoppers(std::uint32_t sessions) {
  std::vector<LogRow> rows;
  for (std::uint32_t i = 0; i < sessions; ++i) {
    rows.push_back({.session = i, .item = 0, .time = i * 60'000.0});
  }
  return rows;
}

Bots Find(const std::vector<LogRow>& rows, std::uint32_t sessions,
          bool clocked = true) {
  return FindBots(rows, std::vector<std::uint32_t>(sessions, kNone), clocked);
}

TEST(Bots, ManyEventsInAVisit) {
  const auto with = [](std::uint32_t events) {
    std::vector<LogRow> rows = Shoppers(200);
    for (std::uint32_t i = 1; i < events; ++i) {
      rows.push_back({.session = 7, .item = i, .time = i * 5'000.0});
    }
    return Find(rows, 200);
  };
  EXPECT_THAT(with(kManyEvents).rules, IsEmpty());
  const Bots bots = with(kManyEvents + 1);
  ASSERT_EQ(bots.rules.size(), 1);
  EXPECT_EQ(bots.rules[0].rule, "more than 200 events in a visit");
  EXPECT_EQ(bots.rules[0].sessions, 1);
  EXPECT_EQ(bots.rules[0].events, 201);
  EXPECT_TRUE(bots.sessions[7]);
}

TEST(Bots, WhereVisitsAreLongTheLimitIsHigher) {
  std::vector<LogRow> rows;
  for (std::uint32_t i = 0; i < 100 * 50; ++i) {
    rows.push_back({.session = i % 100, .item = i, .time = i * 1'000.0});
  }
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    rows.push_back({.session = 100, .item = i, .time = i * 5'000.0});
  }
  EXPECT_THAT(Find(rows, 101).rules, IsEmpty());
  rows.push_back({.session = 100, .item = 0, .time = 6e6});
  const Bots bots = Find(rows, 101);
  ASSERT_EQ(bots.rules.size(), 1);
  EXPECT_EQ(bots.rules[0].rule, "more than 1000 events in a visit");
}

TEST(Bots, NoRestBetweenViews) {
  const auto with = [](std::uint32_t views, double pause, bool clocked,
                       double usual = kLeastUsualPauseMs) {
    std::vector<LogRow> rows = Shoppers(200);
    for (std::uint32_t i = 0; i < 200; ++i) {
      if (i == 7) continue;
      rows.push_back({.session = i, .item = 1, .time = rows[i].time + usual});
    }
    for (std::uint32_t i = 0; i < views; ++i) {
      rows.push_back({.session = 7, .item = i, .time = i * pause});
    }
    return Find(rows, 200, clocked).rules;
  };
  // The session's own first event is at another time.
  EXPECT_THAT(with(kFastViews, 1'000, true), IsEmpty());
  EXPECT_THAT(with(150, 1'001, true), IsEmpty());
  EXPECT_THAT(with(150, 0, true), IsEmpty());
  EXPECT_THAT(with(150, 1'000, false), IsEmpty());
  // Times of a second for each row are made up.
  EXPECT_THAT(with(150, 1'000, true, kLeastUsualPauseMs - 1), IsEmpty());
  const auto rules = with(kFastViews + 1, 1'000, true);
  ASSERT_EQ(rules.size(), 1);
  EXPECT_EQ(rules[0].rule,
            "views at more than 100 different times within 100 seconds");
}

TEST(Bots, ManyVisitsOfAVisitor) {
  const auto with = [](std::uint32_t visits, double pause,
                       std::uint32_t others) {
    std::vector<LogRow> rows = Shoppers(others);
    std::vector<std::uint32_t> owners(others, kNone);
    for (std::uint32_t i = 0; i < visits; ++i) {
      rows.push_back({.session = others + i, .time = i * pause});
      owners.push_back(3);
    }
    return FindBots(rows, owners, true).rules;
  };
  EXPECT_THAT(with(kVisitsADay, 1'000, 2'000), IsEmpty());
  EXPECT_THAT(with(60, 86'400'000.0 / 39, 2'000), IsEmpty());
  const auto rules = with(kVisitsADay + 1, 1'000, 2'000);
  ASSERT_EQ(rules.size(), 1);
  EXPECT_EQ(rules[0].rule, "more than 40 visits of a visitor within a day");
  EXPECT_EQ(rules[0].sessions, 41);
  // A name for everybody without one.
  EXPECT_THAT(with(kVisitsADay + 1, 1'000, 500), IsEmpty());
}

TEST(JobsData, BotsAreSetAside) {
  std::string log = kVariantLog;
  for (int i = 0; i < 50'000; ++i) {
    log += "bot,x" + std::to_string(i % 500) + "," +
           std::to_string(1772366400 + i) + "\n";
  }
  for (int i = 10; i < 210; ++i) {
    log += std::to_string(i) + ",tent,2026-03-01\n";
  }
  auto files = RunJob(kTrain, {{FileKind::kEvents, "l", log}});
  EXPECT_EQ(files["error"], "");
  Json report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/sessions"), 204);
  EXPECT_EQ(At(report, "/events"), 208);
  EXPECT_EQ(At(report, "/health/sessions"), 205);
  EXPECT_EQ(At(report, "/health/bots/0/sessions"), 1);
  EXPECT_EQ(At(report, "/health/bots/0/events"), 50'000);
  EXPECT_THAT(files["report.txt"],
              HasSubstr("set aside as bots: 1 visit with 50000 events (more "
                        "than 200 events in a visit); --keep-bots keeps"));
  files = RunJob(R"({"command": "train", "keepBots": true})",
                 {{FileKind::kEvents, "l", log}});
  report = Json::parse(files["report.json"]);
  EXPECT_EQ(At(report, "/events"), 50'208);
  auto judged = RunJob(
      R"({"command": "evaluate"})",
      {{FileKind::kEvents, "l", kVariantLog}, {FileKind::kTest, "t", log}});
  report = Json::parse(judged["report.json"]);
  EXPECT_EQ(At(report, "/test_bots/0/events"), 50'000);
  EXPECT_THAT(judged["report.txt"], HasSubstr("in the test log as bots"));
}

TEST(JobsData, BotsInASmallLogAreSetAside) {
  std::string log = "session,item,time\n";
  for (int i = 0; i < 61; ++i) {
    for (const char* item : {"a", "b"}) {
      log += std::to_string(i) + "," + item + ",2026-03-01\n";
    }
  }
  for (int i = 0; i < 1'000; ++i) {
    for (const char* bot : {"first", "second"}) {
      log += std::string(bot) + ",x" + std::to_string(i % 500) + "," +
             std::to_string(1772366400 + 10 * i) + "\n";
    }
  }
  auto files = RunJob(kTrain, {{FileKind::kEvents, "l", log}});
  EXPECT_THAT(files["report.txt"],
              HasSubstr("set aside as bots: 2 visits with 2000 events (more "
                        "than 400 events in a visit)"));
}

TEST(JobsData, Health) {
  auto files = RunJob(
      kTrain,
      {{FileKind::kFeed, "f", "id,title\na,A\nb,B\n"},
       {FileKind::kEvents, "l",
        "session,item,time,event\n"
        "1,a,2026-03-01T10:00:00Z,view\n1,a,2026-03-01T10:00:00Z,view\n"
        "1,b,2026-03-01T10:01:00Z,cart\n1,b,2026-03-01T10:02:00Z,buy\n"
        "2,x,2026-03-04T23:59:00Z,view\n3,a,2026-03-06T00:00:00Z,view\n"}});
  EXPECT_EQ(files["error"], "");
  const Json report = Json::parse(files["report.json"]);
  EXPECT_TRUE(report["health"] == Json::parse(R"({
    "sessions": 3, "sessions_of_one_event": 2, "items": 3,
    "events": {"view": 4, "cart": 1, "purchase": 1}, "duplicates": 1,
    "bots": [], "share_in_feed": 0.8333333333333334,
    "from": "2026-03-01T10:00Z", "to": "2026-03-06T00:00Z", "days": 6,
    "days_without_events": 3,
    "gaps": [{"from": "2026-03-02", "days": 2},
             {"from": "2026-03-05", "days": 1}]})"))
      << report["health"].dump();
  EXPECT_THAT(files["report.txt"],
              HasSubstr("visits in the log            3\n"
                        "  of one event               2  66.7 %\n"));
  EXPECT_THAT(files["report.txt"],
              HasSubstr("  no event from 2026-03-02 on for 2 days\n"));
}

TEST(JobsData, HealthShowsTheFirstGaps) {
  std::vector<LogRow> rows;
  for (std::size_t i = 0; i <= kMaxGaps + 1; ++i) {
    rows.push_back({.session = 0, .time = static_cast<double>(i) * 2 * 86.4e6});
  }
  const LogHealth health = HealthOf(rows, 1, {}, true);
  EXPECT_EQ(health.span->days_without_events, kMaxGaps + 1);
  EXPECT_EQ(health.span->gaps.size(), kMaxGaps);
  EXPECT_FALSE(HealthOf(rows, 1, {}, false).span.has_value());
}

TEST(JobsData, SmallLogs) {
  // One item only, and one session only: a model of what there is.
  auto one =
      RunJob(kTrain,
             {{FileKind::kEvents, "l", "session,item,time\n1,a,2026-03-01\n"}});
  EXPECT_EQ(one["error"], "");
  EXPECT_EQ(At(Json::parse(one["report.json"]), "/items"), 1);
  EXPECT_EQ(
      At(Json::parse(one["report.json"]), "/health/sessions_of_one_event"), 1);
  auto session = RunJob(kTrain, {{FileKind::kEvents, "l",
                                  "session,item,time\n1,b,2026-03-02\n"
                                  "1,a,2026-03-01\n1,a,2026-03-01\n"}});
  EXPECT_EQ(session["error"], "");
  EXPECT_EQ(At(Json::parse(session["report.json"]), "/repeated_events"), 1);
}

TEST(JobsData, TheOrderOfRowsChangesNothing) {
  const std::string header = "session,item,time\n";
  const std::string a = "1,a,2026-03-01T10:00:00Z\n";
  const std::string b = "1,b,2026-03-01T12:01:00+02:00\n";
  const std::string c = "1,c,1772359320\n";
  const std::string d = "2,b,1772359320000\n2,a,1772359330000000\n";
  const auto model = [&](const std::string& rows) {
    auto files = RunJob(kTrain, {{FileKind::kEvents, "l", header + rows}});
    files.erase("report.json");  // tells how many rows were told twice
    files.erase("report.txt");
    return files;
  };
  EXPECT_THAT(model(a + b + c + d), Contains(Key("1.vitrine")));
  EXPECT_EQ(model(a + b + c + d), model(d + c + b + a));
  EXPECT_EQ(model(a + a + b + c + d), model(c + d + a + b));
}

}  // namespace
}  // namespace vitrine::jobs
