#include <gmock/gmock.h>

#include "bindings/ingest/columns.h"
#include "bindings/ingest/dictionary.h"
#include "bindings/ingest/event_collector.h"
#include "bindings/ingest/format.h"
#include "bindings/ingest/money.h"
#include "bindings/ingest/text.h"
#include "bindings/ingest/time.h"

namespace vitrine::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

TEST(IngestTime, IsoMinute) {
  EXPECT_EQ(IsoMinute(0), "1970-01-01T00:00Z");
  EXPECT_EQ(IsoMinute(-1), "1969-12-31T23:59Z");
  for (const std::string text :
       {"0001-01-01T00:00Z", "1900-02-28T23:59Z", "2000-02-29T12:30Z",
        "2023-12-31T00:00Z", "2024-01-01T00:01Z", "2024-02-29T23:59Z",
        "2024-03-01T00:00Z", "9999-12-31T23:59Z"}) {
    EXPECT_EQ(IsoMinute(ParseIsoTime(text).value_or(1)), text);
  }
  EXPECT_EQ(IsoMinute(1e300), "9999-12-31T23:59Z");
}

TEST(IngestNumber, ReadsDecimals) {
  EXPECT_THAT(ParseNumber("0"), Optional(0.0));
  EXPECT_THAT(ParseNumber("-12.50"), Optional(-12.5));
  EXPECT_THAT(ParseNumber("+3"), Optional(3.0));
  EXPECT_THAT(ParseNumber(".5"), Optional(0.5));
  EXPECT_THAT(ParseNumber("1396861339.277"), Optional(1396861339.277));
  EXPECT_THAT(ParseNumber("1.3969e9"), Optional(1396900000.0));
  EXPECT_THAT(ParseNumber("5E-3"), Optional(0.005));
  EXPECT_THAT(ParseNumber("0.1"), Optional(0.1));
  EXPECT_THAT(ParseNumber("1e-400"), Optional(0.0));
  EXPECT_THAT(ParseNumber("123456789012345678"),
              Optional(123456789012345600.0));
  for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "1,5", "0x10", "1 ",
                           "inf", "nan", "1e300", "--1", "1.2.3"}) {
    EXPECT_EQ(ParseNumber(text), std::nullopt) << text;
  }
}

TEST(IngestTime, IsoInManyForms) {
  constexpr double kNoon = 1'772'366'400'000;  // 2026-03-01 12:00 UTC
  for (const char* text :
       {"2026-03-01T12:00:00Z", "2026-03-01 12:00:00", "2026-03-01 12:00",
        "2026-03-01 12:00:00 UTC", "2026-03-01T13:00:00+01:00",
        "2026-03-01T13:00:00+01", "2026-03-01T06:30:00-0530",
        "2026-03-01T12:00:00.000000Z"}) {
    EXPECT_THAT(ParseIsoTime(text), Optional(kNoon)) << text;
  }
  EXPECT_THAT(ParseIsoTime("2026-03-01"), Optional(kNoon - 43'200'000));
  EXPECT_THAT(ParseIsoTime("2026-03-01T12:00:00.25"), Optional(kNoon + 250));
  EXPECT_THAT(ParseIsoTime("2026-03-01T12:00:00.1239"), Optional(kNoon + 123));
  EXPECT_THAT(ParseIsoTime("1970-01-01"), Optional(0.0));
  EXPECT_THAT(ParseIsoTime("1969-12-31"), Optional(-86'400'000.0));
  EXPECT_THAT(ParseIsoTime("2000-02-29"), Optional(951'782'400'000.0));
  EXPECT_THAT(ParseIsoTime("2000-03-01"), Optional(951'868'800'000.0));
  for (const char* text :
       {"", "2026", "2026-3-1", "2026-02-29", "2100-02-29", "2026-04-31",
        "2026-13-01", "2026-00-01", "2026-03-01T24:00:00", "2026-03-01T12",
        "2026-03-01T12:60", "2026-03-01T12:00:00.", "2026-03-01T12:00:00+1",
        "2026-03-01T12:00:00 CET", "2026-03-01T12:00:00Zx", "12/1/2010 8:26"}) {
    EXPECT_EQ(ParseIsoTime(text), std::nullopt) << text;
  }
}

double TimeOf(TimeForm form, std::string_view text) {
  double time = -1;
  EXPECT_EQ(ReadTime(form, text, time), "") << text;
  return time;
}

std::string ProblemOf(TimeForm form, std::string_view text) {
  double time = 0;
  return ReadTime(form, text, time);
}

TEST(IngestDictionary, NumbersTextsInTheirOrder) {
  Dictionary texts;
  EXPECT_EQ(texts.Find("a"), Dictionary::kAbsent);
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    ASSERT_EQ(texts.Add(std::string(i % 40, 'x') + std::to_string(i)), i);
  }
  EXPECT_EQ(texts.Add(""), 5'000);
  EXPECT_EQ(texts.Add(std::string(3'000'000, 'y')), 5'001);
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    const std::string text = std::string(i % 40, 'x') + std::to_string(i);
    ASSERT_EQ(texts.Find(text), i);
    ASSERT_EQ(texts[i], text);
  }
  EXPECT_EQ(texts.Find(""), 5'000);
  EXPECT_EQ(texts.size(), 5'002);
  EXPECT_EQ(texts.Texts()[1], "x1");
}

TEST(IngestTime, FindsTheFormByItself) {
  EXPECT_EQ(TimeOf(TimeForm::kAuto, "1396861339.277"), 1396861339277);
  EXPECT_EQ(TimeOf(TimeForm::kAuto, "1396861339277"), 1396861339277);
  EXPECT_EQ(TimeOf(TimeForm::kAuto, "1396861339277000"), 1396861339277);
  EXPECT_EQ(TimeOf(TimeForm::kAuto, "2014-04-07T09:02:19Z"), 1396861339000);
  EXPECT_THAT(ProblemOf(TimeForm::kAuto, "17"), HasSubstr("--time rank"));
  EXPECT_THAT(ProblemOf(TimeForm::kAuto, "99999999"), HasSubstr("--time rank"));
  EXPECT_EQ(TimeOf(TimeForm::kAuto, "100000000"), 100000000000);
  EXPECT_THAT(ProblemOf(TimeForm::kAuto, "yesterday"), HasSubstr("no time"));
}

TEST(IngestTime, EachTimeTellsItsOwnForm) {
  for (const std::string_view same :
       {"1396861339", "1396861339000", "1396861339000000", "1396861339.0",
        "2014-04-07T09:02:19Z", "2014-04-07 11:02:19+02:00",
        "2014-04-07T04:02:19-0500", "2014-04-07 09:02:19 UTC",
        "2014-04-07T09:02:19"}) {
    EXPECT_EQ(TimeOf(TimeForm::kAuto, same), 1396861339000) << same;
  }
}

TEST(IngestTime, TakesATimeAsItIsToldTo) {
  EXPECT_EQ(TimeOf(TimeForm::kSeconds, "17"), 17000);
  EXPECT_EQ(TimeOf(TimeForm::kMilliseconds, "17"), 17);
  EXPECT_EQ(TimeOf(TimeForm::kRank, "-3.5"), -3.5);
  EXPECT_NE(ProblemOf(TimeForm::kIso, "1396861339"), "");
  EXPECT_NE(ProblemOf(TimeForm::kSeconds, "2014-04-07"), "");
  EXPECT_NE(ProblemOf(TimeForm::kSeconds, "-1"), "");
}

std::string MoneyOf(std::string_view text) {
  Money money;
  if (!ParseMoney(text, "", money)) return "none";
  const auto cents = static_cast<long>(money.amount * 100 + 0.5);
  return std::to_string(cents) + money.currency;
}

TEST(IngestMoney, ReadsPricesAsFeedsHaveThem) {
  EXPECT_EQ(MoneyOf("89.50 EUR"), "8950EUR");
  EXPECT_EQ(MoneyOf("EUR 89.50"), "8950EUR");
  EXPECT_EQ(MoneyOf("eur89.5"), "8950EUR");
  EXPECT_EQ(MoneyOf("89,50"), "8950");
  EXPECT_EQ(MoneyOf("1.299,00 NOK"), "129900NOK");
  EXPECT_EQ(MoneyOf("1,299.00"), "129900");
  EXPECT_EQ(MoneyOf("1,299"), "129900");
  EXPECT_EQ(MoneyOf("1.299"), "129900");
  EXPECT_EQ(MoneyOf("EUR 12.500"), "1250000EUR");
  EXPECT_EQ(MoneyOf("1,234,567"), "123456700");
  EXPECT_EQ(MoneyOf("1.234.567"), "123456700");
  EXPECT_EQ(MoneyOf("12 500 NOK"), "1250000NOK");
  EXPECT_EQ(MoneyOf("0"), "0");
  for (const char* text : {"", "EUR", "free", "-5", "5 EURO", "12 34x", "$5"}) {
    EXPECT_EQ(MoneyOf(text), "none") << text;
  }
}

TEST(IngestMoney, ThreeDigitsThatAreNoGroup) {
  EXPECT_EQ(MoneyOf("0.125"), "13");
  EXPECT_EQ(MoneyOf("0,125"), "13");
  EXPECT_EQ(MoneyOf("1299.000"), "129900");
  EXPECT_EQ(MoneyOf("1,299.000"), "129900");
  EXPECT_EQ(MoneyOf("1.5000"), "150");
  EXPECT_EQ(MoneyOf("1.250 KWD"), "125KWD");
  Money money;
  EXPECT_TRUE(ParseMoney("1,250", "KWD", money));
  EXPECT_EQ(money.amount, 1.25);
}

TEST(IngestMoney, PricesUpToALimit) {
  EXPECT_NE(MoneyOf("1000000000000"), "none");
  EXPECT_EQ(MoneyOf("1000000000001"), "none");
}

TEST(IngestEvents, KnowsCommonNames) {
  for (const char* name : {"view_item", "view", "VIEW", "pageview",
                           "Product Viewed", "product-view", "detail"}) {
    EXPECT_EQ(ActionOf(name), Action::kView) << name;
  }
  for (const char* name : {"add_to_cart", "cart", "addtocart", "AddToCart"}) {
    EXPECT_EQ(ActionOf(name), Action::kCart) << name;
  }
  for (const char* name : {"purchase", "transaction", "buy", "order",
                           "checkout_complete", "Order Completed"}) {
    EXPECT_EQ(ActionOf(name), Action::kPurchase) << name;
  }
  for (const char* name :
       {"remove_from_cart", "begin_checkout", "", "scroll"}) {
    EXPECT_EQ(ActionOf(name), std::nullopt) << name;
  }
}

std::string DelimiterOf(FileFormat format, std::string_view name,
                        std::string_view line) {
  Layout layout;
  const Problem problem = FindLayout(format, name, line, layout);
  if (!problem.empty()) return problem;
  return layout.delimiter ? std::string(1, *layout.delimiter) : "json";
}

TEST(IngestFormat, FromOptionNameOrFirstLine) {
  constexpr auto kAuto = FileFormat::kAuto;
  EXPECT_EQ(DelimiterOf(kAuto, "log.csv", "a,b"), ",");
  EXPECT_EQ(DelimiterOf(kAuto, "log.csv.gz", "a;b;c,d"), ";");
  EXPECT_EQ(DelimiterOf(kAuto, "feed.csv", "a\tb"), "\t");
  EXPECT_EQ(DelimiterOf(kAuto, "log.tsv", "a,b"), "\t");
  EXPECT_EQ(DelimiterOf(kAuto, "log.txt.gz", "a\tb"), "\t");
  EXPECT_EQ(DelimiterOf(kAuto, "log.txt", "a,b"), ",");
  EXPECT_EQ(DelimiterOf(kAuto, "log.jsonl", "{}"), "json");
  EXPECT_EQ(DelimiterOf(kAuto, "LOG.NDJSON.GZ", "{}"), "json");
  EXPECT_EQ(DelimiterOf(kAuto, "-", "{\"a\": 1}"), "json");
  EXPECT_EQ(DelimiterOf(FileFormat::kTsv, "log.csv", "a,b"), "\t");
  EXPECT_EQ(DelimiterOf(FileFormat::kCsv, "log.jsonl", "a,b"), ",");
  EXPECT_EQ(DelimiterOf(kAuto, "a", ""), "it is empty");
  EXPECT_EQ(DelimiterOf(kAuto, "a.csv", "\x1f\x8b\x08"),
            "it is still compressed");
  EXPECT_THAT(DelimiterOf(kAuto, "a.csv", "PK\x03\x04"), HasSubstr("CSV"));
  EXPECT_THAT(DelimiterOf(kAuto, "a.csv", "\xff\xfe"), HasSubstr("UTF-8"));
}

std::vector<std::size_t> LogColumns(const ColumnNames& names,
                                    std::vector<std::string_view> header) {
  std::vector<std::size_t> columns;
  EXPECT_EQ(FindColumns(LogRoles(), names, header, columns), "");
  return columns;
}

TEST(IngestColumns, AreFoundByTheirNames) {
  constexpr std::size_t kNo = kNoColumn;
  EXPECT_THAT(LogColumns({}, {"SessionId", "ItemId", "Time"}),
              ElementsAre(0, 1, 2, kNo, kNo, kNo));
  EXPECT_THAT(LogColumns({}, {"event_time", "event_type", "product_id",
                              "category_id", "category_code", "brand", "price",
                              "user_id", "user_session"}),
              ElementsAre(8, 2, 0, 1, kNo, 7));
  EXPECT_THAT(
      LogColumns({}, {"InvoiceNo", "StockCode", "Description", "Quantity",
                      "InvoiceDate", "UnitPrice", "CustomerID", "Country"}),
      ElementsAre(0, 1, 4, kNo, 3, 6));
  EXPECT_THAT(LogColumns({}, {"timestamp", "visitorid", "event", "itemid",
                              "transactionid"}),
              ElementsAre(4, 3, 0, 2, kNo, 1));
  EXPECT_THAT(LogColumns({{"item", "session ID"}}, {"session_id", "user"}),
              ElementsAre(kNo, 0, kNo, kNo, kNo, 1));
}

TEST(IngestColumns, AMissingOneIsAnErrorThatHelps) {
  std::vector<std::size_t> columns;
  const std::vector<std::string_view> header = {"visit", "sku", "when"};
  EXPECT_EQ(FindColumns(LogRoles(), {{"time", "wen"}}, header, columns),
            "there is no column `wen` for time; did you mean `when`?; it has "
            "the columns `visit`, `sku`, `when`");
}

}  // namespace
}  // namespace vitrine::ingest
