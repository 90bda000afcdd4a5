#include <gmock/gmock.h>

#include <cmath>
#include <string>

#include "bindings/ingest/feed_reader.h"
#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct ReadFeed {
  Dictionary items;
  Feed feed;
  FileReport report;
  Problem problem;
};

ReadFeed Read(const std::string& text, const FeedOptions& options = {},
              std::string currency = "", std::size_t cut = 0) {
  ReadFeed read;
  read.report.name = "feed";
  read.feed.currency = std::move(currency);
  FeedReader reader(options, read.items, read.feed, read.report);
  cut = std::min(cut, text.size());
  read.problem = reader.Add(text.substr(0, cut));
  if (read.problem.empty()) read.problem = reader.Add(text.substr(cut));
  if (read.problem.empty()) read.problem = reader.End();
  return read;
}

std::string AttributesOf(const ReadFeed& read, const FeedProduct& product) {
  std::string text;
  for (const ItemAttribute& one : product.attributes) {
    text += std::string(read.feed.attribute_names[one.name]) + "=" +
            std::string(read.feed.attribute_values[one.value]) + " ";
  }
  return text;
}

constexpr char kFeed[] =
    "ID\tTitle\tlink\timage link\tprice\tsale_price\tavailability\tbrand\t"
    "product_type\tgoogle_product_category\n"
    "b1\t\"Boot \"\"North\"\"\"\thttps://shop/b1\thttps://shop/b1.jpg\t"
    "89.50 EUR\t79,00 EUR\tin stock\tFjell\tShoes > Boots\tApparel\n"
    "t1\tTent\t\t\tEUR 1.299,00\t\tout_of_stock\t\t\tSporting Goods > Tents\n"
    "t1\tTent again\t\t\t1.00 EUR\t\t\t\t\t\n"
    "x1\tDollars\t\t\t5 USD\t\t\t\t\t\n"
    "\tNo id\t\t\t5 EUR\t\t\t\t\t\n"
    "x2\tOdd\t\t\t5 EUR\t\tmaybe\t\t\t\n";

TEST(IngestFeed, GoogleMerchantAttributes) {
  const ReadFeed read = Read(kFeed);
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.feed.currency, "EUR");
  ASSERT_EQ(read.feed.products.size(), 4);
  const FeedProduct& boot = read.feed.products[0];
  EXPECT_EQ(read.items.Texts()[boot.item], "b1");
  EXPECT_EQ(boot.title, "Boot \"North\"");
  EXPECT_EQ(boot.link, "https://shop/b1");
  EXPECT_EQ(boot.image_link, "https://shop/b1.jpg");
  EXPECT_EQ(boot.price, 89.5);
  EXPECT_EQ(boot.sale_price, 79);
  EXPECT_EQ(boot.availability, Availability::kInStock);
  EXPECT_EQ(boot.brand, "Fjell");
  EXPECT_EQ(boot.category, "Shoes");
  EXPECT_EQ(boot.category_path, "Shoes > Boots");
  const FeedProduct& tent = read.feed.products[1];
  EXPECT_EQ(tent.price, 1299);
  EXPECT_TRUE(std::isnan(tent.sale_price));
  EXPECT_EQ(tent.availability, Availability::kOutOfStock);
  EXPECT_EQ(tent.category, "Sporting Goods");
  EXPECT_EQ(tent.category_path, "Sporting Goods > Tents");
  EXPECT_EQ(read.report.duplicates, 1);
  EXPECT_TRUE(std::isnan(read.feed.products[2].price));
  EXPECT_EQ(read.feed.products[3].price, 5);
  EXPECT_EQ(read.feed.products[3].availability, Availability::kInStock);
  EXPECT_THAT(read.report.messages, ElementsAre("line 6: it has no id"));
  EXPECT_THAT(
      read.report.warnings,
      ElementsAre("1 price is not in EUR, the first is `5 USD`: left unknown",
                  "1 availability is none of in_stock, out_of_stock, preorder, "
                  "backorder, the first is `maybe`: taken for in_stock"));
}

TEST(IngestFeed, PricesThatAreNoneCostNoProduct) {
  const ReadFeed read =
      Read("id,title,price,sale_price\na,A,free,\nb,B,5 EUR,-1 EUR\nc,C,$9,\n");
  ASSERT_EQ(read.feed.products.size(), 3);
  EXPECT_EQ(read.report.broken, 0);
  EXPECT_TRUE(std::isnan(read.feed.products[0].price));
  EXPECT_EQ(read.feed.products[1].price, 5);
  EXPECT_TRUE(std::isnan(read.feed.products[1].sale_price));
  EXPECT_THAT(read.report.warnings,
              ElementsAre("3 prices are none such as 89.50 EUR, the first is "
                          "`free`: left unknown"));
}

TEST(IngestFeed, FieldsPastTheHeaderAreABrokenLine) {
  const ReadFeed read = Read("id,title\na,Boots, brown\nb,B,\nc,C\n");
  EXPECT_EQ(read.feed.products.size(), 2);
  EXPECT_THAT(read.report.messages,
              ElementsAre("line 2: it has 3 fields, and the header 2"));
}

TEST(IngestFeed, AvailabilityAsShopsWriteIt) {
  const ReadFeed read = Read(
      "id,title,price,availability\na,A,1 EUR,In Stock\nb,B,1,\n"
      "c,C,1,https://schema.org/"
      "OutOfStock\nd,D,1,preorder\ne,E,1,back-order\n");
  std::vector<Availability> seen;
  for (const auto& product : read.feed.products) {
    seen.push_back(product.availability);
  }
  EXPECT_THAT(seen,
              ElementsAre(Availability::kInStock, Availability::kInStock,
                          Availability::kOutOfStock, Availability::kPreorder,
                          Availability::kBackorder));
}

TEST(IngestFeed, MissingColumns) {
  EXPECT_EQ(Read("sku,title\n1,A\n").problem,
            "feed: the feed has no column id: name it with --feed-columns "
            "id=...; it has the columns `sku`, `title`");
  EXPECT_THAT(Read("id,name\n1,A\n").problem, HasSubstr("no column title"));
  const ReadFeed read = Read("id,title\n1,A\n");
  EXPECT_EQ(read.problem, "");
  EXPECT_THAT(read.report.warnings,
              ElementsAre("the feed has no column price"));
  EXPECT_TRUE(std::isnan(read.feed.products[0].price));
}

TEST(IngestFeed, ColumnsByOption) {
  const FeedOptions options = {
      .columns = {{"id", "StockCode"}, {"title", "Name"}, {"price", "GBP"}}};
  const ReadFeed read =
      Read("StockCode,Name,GBP\n85123A,Holder,2.95\n", options, "GBP");
  ASSERT_EQ(read.feed.products.size(), 1);
  EXPECT_EQ(read.feed.products[0].price, 2.95);
  EXPECT_EQ(read.feed.currency, "GBP");
  EXPECT_THAT(read.report.warnings, IsEmpty());
}

TEST(IngestFeed, PricesWithoutCurrencyAreWarnedOf) {
  const ReadFeed read = Read("id,title,price\n1,A,5\n");
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.feed.currency, "");
  EXPECT_THAT(read.report.warnings,
              ElementsAre("the prices have no currency: tell it with "
                          "--currency EUR"));
}

TEST(IngestFeed, NothingUsableIsAnError) {
  EXPECT_EQ(Read("").problem, "feed: it is empty");
  EXPECT_EQ(Read("id,title\n").problem,
            "feed has no usable line after its header");
  EXPECT_EQ(Read("id,title\n" + std::string(kMaxTextBytes + 1, 'x') + ",A\n")
                .report.broken,
            1);
  EXPECT_EQ(Read("{\"id\": 1}\n").problem,
            "feed: the feed has no title: name it with --feed-columns "
            "title=...");
}

TEST(IngestFeed, JsonLines) {
  const ReadFeed read = Read(
      "{\"id\":7,\"title\":\"Boot\",\"imageLink\":\"/b.jpg\",\"price\":"
      "{\"value\":\"12.99\",\"currency\":\"EUR\"},\"color\":[\"red\",\"blue\"]}"
      "\n"
      "{\"sku\":\"x\",\"title\":\"No id\"}\n"
      "[1]\n"
      "{\"id\":\"t\",\"title\":\"Tent\",\"price\":\"EUR "
      "5\",\"on_stock\":true}\n");
  EXPECT_EQ(read.problem, "");
  ASSERT_EQ(read.feed.products.size(), 2);
  const FeedProduct& boot = read.feed.products[0];
  EXPECT_EQ(read.items[boot.item], "7");
  EXPECT_EQ(boot.image_link, "/b.jpg");
  EXPECT_EQ(boot.price, 12.99);
  EXPECT_EQ(AttributesOf(read, boot), "color=red ");
  EXPECT_EQ(AttributesOf(read, read.feed.products[1]), "on_stock=true ");
  EXPECT_THAT(read.report.messages,
              ElementsAre("line 2: it has no id; it has `sku`, `title`",
                          "line 3: it is not a JSON object"));
}

TEST(IngestFeed, CurrencyOfMostPrices) {
  const ReadFeed read = Read(
      "id,title,price,sale_price\na,A,10 USD,\nb,B,12.99 EUR,\"9,99 EUR\"\n"
      "c,C,EUR 5,\nd,D,7,\ne,E,8 GBP,3 EUR\n");
  EXPECT_EQ(read.feed.currency, "EUR");
  const auto& products = read.feed.products;
  ASSERT_EQ(products.size(), 5);
  EXPECT_TRUE(std::isnan(products[0].price));
  EXPECT_EQ(products[1].price, 12.99);
  EXPECT_EQ(products[1].sale_price, 9.99);
  EXPECT_EQ(products[2].price, 5);
  EXPECT_EQ(products[3].price, 7);
  EXPECT_TRUE(std::isnan(products[4].price));
  EXPECT_EQ(products[4].sale_price, 3);
  EXPECT_THAT(read.report.warnings,
              ElementsAre("2 prices are not in EUR, the first is `10 USD`: "
                          "left unknown"));
  // Of as many the first, and what an option says before all.
  EXPECT_EQ(Read("id,title,price\na,A,1 NOK\nb,B,1 EUR\n").feed.currency,
            "NOK");
  EXPECT_EQ(Read("id,title,price\na,A,1 NOK\n", {}, "SEK").feed.currency,
            "SEK");
}

TEST(IngestFeed, SalePeriods) {
  const ReadFeed read = Read(
      "id,title,price,sale_price,sale price effective date\n"
      "a,A,9 EUR,5 EUR,2026-11-01T00:00+0100/2026-11-08T23:59+0100\n"
      "b,B,9 EUR,5 EUR,soon\n"
      "c,C,9 EUR,5 EUR,2026-11-08/2026-11-01\n");
  ASSERT_EQ(read.feed.products.size(), 3);
  const FeedProduct& sale = read.feed.products[0];
  EXPECT_EQ(sale.sale_from, 1793487600000.0);
  EXPECT_EQ(sale.sale_until, 1794178740000.0);
  EXPECT_EQ(sale.sale_period, "2026-11-01T00:00+0100/2026-11-08T23:59+0100");
  EXPECT_TRUE(std::isnan(read.feed.products[1].sale_price));
  EXPECT_TRUE(std::isnan(read.feed.products[2].sale_price));
  EXPECT_THAT(read.report.warnings,
              ElementsAre("2 sale_price_effective_dates are none such as "
                          "2026-11-01T00:00Z/2026-11-08T00:00Z, the first is "
                          "`soon`: the sale price is left unknown"));
}

TEST(IngestFeed, OtherAttributesAreKept) {
  const ReadFeed read = Read(
      "id,title,Color,custom label 0,description,unit_pricing_measure,"
      "unit-pricing-base-measure,item_group_id\n"
      "a,A,red,new,long,750ml,1l,g\nb,B, red ,,,,,\n");
  const auto& products = read.feed.products;
  ASSERT_EQ(products.size(), 2);
  EXPECT_EQ(AttributesOf(read, products[0]), "color=red custom_label_0=new ");
  EXPECT_EQ(AttributesOf(read, products[1]), "color=red ");
  EXPECT_EQ(read.feed.attribute_values.size(), 2);
  EXPECT_EQ(products[0].unit_measure, "750ml");
  EXPECT_EQ(products[0].unit_base_measure, "1l");
  EXPECT_EQ(products[0].group, "g");
  EXPECT_THAT(read.report.warnings,
              ElementsAre("the feed has no column price"));
}

TEST(IngestFeed, OtherAttributesHaveLimits) {
  const auto feed = [](std::size_t names, std::size_t name_bytes,
                       std::size_t bytes) {
    std::string header = "id,title,price";
    std::string row = "a,A,1 EUR";
    for (std::size_t i = 0; i < names; ++i) {
      std::string name = std::to_string(i);
      name.insert(0, name_bytes - name.size(), 'n');
      header += "," + name;
      row += "," + std::string(bytes, 'v');
    }
    return Read(header + "\n" + row + "\n");
  };
  const ReadFeed at =
      feed(kMaxAttributes, kMaxAttributeNameBytes, kMaxAttributeBytes);
  EXPECT_EQ(at.feed.products[0].attributes.size(), kMaxAttributes);
  EXPECT_THAT(at.report.warnings, IsEmpty());
  const ReadFeed names = feed(kMaxAttributes + 1, 2, 1);
  EXPECT_EQ(names.feed.products[0].attributes.size(), kMaxAttributes);
  EXPECT_THAT(names.report.warnings,
              ElementsAre("1 other attribute is beyond the first 32 or too "
                          "long a name, the first is `32`: not kept"));
  const ReadFeed name = feed(1, kMaxAttributeNameBytes + 1, 1);
  EXPECT_EQ(name.feed.products[0].attributes.size(), 0);
  EXPECT_EQ(name.report.warnings.size(), 1);
  const ReadFeed value = feed(1, 2, kMaxAttributeBytes + 1);
  EXPECT_EQ(value.feed.products[0].attributes.size(), 0);
  EXPECT_THAT(value.report.warnings,
              ElementsAre(HasSubstr("longer than 256 bytes")));
}

TEST(IngestFeed, BytesThatAreNoText) {
  const ReadFeed read =
      Read(std::string("id,title\na,A\nb,B\0\n\xff,C\nd,", 24) +
           std::string(2 * 1024 * 1024, 'x') + "\ne,E\n");
  EXPECT_EQ(read.feed.products.size(), 2);
  EXPECT_THAT(read.report.messages,
              ElementsAre("line 3: its title has a NUL byte",
                          "line 4: its id is not UTF-8",
                          "line 5: it is longer than 1 MB"));
}

TEST(IngestFeed, WhereTheBytesAreCutChangesNothing) {
  const std::string text = kFeed;
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const ReadFeed read = Read(text, {}, "", cut);
    ASSERT_EQ(read.feed.products.size(), 4) << cut;
    EXPECT_EQ(read.feed.products[0].title, "Boot \"North\"");
    EXPECT_EQ(read.report.broken, 1);
  }
}

}  // namespace
}  // namespace vitrine::ingest
