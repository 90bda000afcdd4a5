#ifndef VITRINE_BINDINGS_INGEST_FEED_READER_H_
#define VITRINE_BINDINGS_INGEST_FEED_READER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/columns.h"
#include "bindings/ingest/dictionary.h"
#include "bindings/ingest/file_report.h"
#include "bindings/ingest/format.h"
#include "bindings/ingest/problem.h"
#include "bindings/ingest/splitter.h"
#include "runtime/rank/part.h"
#include "runtime/training/training_log.h"

namespace vitrine::ingest {

/// Google Merchant's attributes that are read.
std::span<const Role> FeedRoles();

struct FeedOptions {
  ColumnNames columns;  ///< names of Google Merchant attributes
};

/// A product as a page shows it. Empty texts and NaN: not told.
struct FeedProduct {
  std::uint32_t item = 0;
  std::string title;
  std::string link;
  std::string image_link;
  std::string brand;
  std::string category;  ///< the first level
  double price = std::numeric_limits<double>::quiet_NaN();
  double sale_price = std::numeric_limits<double>::quiet_NaN();
  Availability availability = Availability::kInStock;
};

struct Feed {
  std::vector<FeedProduct> products;  ///< each item once
  /// Of all prices, ISO 4217. Empty: not known (yet).
  std::string currency;
  std::vector<bool> has_item;  ///< by number of the dictionary; short: false
};

/// Reads a product feed with Google Merchant's attributes as columns. Safe for
/// untrusted input; where the bytes are cut changes nothing.
class FeedReader {
 public:
  /// All must outlive the reader. `report.name` is the file's.
  FeedReader(const FeedOptions& options, Dictionary& items, Feed& feed,
             FileReport& report);

  /// After a problem nothing more may be added.
  Problem Add(std::string_view bytes);
  Problem End();

 private:
  Problem Work();
  Problem ReadHeader(std::span<const std::string_view> fields);
  Problem ReadProduct(const Record& record);
  double ReadPrice(std::string_view text);
  void AddWarnings();

  const FeedOptions& options_;
  Dictionary& items_;
  Feed& feed_;
  FileReport& report_;
  Splitter splitter_;
  bool begun_ = false;
  bool has_header_ = false;
  bool has_price_ = false;
  std::size_t width_ = 0;  // fields of the header
  std::vector<std::size_t> columns_;
  Oddity bad_prices_;
  Oddity foreign_prices_;
  Oddity unknown_availabilities_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_FEED_READER_H_
