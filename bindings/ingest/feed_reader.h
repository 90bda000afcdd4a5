#ifndef VITRINE_BINDINGS_INGEST_FEED_READER_H_
#define VITRINE_BINDINGS_INGEST_FEED_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/columns.h"
#include "bindings/ingest/dictionary.h"
#include "bindings/ingest/feed.h"
#include "bindings/ingest/feed_attributes.h"
#include "bindings/ingest/feed_prices.h"
#include "bindings/ingest/file_report.h"
#include "bindings/ingest/json_products.h"
#include "bindings/ingest/problem.h"
#include "bindings/ingest/splitter.h"
#include "bindings/ingest/xml_items.h"

namespace vitrine::ingest {

struct FeedOptions {
  ColumnNames columns;  ///< names of Google Merchant attributes
  std::uint32_t most_products = kMaxProducts;  ///< at least 1
};

/// Reads a product feed with Google Merchant's attributes: CSV, TSV, JSON
/// lines, RSS 2.0 or Atom. Safe for untrusted input; where the bytes are cut
/// changes nothing but the reason why XML is not well-formed. Of more products
/// than may be kept these are, whatever file they are in: those that `items`
/// has before the first feed, which a log named, and the first of the others.
class FeedReader {
 public:
  /// All must outlive the reader, and `report` the readers of further files: of
  /// products that give way to theirs it no longer tells. `report.name` is the
  /// file's.
  FeedReader(const FeedOptions& options, Dictionary& items, Feed& feed,
             FileReport& report);

  /// After a problem nothing more may be added.
  Problem Add(std::string_view bytes);
  Problem End();

 private:
  bool FindKind(bool last);
  Problem Work();
  Problem ReadHeader(std::span<const std::string_view> fields);
  Problem ReadRecord(const Record& record);
  Problem ReadJson(std::string_view line);
  void ReadXml(const XmlItem& item);
  /// `names`: of the attributes of this product; empty: of the header.
  Problem Take(std::span<const std::string_view> names);
  /// Where in the feed a product goes for which there is room. `named`: by a
  /// log.
  std::uint32_t MakePlace(bool named);
  void TakeOthers(FeedProduct& product);
  void TakePeriod(FeedProduct& product);
  void AddWarnings();

  const FeedOptions& options_;
  Dictionary& items_;
  Feed& feed_;
  FileReport& report_;
  AttributeNames names_;
  FeedPrices prices_;

  std::string head_;  // until it is known whether it is XML
  bool kind_known_ = false;
  std::optional<XmlItems> xml_;
  Splitter splitter_;
  bool begun_ = false;
  std::optional<JsonProducts> json_;
  bool has_header_ = false;
  std::size_t width_ = 0;              // fields of the header
  std::vector<std::size_t> columns_;   // by Attribute
  std::vector<std::uint32_t> others_;  // by column: its number, or kAbsent

  RawProduct raw_;
  std::vector<JsonProducts::Field> members_;
  std::vector<std::string_view> member_names_;
  std::uint64_t beyond_limit_ = 0;
  bool has_title_ = false;
  bool has_price_ = false;
  Oddity unknown_availabilities_;
  Oddity bad_periods_;
  Oddity long_values_;
  Oddity values_left_out_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_FEED_READER_H_
