#ifndef VITRINE_TESTS_NATIVE_RECOMMEND_ORACLE_H_
#define VITRINE_TESTS_NATIVE_RECOMMEND_ORACLE_H_

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/bundle/evaluate.h"
#include "runtime/rank/recommend.h"
#include "tests/native/model_builder.h"

namespace vitrine::testing {

struct ShownTimes {
  Identity id = kNoIdentity;
  std::uint32_t times = 0;
};

struct Catalogue {
  std::vector<CatalogueItem> items;
  /// [relation][item][neighbour]: 0: none.
  std::vector<std::vector<std::vector<float>>> weights;
  Ranking ranking;
  std::vector<std::uint32_t> trending, fresh;

  std::uint32_t Find(Identity id) const {
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      if (IdentityOf(IdentityKind::kItem, items[i].id) == id) return i;
    }
    return kNone;
  }
};

inline Identity NameOfValue(std::string_view text) {
  return text.empty() ? kNoIdentity : IdentityOf(IdentityKind::kValue, text);
}

/// What a condition may read of one item: written down from what program.h
/// says of each kind of property, one item and one field at a time.
class ItemReader {
 public:
  ItemReader(const Catalogue& catalogue, const Situation& situation,
             const Wish& wish)
      : catalogue_(catalogue), situation_(situation), wish_(wish) {}

  Value Read(std::uint32_t number, std::uint32_t field) const {
    const CatalogueItem& item = catalogue_.items[number];
    const auto name = [](std::string_view text) {
      return text.empty() ? Value::Null() : Value::Name(NameOfValue(text));
    };
    const char* const availabilities[] = {"in_stock", "out_of_stock",
                                          "preorder", "backorder"};
    switch (field) {
      case 0:
        return Value::Name(IdentityOf(IdentityKind::kItem, item.id));
      case 1:
        return name(item.brand);
      case 2:
        return name(item.category);
      case 3:
        return std::isnan(item.price) ? Value::Null()
                                      : Value::Number(item.price);
      case 4:
        return Value::Null();
      case 5:
        return name(
            availabilities[static_cast<std::size_t>(item.availability)]);
    }
    const Property& property = wish_.program->properties[field - kItemFields];
    switch (property.kind) {
      case PropertyKind::kOfEvent:
        return Value::Null();
      case PropertyKind::kOfItem: {
        std::size_t place = 0;
        for (std::uint32_t i = 0; i + kItemFields < field; ++i) {
          if (wish_.program->properties[i].kind == property.kind) ++place;
        }
        Value value;
        if (place < item.properties.size()) {
          const KeptValue& told = item.properties[place];
          value = told.tag == ValueTag::kNumber ? Value::Number(told.number)
                  : told.tag == ValueTag::kText ? Value::Name(told.text)
                                                : Value::Null();
        }
        return value;
      }
      case PropertyKind::kInterest:
        return InterestOf(Read(number, property.field), property.field);
      case PropertyKind::kRatioToViewed:
      case PropertyKind::kRatioToCart:
      case PropertyKind::kRatioToInput: {
        double largest = std::nan("");
        for (const Value& other : Others(property)) {
          if (other.tag == ValueTag::kNumber && !(other.number <= largest)) {
            largest = other.number;
          }
        }
        const Value own = Read(number, property.field);
        if (own.tag != ValueTag::kNumber) return Value::Unknown();
        const double ratio = own.number / largest;
        return std::isnan(ratio) ? Value::Unknown() : Value::Number(ratio);
      }
      case PropertyKind::kSameAsViewed:
      case PropertyKind::kSameAsCart:
      case PropertyKind::kSameAsInput: {
        const Value own = Read(number, property.field);
        bool known = false;
        bool same = false;
        for (const Value& other : Others(property)) {
          known |= other.text != kNoIdentity;
          same |= other.text == own.text;
        }
        if (!known || own.text == kNoIdentity) return Value::Unknown();
        return {
            .tag = ValueTag::kTruth, .truthy = same, .number = same ? 1. : 0.};
      }
    }
    return {};
  }

  Truth Ask(std::uint32_t number, std::uint32_t node) const {
    std::vector<Value> values;
    for (std::uint32_t field = 0;
         field < kItemFields + wish_.program->properties.size(); ++field) {
      values.push_back(Read(number, field));
    }
    return EvaluateItem(*wish_.program, wish_.identities, node, values);
  }

 private:
  Value InterestOf(const Value& own, std::uint32_t field) const {
    if (!situation_.visitor_known || field < 1 || field > 2) {
      return Value::Unknown();
    }
    for (const Interest& one : situation_.interests) {
      if (one.id == own.text && one.field == static_cast<ItemField>(field)) {
        return Value::Number(one.share);
      }
    }
    return Value::Number(0);
  }

  /// What the item is compared with.
  std::vector<Value> Others(const Property& property) const {
    if (property.input != kNone) {
      const KeptValue& input = wish_.inputs[property.input];
      return {{.tag = input.tag, .number = input.number, .text = input.text}};
    }
    std::vector<Value> others;
    if (property.kind == PropertyKind::kRatioToCart ||
        property.kind == PropertyKind::kSameAsCart) {
      for (std::uint32_t item : situation_.cart) {
        others.push_back(Read(item, property.field));
      }
    } else if (situation_.current != kNone) {
      others.push_back(Read(situation_.current, property.field));
    } else if (!situation_.item_page && !situation_.viewed.empty()) {
      others.push_back(Read(situation_.viewed[0], property.field));
    }
    return others;
  }

  const Catalogue& catalogue_;
  const Situation& situation_;
  const Wish& wish_;
};

/// Recommends by the definitions, in whatever time that takes.
class Oracle {
 public:
  /// `shown`: how often items were, without being looked at.
  Oracle(const Catalogue& catalogue, const Situation& situation,
         std::span<const ShownTimes> shown, std::span<const Identity> unwanted)
      : catalogue_(catalogue),
        situation_(situation),
        shown_(shown),
        unwanted_(unwanted),
        taken_(catalogue.items.size(), false) {
    if (situation.current != kNone) taken_[situation.current] = true;
    for (std::uint32_t item : situation.cart) taken_[item] = true;
  }

  std::vector<Recommended> Recommend(const Wish& wish) {
    std::vector<Recommended> list;
    for (const Source& source : wish.sources) {
      std::size_t room = wish.limit - list.size();
      if (source.take != 0) room = std::min<std::size_t>(room, source.take);
      std::vector<Scored> offered = All(source, wish);
      const bool changes =
          !wish.boosts.empty() || wish.diversity != 0 || Rotates();
      const bool keeps_order = source.strategy == Strategy::kRecentlyViewed ||
                               source.strategy == Strategy::kCurated ||
                               source.strategy == Strategy::kBuyAgain ||
                               source.strategy == Strategy::kPriceDrop ||
                               source.strategy == Strategy::kBackInStock;
      const bool pools = changes && !keeps_order;
      std::size_t next = 0;
      while (room > 0 && next < offered.size()) {
        std::vector<Scored> pool;
        const std::size_t most = pools ? 3 * room : 1;
        for (; next < offered.size() && pool.size() < most; ++next) {
          if (May(offered[next].one, wish, list)) pool.push_back(offered[next]);
        }
        while (room > 0 && !pool.empty()) {
          std::size_t best = 0;
          double most_worth = -1;
          for (std::size_t i = 0; i < pool.size(); ++i) {
            const double worth = pools ? Worth(pool[i], wish, list) : 1;
            if (worth > most_worth) {
              most_worth = worth;
              best = i;
            }
          }
          const Recommended one = pool[best].one;
          pool.erase(pool.begin() + static_cast<std::ptrdiff_t>(best));
          if (taken_[one.item] || IsCapped(one.item, wish, list)) continue;
          taken_[one.item] = true;
          list.push_back(one);
          --room;
        }
      }
    }
    return list;
  }

 private:
  struct Scored {
    double score;
    Recommended one;
  };
  using Items = std::vector<std::uint32_t>;

  const CatalogueItem& Of(std::uint32_t item) const {
    return catalogue_.items[item];
  }
  Identity IdOf(std::uint32_t item) const {
    return IdentityOf(IdentityKind::kItem, Of(item).id);
  }

  bool Rotates() const {
    return std::any_of(shown_.begin(), shown_.end(),
                       [](const ShownTimes& one) { return one.times > 2; });
  }

  bool May(const Recommended& one, const Wish& wish,
           const std::vector<Recommended>& list) const {
    const std::uint32_t item = one.item;
    if (taken_[item] || Of(item).availability == Availability::kOutOfStock ||
        IsCapped(item, wish, list)) {
      return false;
    }
    for (const Identity id : unwanted_) {
      if (id == IdOf(item)) return false;
    }
    for (const BoughtItem& bought : situation_.bought) {
      if (bought.id == IdOf(item) && !wish.bought &&
          one.strategy != Strategy::kBuyAgain) {
        return false;
      }
    }
    return wish.filter == kNone ||
           ItemReader(catalogue_, situation_, wish).Ask(item, wish.filter) !=
               Truth::kFalse;
  }

  bool IsCapped(std::uint32_t item, const Wish& wish,
                const std::vector<Recommended>& list) const {
    const ItemReader reader(catalogue_, situation_, wish);
    for (const ItemCap& cap : wish.caps) {
      const Value own = reader.Read(item, cap.field);
      std::uint32_t same = 0;
      for (const Recommended& one : list) {
        const Value other = reader.Read(one.item, cap.field);
        if (own.tag != ValueTag::kNull && own.tag == other.tag &&
            (own.tag == ValueTag::kNumber ? own.number == other.number
                                          : own.text == other.text)) {
          ++same;
        }
      }
      if (same >= cap.most) return true;
    }
    return false;
  }

  double Worth(const Scored& scored, const Wish& wish,
               const std::vector<Recommended>& list) const {
    const std::uint32_t item = scored.one.item;
    double boost = 1;
    for (const Boost& one : wish.boosts) {
      if (ItemReader(catalogue_, situation_, wish).Ask(item, one.node) ==
          Truth::kTrue) {
        boost *= one.percent / 100.0;
      }
    }
    double rotation = 1;
    for (const ShownTimes& shown : shown_) {
      if (shown.id != IdOf(item)) continue;
      for (std::uint32_t n = 3; n <= shown.times && n <= 12; ++n) {
        rotation *= 0.8;
      }
    }
    double alike = 0;
    for (const Recommended& one : list) {
      const CatalogueItem& other = Of(one.item);
      double sum = 0;
      if (!other.category.empty() && other.category == Of(item).category) {
        sum += 0.5;
      }
      if (!other.brand.empty() && other.brand == Of(item).brand) sum += 0.3;
      if (one.item / 64 == item / 64) sum += 0.2;
      alike = std::max(alike, sum);
    }
    return scored.score * boost * rotation *
           (1 - wish.diversity / 100.0 * alike);
  }

  std::vector<Scored> All(const Source& source, const Wish& wish) const {
    const Strategy strategy = source.strategy;
    const auto viewed = situation_.viewed;
    const Items cart(situation_.cart.begin(), situation_.cart.end());
    Items current;
    if (situation_.current != kNone) current = {situation_.current};
    Items subject = current;
    if (current.empty() && !situation_.item_page && !viewed.empty()) {
      subject = {viewed[0]};
    }
    switch (strategy) {
      case Strategy::kForYou: {
        const Items seen(viewed.begin(), viewed.end());
        return Related(strategy, 0, seen.empty() ? current : seen,
                       wish.novel ? seen : Items(),
                       seen.empty() || !wish.novel);
      }
      case Strategy::kSimilar:
        return Related(strategy, 0, subject, subject);
      case Strategy::kUpsell:
        return Upsell(subject);
      case Strategy::kBoughtTogether:
        return Related(strategy, 1, cart.empty() ? current : cart, {});
      case Strategy::kComplementary:
        if (current.empty() && !cart.empty()) current = {cart[0]};
        return Complementary(current);
      case Strategy::kRecentlyViewed:
        return Listed(strategy, {viewed.begin(), viewed.end()});
      case Strategy::kPopular:
        return Popular(strategy, "");
      case Strategy::kPopularInCategory:
        return PopularInCategory(current);
      case Strategy::kTrending:
        return Listed(strategy, catalogue_.trending);
      case Strategy::kNewArrivals:
        return Listed(strategy, catalogue_.fresh);
      case Strategy::kExplore: {
        Items fresh = catalogue_.fresh;
        if (!fresh.empty()) {
          std::rotate(fresh.begin(),
                      fresh.begin() + static_cast<std::ptrdiff_t>(
                                          situation_.chance % fresh.size()),
                      fresh.end());
        }
        return Listed(strategy, fresh);
      }
      case Strategy::kCurated: {
        Items items;
        const List& list = wish.program->symbol_lists[source.items];
        for (std::uint32_t i = 0; i < list.count; ++i) {
          const std::uint32_t item = catalogue_.Find(
              wish.identities[wish.program->symbol_elements[list.first + i]]);
          if (item != kNone) items.push_back(item);
        }
        return Listed(strategy, items);
      }
      case Strategy::kBuyAgain:
        return BuyAgain();
      case Strategy::kPriceDrop:
        return PriceDrop();
      case Strategy::kBackInStock: {
        Items items;
        for (std::size_t i = 0; i < situation_.seen.size(); ++i) {
          if (situation_.seen[i].sold_out) items.push_back(viewed[i]);
        }
        return Listed(strategy, items);
      }
    }
    return {};
  }

  std::vector<Scored> PopularInCategory(const Items& current) const {
    const Strategy strategy = Strategy::kPopularInCategory;
    Items candidates = current;
    candidates.insert(candidates.end(), situation_.viewed.begin(),
                      situation_.viewed.end());
    for (std::string_view known : {"x", "y"}) {
      if (situation_.category == NameOfValue(known)) {
        return Popular(strategy, known);
      }
    }
    for (std::uint32_t item : candidates) {
      const std::string_view category = Of(item).category;
      if (!category.empty()) return Popular(strategy, category);
    }
    for (std::string_view known : {"x", "y"}) {
      if (situation_.interest == NameOfValue(known)) {
        return Popular(strategy, known);
      }
    }
    return {};
  }

  static std::vector<Scored> Listed(Strategy strategy, const Items& items) {
    std::vector<Scored> list;
    for (std::uint32_t item : items) {
      list.push_back({1 / (10 + static_cast<double>(list.size())),
                      {item, strategy, kNone}});
    }
    return list;
  }

  std::vector<Scored> Popular(Strategy strategy,
                              std::string_view category) const {
    Items items;
    for (std::uint32_t i = 0; i < catalogue_.items.size(); ++i) {
      if (category.empty() ||
          (Of(i).category == category && items.size() < kMaxCategoryItems)) {
        items.push_back(i);
      }
    }
    return Listed(strategy, items);
  }

  std::vector<Scored> Upsell(const Items& subject) const {
    std::vector<Scored> list;
    for (const Scored& scored :
         Related(Strategy::kUpsell, 0, subject, subject)) {
      const CatalogueItem& item = Of(scored.one.item);
      const CatalogueItem& other = Of(subject[0]);
      const double ratio = item.price / other.price;
      if (!(ratio > 1) || !(ratio <= 1.5)) continue;
      if (!item.category.empty() && !other.category.empty() &&
          item.category != other.category) {
        continue;
      }
      list.push_back(scored);
    }
    return list;
  }

  std::vector<Scored> Complementary(const Items& context) const {
    std::vector<Scored> list;
    for (const Scored& scored :
         Related(Strategy::kComplementary, 1, context, {}, false, false)) {
      const CatalogueItem& item = Of(scored.one.item);
      const CatalogueItem& other = Of(context[0]);
      const bool known = !item.category.empty() && !other.category.empty();
      if (known ? item.category == other.category
                : catalogue_.weights[0][context[0]][scored.one.item] > 0) {
        continue;
      }
      list.push_back(scored);
    }
    return list;
  }

  std::vector<Scored> BuyAgain() const {
    std::vector<Scored> list;
    for (std::size_t i = 0; i < situation_.bought.size() && i < 64; ++i) {
      const BoughtItem& bought = situation_.bought[i];
      const std::uint32_t item = catalogue_.Find(bought.id);
      if (item == kNone) continue;
      const double interval = bought.gap > 0 ? bought.gap : Of(item).rebuy_ms;
      const double passed = situation_.now - bought.at;
      if (interval > 0 && passed >= 0.8 * interval) {
        list.push_back({static_cast<float>(passed / interval),
                        {item, Strategy::kBuyAgain, kNone}});
      }
    }
    return Sorted(list);
  }

  std::vector<Scored> PriceDrop() const {
    std::vector<Scored> list;
    for (std::size_t i = 0; i < situation_.seen.size(); ++i) {
      const std::uint32_t item = situation_.viewed[i];
      const double before = situation_.seen[i].price;
      const double drop = (before - Of(item).price) / before;
      if (drop >= 0.05) {
        list.push_back(
            {static_cast<float>(drop), {item, Strategy::kPriceDrop, kNone}});
      }
    }
    return Sorted(list);
  }

  static std::vector<Scored> Sorted(std::vector<Scored> list) {
    std::sort(list.begin(), list.end(), [](const Scored& a, const Scored& b) {
      return a.score != b.score ? a.score > b.score : a.one.item < b.one.item;
    });
    return list;
  }

  std::vector<Scored> Related(Strategy strategy, std::size_t relation,
                              const Items& context, const Items& excluded,
                              bool again = false, bool make_do = true) const {
    const Ranking& ranking = catalogue_.ranking;
    std::vector<Scored> scored;
    for (std::uint32_t j = 0; j < catalogue_.items.size(); ++j) {
      float sum = 0;
      float best = 0;
      Recommended one = {j, strategy, kNone};
      float factor = 1;
      float revisit = ranking.revisit;
      const auto add = [&](float part, std::uint32_t because) {
        sum += part;
        if (part > best) {
          best = part;
          one.because = because;
        }
      };
      for (std::size_t k = 0; k < context.size() && k < kMaxContextItems; ++k) {
        const std::uint32_t from = context[k];
        const auto has_rows = [&](std::size_t of) {
          const auto& row = catalogue_.weights[of][from];
          for (std::uint32_t i = 0; i < row.size(); ++i) {
            if (row[i] > 0 && i != from) return true;
          }
          return false;
        };
        const std::size_t used =
            relation == 1 && (has_rows(1) || !make_do) ? 1 : 0;
        if (j != from) {
          add(catalogue_.weights[used][from][j] * factor, from);
        } else if (again) {
          add(revisit + catalogue_.weights[0][j][j] * factor, j);
        }
        if (relation == 0 && k < 4 && j != from && j / 64 == from / 64) {
          const auto distance =
              static_cast<float>(j < from ? from - j : j - from);
          add(ranking.near * factor / (1 + ranking.near_slope * distance),
              from);
        }
        factor *= ranking.decay;
        revisit *= ranking.revisit_decay;
      }
      if (std::count(excluded.begin(), excluded.end(), j) == 0 && sum > 0) {
        scored.push_back({sum, one});
      }
    }
    return Sorted(scored);
  }

  const Catalogue& catalogue_;
  const Situation situation_;
  const std::span<const ShownTimes> shown_;
  const std::span<const Identity> unwanted_;
  std::vector<bool> taken_;
};

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_RECOMMEND_ORACLE_H_
