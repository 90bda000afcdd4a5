#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/bundle/evaluate.h"
#include "runtime/rank/recommend.h"
#include "tests/native/model_builder.h"
#include "tests/native/random.h"
#include "tests/native/random_program.h"

namespace vitrine {
namespace {

using testing::CatalogueItem;
using testing::ModelBuilder;
using testing::Random;
using testing::RandomProgram;
using Items = std::vector<std::uint32_t>;

Identity ValueId(std::string_view text) {
  return IdentityOf(IdentityKind::kValue, text);
}

struct Catalogue {
  std::vector<CatalogueItem> items;
  /// [relation][item][neighbour]: 0: none.
  std::vector<std::vector<std::vector<float>>> weights;
  Ranking ranking;
};

class Oracle {
 public:
  Oracle(const Catalogue& catalogue, const Situation& situation)
      : catalogue_(catalogue),
        situation_(situation),
        taken_(catalogue.items.size(), false) {
    if (situation.current != kNone) taken_[situation.current] = true;
    for (std::uint32_t item : situation.cart) taken_[item] = true;
  }

  std::vector<Recommended> Recommend(const std::vector<Strategy>& strategies,
                                     std::uint32_t limit,
                                     const ItemFilter& filter, bool novel) {
    std::vector<Recommended> list;
    for (Strategy strategy : strategies) {
      for (const Recommended& one : All(strategy, novel)) {
        const CatalogueItem& item = catalogue_.items[one.item];
        if (list.size() == limit || taken_[one.item] ||
            item.availability == Availability::kOutOfStock ||
            !Passes(filter, item)) {
          continue;
        }
        taken_[one.item] = true;
        list.push_back(one);
      }
    }
    return list;
  }

 private:
  std::vector<Recommended> All(Strategy strategy, bool novel) const {
    const auto viewed = situation_.viewed;
    Items current;
    if (situation_.current != kNone) current = {situation_.current};
    switch (strategy) {
      case Strategy::kForYou: {
        const Items seen(viewed.begin(), viewed.end());
        return Related(strategy, 0, seen.empty() ? current : seen,
                       novel ? seen : Items(), seen.empty() || !novel);
      }
      case Strategy::kSimilar:
        if (current.empty() && !viewed.empty()) current = {viewed[0]};
        return Related(strategy, 0, current, current);
      case Strategy::kBoughtTogether: {
        const Items cart(situation_.cart.begin(), situation_.cart.end());
        return Related(strategy, 1, cart.empty() ? current : cart, {});
      }
      case Strategy::kRecentlyViewed: {
        std::vector<Recommended> list;
        for (std::uint32_t item : viewed) list.push_back({item, strategy});
        return list;
      }
      case Strategy::kPopular:
        return Popular(strategy, "");
      case Strategy::kPopularInCategory:
        break;
    }
    Items candidates = current;
    candidates.insert(candidates.end(), viewed.begin(), viewed.end());
    for (std::string_view known : {"x", "y"}) {
      if (situation_.category == ValueId(known)) {
        return Popular(strategy, known);
      }
    }
    for (std::uint32_t item : candidates) {
      const std::string_view category = catalogue_.items[item].category;
      if (!category.empty()) return Popular(strategy, category);
    }
    for (std::string_view known : {"x", "y"}) {
      if (situation_.interest == ValueId(known)) {
        return Popular(strategy, known);
      }
    }
    return {};
  }

  std::vector<Recommended> Popular(Strategy strategy,
                                   std::string_view category) const {
    std::vector<Recommended> list;
    for (std::uint32_t i = 0; i < catalogue_.items.size(); ++i) {
      if (category.empty() || (catalogue_.items[i].category == category &&
                               list.size() < kMaxCategoryItems)) {
        list.push_back({i, strategy});
      }
    }
    return list;
  }

  std::vector<Recommended> Related(Strategy strategy, std::size_t relation,
                                   const Items& context, const Items& excluded,
                                   bool again = false) const {
    const Ranking& ranking = catalogue_.ranking;
    std::vector<std::pair<float, Recommended>> scored;
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
        const std::size_t used = relation == 1 && has_rows(1) ? 1 : 0;
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
    std::stable_sort(
        scored.begin(), scored.end(),
        [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Recommended> list;
    for (const auto& [score, one] : scored) list.push_back(one);
    return list;
  }

  static bool Passes(const ItemFilter& filter, const CatalogueItem& item) {
    if (filter.node == kNone) return true;
    const auto name = [](std::string_view text) {
      return text.empty() ? Value::Null() : Value::Name(ValueId(text));
    };
    const char* const availabilities[] = {"in_stock", "out_of_stock",
                                          "preorder", "backorder"};
    const Value fields[kItemFields + kMaxProperties] = {
        Value::Name(IdentityOf(IdentityKind::kItem, item.id)),
        name(item.brand),
        name(item.category),
        std::isnan(item.price) ? Value::Null() : Value::Number(item.price),
        Value::Null(),
        name(availabilities[static_cast<std::size_t>(item.availability)])};
    return EvaluateItem(*filter.program, filter.identities, filter.node,
                        fields) == Truth::kTrue;
  }

  const Catalogue& catalogue_;
  const Situation situation_;
  std::vector<bool> taken_;
};

/// More than are near each other.
constexpr std::uint32_t kMostItems = 150;

Items RandomItems(Random& random, std::uint32_t size, std::uint32_t most) {
  Items all(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    all[i] = i;
    std::swap(all[i], all[random.Below(i + 1)]);
  }
  all.resize(random.Below(std::min(size, most) + 1));
  return all;
}

TEST(Recommender, AgreesWithTheOracleOnRandomShops) {
  Random random(7);
  Recommender recommender;
  std::vector<std::string> ids;
  for (std::uint32_t i = 0; i < kMostItems; ++i)
    ids.push_back("item-" + std::to_string(i));
  const std::string_view words[] = {"", "x", "y"};
  const Identity categories[] = {kNoIdentity, ValueId("x"), ValueId("y")};
  std::size_t recommended = 0;
  for (int round = 0; round < 1500; ++round) {
    Catalogue catalogue;
    ModelBuilder b;
    const std::uint32_t size =
        1 + random.Below(round % 8 == 0 ? kMostItems : 40);
    for (std::uint32_t i = 0; i < size; ++i) {
      catalogue.items.push_back(
          {ids[i], words[random.Below(3)], words[random.Below(3)],
           random.OneIn(4) ? std::nan("") : random.Below(4),
           static_cast<Availability>(random.Below(kAvailabilities))});
      b.Item(catalogue.items.back());
    }
    catalogue.weights.assign(2, {size, std::vector<float>(size)});
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) {
        if (random.OneIn(3)) {
          // Few different weights, so that there are ties.
          const auto weight = static_cast<float>(1U << random.Below(6) * 2);
          catalogue.weights[0][i][j] = weight;
          b.Similar(i, j, weight);
        }
        if (random.OneIn(6) && i % 2 == 0 && i != j) {
          const auto weight = static_cast<float>(1U << random.Below(14));
          catalogue.weights[1][i][j] = weight;
          b.Together(i, j, weight);
        }
      }
    }
    const float decays[] = {0, 0.25F, 0.6F, 1};
    const float revisits[] = {0, 17, 3000, 1e6F};
    const float nears[] = {0, 0.01F, 1, 100};
    catalogue.ranking = {.decay = decays[random.Below(4)],
                         .revisit = revisits[random.Below(4)],
                         .revisit_decay = decays[random.Below(4)],
                         .near = nears[random.Below(4)],
                         .near_slope = decays[random.Below(4)]};
    b.ranking = catalogue.ranking;
    Model model;
    b.shard_bits = random.Below(8);
    b.page_bits = random.Below(3);
    ASSERT_EQ(b.Load(model), ReadError::kNone);
    const Program program = RandomProgram(random);
    const Array<Identity> identities = SymbolIdentities(program);
    const std::uint32_t nodes = program.item_conditions.size();

    for (int page = 0; page < 3; ++page) {
      const Items viewed = RandomItems(random, size, 30);
      const Items cart = RandomItems(random, size, random.Below(5));
      const Situation situation = {
          .current = random.OneIn(2) ? kNone : random.Below(size),
          .category = categories[random.Below(3)],
          .interest = categories[random.Below(3)],
          .viewed = viewed,
          .cart = cart};
      Oracle oracle(catalogue, situation);
      recommender.Begin(model, situation);
      for (int slot = 0; slot < 4; ++slot) {
        std::vector<Strategy> strategies(1 + random.Below(3));
        for (Strategy& strategy : strategies) {
          strategy = static_cast<Strategy>(random.Below(kStrategies));
        }
        ItemFilter filter = {&program, identities, kNone};
        if (nodes > 0 && random.OneIn(2)) filter.node = random.Below(nodes);
        const std::uint32_t limit = 1 + random.Below(8);
        const bool novel = random.OneIn(2);
        const auto got =
            recommender.Recommend(strategies, limit, filter, novel);
        ASSERT_EQ(std::vector<Recommended>(got.begin(), got.end()),
                  oracle.Recommend(strategies, limit, filter, novel))
            << "round " << round << " page " << page << " slot " << slot;
        recommended += got.size();
      }
    }
  }
  EXPECT_GT(recommended, 20'000U) << "the test asks too little";
}

}  // namespace
}  // namespace vitrine
