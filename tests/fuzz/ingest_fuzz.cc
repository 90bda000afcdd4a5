// Bytes as a log and as a feed: rows or problems, the same ones wherever the
// bytes are cut.
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "bindings/ingest/feed_reader.h"
#include "bindings/ingest/log_reader.h"

namespace {

using vitrine::LogRow;
using vitrine::ingest::Dictionary;
using vitrine::ingest::EventLog;
using vitrine::ingest::Feed;
using vitrine::ingest::FeedOptions;
using vitrine::ingest::FeedProduct;
using vitrine::ingest::FeedReader;
using vitrine::ingest::FileFormat;
using vitrine::ingest::FileReport;
using vitrine::ingest::LogOptions;
using vitrine::ingest::LogReader;
using vitrine::ingest::Problem;
using vitrine::ingest::TimeForm;

void Require(bool condition) {
  if (!condition) std::abort();
}

template <typename Reader>
Problem ReadInPieces(Reader& reader, std::string_view bytes, std::size_t size) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, size);
    bytes.remove_prefix(piece.size());
    Problem problem = reader.Add(piece);
    if (!problem.empty()) return problem;
  }
  return reader.End();
}

std::string Summary(const FileReport& report) {
  std::string text =
      std::to_string(report.rows) + " " + std::to_string(report.broken) + " " +
      std::to_string(report.returns) + " " + std::to_string(report.duplicates);
  for (const auto& message : report.messages) text += "\n" + message;
  for (const auto& warning : report.warnings) text += "\n" + warning;
  for (const auto& [name, count] : report.other_events) {
    text += "\n" + name + std::to_string(count);
  }
  return text;
}

/// Everything that was read of a log, as text.
std::string ReadLog(const LogOptions& options, std::string_view bytes,
                    std::size_t size) {
  EventLog log;
  FileReport report;
  LogReader reader(options, log, report);
  std::string text = ReadInPieces(reader, bytes, size);
  text += "\n" + Summary(report);
  for (const LogRow& row : log.rows) {
    Require(row.time - row.time == 0);
    Require(row.session < log.sessions.size() && row.item < log.items.size());
    text += "\n" + std::to_string(row.session) + " " +
            std::to_string(row.item) + " " + std::to_string(row.time) + " " +
            std::to_string(static_cast<int>(row.action));
  }
  for (const auto& item : log.items.Texts()) text += "\n" + item;
  return text;
}

std::string ReadFeed(const FeedOptions& options, std::string_view bytes,
                     std::size_t size) {
  Dictionary items;
  Feed feed;
  FileReport report;
  FeedReader reader(options, items, feed, report);
  std::string text = ReadInPieces(reader, bytes, size);
  // Of several things that are wrong with XML at one place, expat names the one
  // that the pieces show first.
  constexpr std::string_view kMalformed = "it is no well-formed XML";
  if (text.find(kMalformed) != text.npos) text = kMalformed;
  text += "\n" + feed.currency + Summary(report);
  for (const FeedProduct& product : feed.products) {
    Require(product.item < items.size());
    Require(!(product.price < 0) && !(product.sale_price < 0));
    text += "\n" + std::to_string(product.item) + product.title + product.link +
            product.image_link + product.brand + product.category +
            std::to_string(product.price) + std::to_string(product.sale_price) +
            product.group + product.sale_period;
    for (const vitrine::ingest::ItemAttribute& one : product.attributes) {
      Require(one.name < feed.attribute_names.size());
      Require(one.value < feed.attribute_values.size());
      text += std::to_string(one.name) + " " + std::to_string(one.value);
    }
  }
  return text;
}

}  // namespace

/// The first byte chooses the options, the second where to cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2,
                               size - 2);
  const std::size_t piece = data[1] % 64U + 1;
  LogOptions log;
  log.time = static_cast<TimeForm>(data[0] % 6);
  log.format = static_cast<FileFormat>(data[0] / 6 % 4);
  if (data[0] >= 128) log.columns = {{"item", "a.b"}, {"session", "s"}};
  Require(ReadLog(log, bytes, size) == ReadLog(log, bytes, piece));
  const FeedOptions feed;
  Require(ReadFeed(feed, bytes, size) == ReadFeed(feed, bytes, piece));
  // Elements that nobody would find by chance.
  const std::string xml =
      "<rss><item><g:id>1</g:id>" + std::string(bytes) + "</item></rss>";
  Require(ReadFeed(feed, xml, xml.size()) == ReadFeed(feed, xml, piece));
  return 0;
}
