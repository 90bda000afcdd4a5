#ifndef VITRINE_BINDINGS_INGEST_FEED_ATTRIBUTES_H_
#define VITRINE_BINDINGS_INGEST_FEED_ATTRIBUTES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bindings/ingest/columns.h"
#include "bindings/ingest/feed.h"
#include "bindings/ingest/file_report.h"

namespace vitrine::ingest {

/// Google Merchant's attributes that have a meaning here, in the order of
/// FeedRoles().
enum Attribute : std::size_t {
  kId,
  kTitle,
  kLink,
  kImageLink,
  kPrice,
  kSalePrice,
  kSalePeriod,
  kAvailability,
  kBrand,
  kProductType,
  kGoogleCategory,
  kGroup,
  kUnitMeasure,
  kUnitBaseMeasure,
  kAttributes
};
std::span<const Role> FeedRoles();

/// A product as it is written in the file. Empty: not told.
struct RawProduct {
  std::string_view fields[kAttributes];
  /// The others, by number of Feed::attribute_names.
  std::vector<std::pair<std::uint32_t, std::string_view>> others;
};

/// Which attribute a name in the file is.
class AttributeNames {
 public:
  /// `names`: of the option. All must outlive it.
  AttributeNames(const ColumnNames& names, Feed& feed);

  /// Puts the value where it belongs; of several with one name the first one
  /// counts, unless `prevails`.
  void Put(std::string_view name, std::string_view value, bool prevails,
           RawProduct& product);

  /// The number of an attribute without a meaning; Dictionary::kAbsent: it is
  /// not kept.
  std::uint32_t OtherNumber(std::string_view name);

  /// Names past the limit.
  const Oddity& left_out() const { return left_out_; }

 private:
  struct Target {
    std::size_t known = kAttributes;
    std::uint32_t other = Dictionary::kAbsent;
  };
  Target Find(std::string_view name);

  Feed& feed_;
  std::vector<std::pair<std::string, std::size_t>> known_;  // plain names
  std::unordered_map<std::string, Target> found_;           // by name
  Dictionary names_left_out_;
  Oddity left_out_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_FEED_ATTRIBUTES_H_
