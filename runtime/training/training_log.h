#ifndef VITRINE_RUNTIME_TRAINING_TRAINING_LOG_H_
#define VITRINE_RUNTIME_TRAINING_TRAINING_LOG_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

/// What a model is learned from, without the text it came in.
namespace vitrine {

enum class Action : std::uint8_t { kView = 0, kCart = 1, kPurchase = 2 };

/// Somebody did something with an item. Numbers are the indexes of
/// TrainingLog's texts.
struct LogRow {
  std::uint32_t session = 0;
  std::uint32_t item = 0;
  double time = 0;  ///< ms since 1970, or a rank; finite
  Action action = Action::kView;
};

/// Another id of an item: that of a variant, or of the group of variants that
/// the item stands for.
struct ItemAlias {
  std::string id;          ///< UTF-8, of no other item or alias
  std::uint32_t item = 0;  ///< index of TrainingLog::items
};

/// What products may have in common.
enum class FeatureKind : std::uint8_t {
  kCategory = 0,  ///< a category, or one that it is in
  kBrand = 1,
  kPrice = 2,  ///< a band of prices
  kWord = 3,   ///< of the title
};

/// A product of the feed.
struct FeedRow {
  std::uint32_t item = 0;
  std::string category;  ///< item_category; empty: none
  /// When it became, or will be, available, ms since 1970; NaN: not told.
  double available = std::numeric_limits<double>::quiet_NaN();
  /// Indexes of TrainingLog::features, ascending, each once.
  std::vector<std::uint32_t> features;
};

/// Rows in the order in which they were read; nothing need be sorted.
struct TrainingLog {
  std::vector<std::string> items;  ///< item ids of log and feed, UTF-8
  std::uint32_t sessions = 0;
  /// Times are those of a clock; false: they only tell an order, and rows of
  /// equal time stand in theirs.
  bool clocked = true;
  std::vector<LogRow> rows;
  /// Empty: every item of the log is for sale, and nothing is known of it.
  /// Otherwise only what stands here is. One row for each item at most.
  std::vector<FeedRow> feed;
  std::vector<FeatureKind> features;  ///< that rows of the feed have
  /// Of items in `feed`, by ascending id. Rows already name the item itself.
  std::vector<ItemAlias> aliases;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_TRAINING_LOG_H_
