#ifndef VITRINE_BINDINGS_INGEST_FEED_H_
#define VITRINE_BINDINGS_INGEST_FEED_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "bindings/ingest/dictionary.h"
#include "bindings/ingest/file_report.h"
#include "runtime/rank/part.h"
#include "runtime/training/training_log.h"

namespace vitrine::ingest {

/// Kept of all feeds of a job: a model has far fewer items, and more would only
/// cost memory.
inline constexpr std::uint32_t kMaxProducts = 1'000'000;

/// Attributes beyond those with a meaning: what is past a limit is left out,
/// counted and reported.
inline constexpr std::uint32_t kMaxAttributes = 32;
inline constexpr std::size_t kMaxAttributeNameBytes = 64;
inline constexpr std::size_t kMaxAttributeBytes = 256;
/// Different values of all of them together.
inline constexpr std::uint32_t kMaxAttributeValues = 1'000'000;

/// What the feed says of a product beyond what has a meaning. Numbers are those
/// of Feed::attribute_names and attribute_values.
struct ItemAttribute {
  std::uint32_t name = 0;
  std::uint32_t value = 0;
};

/// A product as a page shows it. Empty texts and NaN: not told.
struct FeedProduct {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  std::uint32_t item = 0;
  std::string title;
  std::string link;
  std::string image_link;
  std::string brand;
  std::string category;       ///< the first level of the path
  std::string category_path;  ///< `Shoes > Boots`
  std::string group;          ///< item_group_id
  double price = kUnknown;
  double sale_price = kUnknown;
  std::string sale_period;        ///< as the feed has it
  double sale_from = kUnknown;    ///< ms since 1970
  double sale_until = kUnknown;   ///< ms since 1970
  std::string unit_measure;       ///< `750ml`
  std::string unit_base_measure;  ///< `1l`
  Availability availability = Availability::kInStock;
  std::vector<ItemAttribute> attributes;  ///< numbers of the feed's texts
};

/// A product that no log named, and the report of the file that it is from.
struct UnnamedProduct {
  std::uint32_t place = 0;  ///< in Feed::products
  FileReport* report = nullptr;
};

/// The products of one file or more.
struct Feed {
  std::vector<FeedProduct> products;  ///< each item once
  /// Items of the dictionary that logs named: those before the first feed.
  std::optional<std::uint32_t> named_items;
  /// They give way to products that a log named, the last first.
  std::vector<UnnamedProduct> unnamed;
  /// Of all prices, ISO 4217. Empty: not known (yet).
  std::string currency;
  std::vector<bool> has_item;  ///< by number of the dictionary; short: false
  Dictionary attribute_names;  ///< `custom_label_0`, `color`
  Dictionary attribute_values;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_FEED_H_
