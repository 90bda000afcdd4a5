#include "bindings/jobs/content.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "bindings/ingest/dictionary.h"
#include "bindings/ingest/text.h"
#include "runtime/training/logarithm.h"

namespace vitrine::jobs {
namespace {

using ingest::FeedProduct;

/// More words say little that the first ones do not, and cost time.
constexpr std::uint32_t kMostWords = 16;
constexpr std::uint32_t kMostLevels = 8;

/// A letter, a digit, or a part of a character beyond ASCII.
bool IsOfWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Numbers what products have in common.
class Features {
 public:
  explicit Features(std::vector<FeatureKind>& kinds) : kinds_(kinds) {}

  std::vector<std::uint32_t> Of(const FeedProduct& product) {
    features_.clear();
    AddCategories(product.category_path);
    if (!product.brand.empty()) Add(FeatureKind::kBrand, product.brand);
    AddPrice(product.price);
    AddWords(product.title);
    std::sort(features_.begin(), features_.end());
    features_.erase(std::unique(features_.begin(), features_.end()),
                    features_.end());
    return features_;
  }

 private:
  void Add(FeatureKind kind, std::string_view text) {
    std::string name(1, static_cast<char>('0' + static_cast<int>(kind)));
    for (const char c : text) {
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const std::uint32_t feature = names_.Add(name);
    if (feature == kinds_.size()) kinds_.push_back(kind);
    features_.push_back(feature);
  }

  /// `Shoes`, `Shoes > Boots` of `Shoes > Boots`.
  void AddCategories(std::string_view path) {
    std::string category;
    for (std::uint32_t level = 0; level < kMostLevels && !path.empty();
         ++level) {
      const std::size_t end = std::min(path.find('>'), path.size());
      const std::string_view name = ingest::Trimmed(path.substr(0, end));
      path.remove_prefix(std::min(end + 1, path.size()));
      if (name.empty()) continue;
      category += '>';
      category += name;
      Add(FeatureKind::kCategory, category);
    }
  }

  void AddPrice(double price) {
    if (std::isnan(price) || price < 0.01) return;
    // In half octaves of a hundredth: the last bit tells both bands apart.
    const std::int32_t halves =
        Logarithm(static_cast<std::uint64_t>(price * 100)) >> 15;
    Add(FeatureKind::kPrice, std::to_string(halves / 2));
    Add(FeatureKind::kPrice, "+" + std::to_string((halves + 1) / 2));
  }

  void AddWords(std::string_view title) {
    std::uint32_t words = 0;
    for (std::size_t i = 0; i < title.size() && words < kMostWords; ++i) {
      const std::size_t begin = i;
      while (i < title.size() && IsOfWord(title[i])) ++i;
      if (i - begin < 2) continue;
      Add(FeatureKind::kWord, title.substr(begin, i - begin));
      ++words;
    }
  }

  std::vector<FeatureKind>& kinds_;
  ingest::Dictionary names_;  ///< with the kind in front
  std::vector<std::uint32_t> features_;
};

}  // namespace

void AddContent(const ingest::Feed& feed,
                const std::vector<std::uint32_t>& feed_numbers,
                TrainingLog& log) {
  std::vector<const FeedProduct*> products(feed.has_item.size());
  for (const FeedProduct& product : feed.products) {
    products[product.item] = &product;
  }
  Features features(log.features);
  for (FeedRow& row : log.feed) {
    row.features = features.Of(*products[feed_numbers[row.item]]);
  }
}

}  // namespace vitrine::jobs
