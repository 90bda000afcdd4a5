#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <vector>

#include "bindings/ingest/feed_reader.h"

namespace vitrine::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The ids in the feed, in its order.
std::vector<std::string> IdsOf(const Feed& feed, const Dictionary& items) {
  std::vector<std::string> ids;
  for (const FeedProduct& product : feed.products) {
    ids.emplace_back(items[product.item]);
  }
  return ids;
}

TEST(IngestFeed, OfTooManyProductsThoseOfTheLogAreKeptAndThenTheFirst) {
  const FeedOptions options = {.columns = {}, .most_products = 3};
  Dictionary items;
  for (const char* item : {"sold", "hit", "old"}) items.Add(item);
  Feed feed;
  FileReport report = {.name = "feed"};
  FeedReader reader(options, items, feed, report);
  ASSERT_EQ(reader.Add("id,title,price\na,A,1 EUR\nhit,Hit,2 EUR\nb,B,3 EUR\n"
                       "c,C,4 USD\nsold,Sold,5 USD\na,A again,6 EUR\n"
                       "b,B again,7 EUR\nold,Old,8 EUR\nd,D,9 EUR\n"),
            "");
  ASSERT_EQ(reader.End(), "");
  EXPECT_THAT(IdsOf(feed, items), ElementsAre("old", "hit", "sold"));
  EXPECT_EQ(feed.products[0].title, "Old");
  EXPECT_EQ(feed.products[0].price, 8);
  EXPECT_TRUE(std::isnan(feed.products[2].price));  // is not in EUR
  EXPECT_EQ(report.rows, 3);
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(report.broken, 0);
  EXPECT_THAT(report.warnings,
              ElementsAre("5 products are beyond the limit of 3 and left out: "
                          "kept are those that the log names, then the first "
                          "ones",
                          "1 price is not in EUR, the first is `5 USD`: left "
                          "unknown"));
  // Where the log has more of them than there is room for, the first ones.
  FileReport again = {.name = "more"};
  items.Add("late");
  FeedReader more(options, items, feed, again);
  ASSERT_EQ(more.Add("id,title\nlate,Late\nhit,Hit\n"), "");
  ASSERT_EQ(more.End(), "");
  EXPECT_THAT(IdsOf(feed, items), ElementsAre("old", "hit", "sold"));
  EXPECT_EQ(again.rows, 0);
  EXPECT_EQ(again.duplicates, 1);
}

/// A file of a feed of at most three products.
void AddFile(const std::string& rows, Dictionary& items, Feed& feed,
             FileReport& report) {
  const FeedOptions options = {.columns = {}, .most_products = 3};
  report.name = "feed";
  FeedReader reader(options, items, feed, report);
  EXPECT_EQ(reader.Add("id,title,price\n" + rows), "");
  EXPECT_EQ(reader.End(), "");
}

TEST(IngestFeed, ThoseOfTheLogAreKeptWhateverFileTheyAreIn) {
  Dictionary items;
  for (const char* item : {"sold", "hit"}) items.Add(item);
  Feed feed;
  FileReport first;
  AddFile("a,A,1 EUR\nb,B,2 EUR\nc,C,3 EUR\n", items, feed, first);
  EXPECT_EQ(first.rows, 3);
  FileReport second;
  AddFile("d,D,4 EUR\nhit,Hit,5 EUR\nsold,Sold,6 USD\na,A again,7 EUR\n", items,
          feed, second);
  EXPECT_THAT(IdsOf(feed, items), ElementsAre("a", "sold", "hit"));
  EXPECT_EQ(feed.products[2].price, 5);
  EXPECT_TRUE(std::isnan(feed.products[1].price));  // is not in EUR
  EXPECT_EQ(first.rows, 1);
  EXPECT_EQ(second.rows, 2);
  EXPECT_EQ(second.duplicates, 1);
  EXPECT_THAT(second.warnings,
              ElementsAre(HasSubstr("3 products are beyond the limit of 3"),
                          HasSubstr("1 price is not in EUR")));
  // What an earlier file brought is not what a log named.
  FileReport third;
  AddFile("b,B,1 EUR\nc,C,1 EUR\ne,E,1 EUR\n", items, feed, third);
  EXPECT_THAT(IdsOf(feed, items), ElementsAre("a", "sold", "hit"));
  EXPECT_EQ(first.rows, 1);
  EXPECT_EQ(third.rows, 0);
}

TEST(IngestFeed, ProductsThatGaveWayTellNoCurrency) {
  const auto read = [](const std::string& rows) {
    Dictionary items;
    for (const char* item : {"sold", "hit", "old"}) items.Add(item);
    Feed feed;
    FileReport report;
    AddFile(rows, items, feed, report);
    return feed.currency;
  };
  const std::string rows =
      "a,A,1 NOK\nb,B,2 NOK\nc,C,3 NOK\nhit,Hit,4 EUR\nsold,Sold,5\n";
  EXPECT_EQ(read(rows), "NOK");  // of one price each the first
  EXPECT_EQ(read(rows + "old,Old,6 EUR\n"), "EUR");
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VITRINE_TESTS_ARE_SLOW 1
#endif
#endif

/// Ten million, without sanitizers, which are slow.
TEST(IngestFeed, TenMillionProducts) {
#ifdef VITRINE_TESTS_ARE_SLOW
  constexpr std::uint32_t kMost = 100'000;
#else
  constexpr std::uint32_t kMost = kMaxProducts;
#endif
  constexpr std::uint32_t kRows = 10 * kMost;
  const FeedOptions options = {.columns = {}, .most_products = kMost};
  Dictionary items;
  items.Add("p" + std::to_string(kRows - 1));
  items.Add("p5");
  Feed feed;
  FileReport report = {.name = "feed"};
  FeedReader reader(options, items, feed, report);
  std::string rows = "id\ttitle\tprice\n";
  for (std::uint32_t i = 0; i < kRows; ++i) {
    const std::string number = std::to_string(i);
    rows += "p" + number + "\tProduct " + number + "\t9.50 EUR\n";
    if (rows.size() < 60'000 && i + 1 < kRows) continue;
    ASSERT_EQ(reader.Add(rows), "");
    rows.clear();
  }
  ASSERT_EQ(reader.End(), "");
  EXPECT_EQ(feed.products.size(), kMost);
  EXPECT_EQ(report.rows, kMost);
  EXPECT_EQ(items.size(), kMost + 1);  // with the one that gave way
  EXPECT_EQ(items[feed.products[kMost - 2].item],
            "p" + std::to_string(kMost - 2));
  EXPECT_EQ(feed.products.back().title, "Product " + std::to_string(kRows - 1));
  EXPECT_THAT(report.warnings,
              ElementsAre(HasSubstr(std::to_string(9 * kMost) +
                                    " products are beyond the limit of " +
                                    std::to_string(kMost) + " and left out")));
}

}  // namespace
}  // namespace vitrine::ingest
