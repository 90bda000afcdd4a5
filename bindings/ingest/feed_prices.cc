#include "bindings/ingest/feed_prices.h"

#include <algorithm>

#include "bindings/ingest/money.h"

namespace vitrine::ingest {

void FeedPrices::Read(std::string_view price, std::string_view sale_price,
                      std::size_t place, FeedProduct& product) {
  if (place >= of_product_.size()) of_product_.resize(place + 1);
  Both& both = of_product_[place] = {};
  product.price = ReadOne(price, both.price);
  product.sale_price = ReadOne(sale_price, both.sale_price);
}

double FeedPrices::ReadOne(std::string_view text, std::uint8_t& currency) {
  if (text.empty()) return FeedProduct::kUnknown;
  const std::string& assumed = !feed_.currency.empty()  ? feed_.currency
                               : currencies_.size() > 1 ? currencies_[1].code
                                                        : feed_.currency;
  Money money;
  if (!ParseMoney(text, assumed, money)) {
    bad_.Add(text);
    return FeedProduct::kUnknown;
  }
  any_ = true;
  if (!money.currency.empty()) currency = NumberOf(money.currency, text);
  return money.amount;
}

std::uint8_t FeedPrices::NumberOf(const std::string& code,
                                  std::string_view text) {
  auto known =
      std::find_if(currencies_.begin() + 1, currencies_.end(),
                   [&code](const Currency& one) { return one.code == code; });
  if (known == currencies_.end()) {
    if (currencies_.size() > kMostCurrencies) return kForeign;
    known =
        currencies_.insert(known, {.code = code, .first = std::string(text)});
  }
  return static_cast<std::uint8_t>(known - currencies_.begin());
}

/// Of equally frequent ones the first; empty: none is named.
std::string FeedPrices::MostFrequent() const {
  std::vector<std::uint64_t> prices(kForeign + std::size_t{1});
  for (const Both& both : of_product_) {
    ++prices[both.price];
    ++prices[both.sale_price];
  }
  std::size_t most = kNoCurrency;
  prices[most] = 0;
  for (std::size_t i = 1; i < currencies_.size(); ++i) {
    if (prices[i] > prices[most]) most = i;
  }
  return currencies_[most].code;
}

void FeedPrices::End() {
  if (feed_.currency.empty()) feed_.currency = MostFrequent();
  const auto settle = [this](double& price, std::uint8_t currency) {
    if (currency == kNoCurrency) return;
    if (currency != kForeign && currencies_[currency].code == feed_.currency) {
      return;
    }
    foreign_.Add(currency == kForeign ? "" : currencies_[currency].first);
    price = FeedProduct::kUnknown;
  };
  for (std::size_t i = 0; i < of_product_.size(); ++i) {
    FeedProduct& product = feed_.products[i];
    settle(product.price, of_product_[i].price);
    settle(product.sale_price, of_product_[i].sale_price);
  }
}

void FeedPrices::AddWarnings(FileReport& report) const {
  const auto add = [&report](std::string text, std::string_view rest) {
    if (!text.empty()) report.warnings.push_back(text + std::string(rest));
  };
  if (any_ && feed_.currency.empty()) {
    add("the prices have no currency: tell it with --currency EUR", "");
  }
  add(bad_.Text("price is none such as 89.50 EUR",
                "prices are none such as 89.50 EUR"),
      ": left unknown");
  add(foreign_.Text("price is not in " + feed_.currency,
                    "prices are not in " + feed_.currency),
      ": left unknown");
}

}  // namespace vitrine::ingest
