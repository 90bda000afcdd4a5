#ifndef VITRINE_BINDINGS_INGEST_FEED_PRICES_H_
#define VITRINE_BINDINGS_INGEST_FEED_PRICES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/feed.h"
#include "bindings/ingest/file_report.h"

namespace vitrine::ingest {

/// The prices of one file. A page has one currency: that of most prices of the
/// products that are kept when the file ends, if neither an option nor an
/// earlier feed told it. Prices in others become unknown; those that name none
/// are taken to be in it.
class FeedPrices {
 public:
  explicit FeedPrices(Feed& feed) : feed_(feed) {}

  /// Reads both prices of a product that will stand at `place` in the feed.
  void Read(std::string_view price, std::string_view sale_price,
            std::size_t place, FeedProduct& product);
  /// All products of the file are in the feed: settles their currency.
  void End();
  void AddWarnings(FileReport& report) const;

 private:
  static constexpr std::uint8_t kNoCurrency = 0;
  /// More there are not at once; further ones count as foreign.
  static constexpr std::size_t kMostCurrencies = 200;
  static constexpr std::uint8_t kForeign = 0xff;

  struct Currency {
    std::string code;
    std::string first;  ///< price in it
  };
  struct Both {
    std::uint8_t price = kNoCurrency;
    std::uint8_t sale_price = kNoCurrency;
  };

  double ReadOne(std::string_view text, std::uint8_t& currency);
  std::uint8_t NumberOf(const std::string& code, std::string_view text);
  std::string MostFrequent() const;

  Feed& feed_;
  std::vector<Currency> currencies_ = {Currency()};  // the first is none
  std::vector<Both> of_product_;  // by place; of other files none
  bool any_ = false;
  Oddity bad_;
  Oddity foreign_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_FEED_PRICES_H_
