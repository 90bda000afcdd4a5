#include <gmock/gmock.h>

#include <string>

#include "bindings/ingest/feed_reader.h"

namespace vitrine::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct ReadFeed {
  Dictionary items;
  Feed feed;
  FileReport report;
  Problem problem;
};

/// In pieces of `piece` bytes.
ReadFeed Read(std::string_view text, std::size_t piece = 1U << 20) {
  ReadFeed read;
  read.report.name = "feed.xml";
  const FeedOptions options;
  FeedReader reader(options, read.items, read.feed, read.report);
  while (!text.empty() && read.problem.empty()) {
    read.problem = reader.Add(text.substr(0, piece));
    text.remove_prefix(std::min(piece, text.size()));
  }
  if (read.problem.empty()) read.problem = reader.End();
  return read;
}

constexpr char kRss[] =
    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n"
    "<channel><title>Shop</title><link>https://shop</link>\n"
    "<item><g:id>b1</g:id><title>Plain</title><g:title>Boot &amp; "
    "B&#xf6;&#111;t</g:title><link>https://shop/b1?a=1&amp;b=2</link>\n"
    " <g:price>89.50 EUR</g:price><g:sale_price>79,00 EUR</g:sale_price>\n"
    " <description><![CDATA[<p>long</p>]]></description>\n"
    " <g:image_link><![CDATA[ https://shop/b1.jpg?x&y ]]></g:image_link>\n"
    " <g:product_type>Shoes &gt; Boots</g:product_type>\n"
    " <g:product_type>Again</g:product_type><g:color/>\n"
    " <g:shipping><g:country>DE</g:country><g:price>5 EUR</g:price>"
    "</g:shipping>\n"
    " <g:availability>out of stock</g:availability><g:size>42</g:size></item>\n"
    "<item><g:title>No id</g:title></item>\n"
    "<!-- <item><g:id>c</g:id></item> -->\n"
    "<item><g:id>t1</g:id><title>Tent</title></item></channel></rss>\n";

void ExpectRss(const ReadFeed& read) {
  EXPECT_EQ(read.problem, "");
  ASSERT_EQ(read.feed.products.size(), 2);
  const FeedProduct& boot = read.feed.products[0];
  EXPECT_EQ(read.items[boot.item], "b1");
  EXPECT_EQ(boot.title, "Boot & B\xc3\xb6ot");
  EXPECT_EQ(boot.link, "https://shop/b1?a=1&b=2");
  EXPECT_EQ(boot.image_link, "https://shop/b1.jpg?x&y");
  EXPECT_EQ(boot.price, 89.5);
  EXPECT_EQ(boot.sale_price, 79);
  EXPECT_EQ(boot.category, "Shoes");
  EXPECT_EQ(boot.availability, Availability::kOutOfStock);
  ASSERT_EQ(boot.attributes.size(), 1);
  EXPECT_EQ(read.feed.attribute_names[boot.attributes[0].name], "size");
  EXPECT_EQ(read.feed.attribute_values[boot.attributes[0].value], "42");
  EXPECT_EQ(read.feed.products[1].title, "Tent");
  EXPECT_EQ(read.feed.currency, "EUR");
  EXPECT_THAT(read.report.messages,
              ElementsAre("line 12: it has no id; it has `title`"));
}

TEST(IngestXml, Rss) { ExpectRss(Read(kRss)); }

TEST(IngestXml, WhereTheBytesAreCutChangesNothing) {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U, 1000U}) {
    ExpectRss(Read(kRss, piece));
  }
}

TEST(IngestXml, Atom) {
  const ReadFeed read = Read(
      "\n <feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:goo=\"u\">"
      "<entry><id>tag:1</id><goo:id>a</goo:id><title>A</title>"
      "<link rel=\"alternate\" href=\"https://shop/a?x&amp;y\"/>"
      "<goo:price>5 EUR</goo:price></entry></feed>");
  EXPECT_EQ(read.problem, "");
  ASSERT_EQ(read.feed.products.size(), 1);
  EXPECT_EQ(read.items[0], "a");
  EXPECT_EQ(read.feed.products[0].link, "https://shop/a?x&y");
  EXPECT_EQ(read.feed.products[0].price, 5);
}

TEST(IngestXml, DocumentTypesAreRefused) {
  EXPECT_THAT(
      Read("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"aaaa\">"
           "<!ENTITY b \"&a;&a;\">]><rss><item><id>&b;</id></item></rss>")
          .problem,
      StartsWith("feed.xml: it has a document type"));
  EXPECT_THAT(Read("<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><rss/>").problem,
              HasSubstr("document type"));
  EXPECT_EQ(Read("<!DOCTYPE html><html></html>").problem,
            "feed.xml: it is HTML, and a feed in XML is RSS or Atom");
  EXPECT_THAT(Read("<rss><item><id>&b;</id></item></rss>").problem,
              HasSubstr("undefined entity"));
}

TEST(IngestXml, OtherEncodingsAreRefused) {
  EXPECT_EQ(
      Read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss/>").problem,
      "feed.xml: it says that it is `ISO-8859-1`: save it as UTF-8");
  EXPECT_THAT(Read(std::string("\xff\xfe<\0r\0", 6)).problem,
              HasSubstr("UTF-16"));
  EXPECT_THAT(
      Read("<rss><item><id>1</id><title>\xe4</title></item></rss>").problem,
      HasSubstr("line 1: it is no well-formed XML"));
}

TEST(IngestXml, BrokenFilesSayWhere) {
  EXPECT_EQ(Read("<rss>\n<item></rss>").problem,
            "feed.xml: line 2: it is no well-formed XML (mismatched tag)");
  EXPECT_THAT(Read("<rss>\n<item><id>1</id>").problem,
              HasSubstr("line 2: it is no well-formed XML (no element found)"));
  EXPECT_EQ(Read("<rss></rss>").problem,
            "feed.xml: it is XML without an `item` (RSS) or `entry` (Atom)");
}

TEST(IngestXml, MemoryIsBounded) {
  const std::string long_text(kMaxXmlItemBytes + 1, 'x');
  const ReadFeed item = Read("<rss><item><id>1</id><title>" + long_text +
                             "</title></item><item><id>2</id><title>T</title>"
                             "</item></rss>");
  EXPECT_EQ(item.problem, "");
  EXPECT_EQ(item.feed.products.size(), 1);
  EXPECT_THAT(item.report.messages,
              ElementsAre("line 1: it is longer than 1 MB"));
  const std::string tag(kMaxXmlParserBytes, 'x');
  EXPECT_THAT(Read("<rss><" + tag).problem, HasSubstr("tags of megabytes"));
  std::string deep;
  for (int i = 0; i < 500'000; ++i) deep += "<a>";
  EXPECT_THAT(Read("<rss>" + deep).problem, HasSubstr("too many open"));
  // Names of attributes that differ are all remembered.
  std::string names = "<rss>";
  for (int i = 0; i < 300'000; ++i) {
    names += "<a n" + std::to_string(i) + "=''/>";
  }
  EXPECT_THAT(Read(names).problem, HasSubstr("tags of megabytes"));
}

}  // namespace
}  // namespace vitrine::ingest
