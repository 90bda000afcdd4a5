// The recommender and its oracle on random shops, visitors and wishes.
#include "tests/native/recommend_oracle.h"

#include <gtest/gtest.h>

#include "tests/native/random.h"
#include "tests/native/random_program.h"

namespace vitrine {
namespace {

using testing::Catalogue;
using testing::CatalogueItem;
using testing::ModelBuilder;
using testing::NameOfValue;
using testing::Oracle;
using testing::ProgramBuilder;
using testing::Random;
using Items = std::vector<std::uint32_t>;

/// More than are near each other.
constexpr std::uint32_t kMostItems = 150;
constexpr double kDay = 86'400'000;
constexpr std::string_view kWords[] = {"", "x", "y"};

Items RandomItems(Random& random, std::uint32_t size, std::uint32_t most) {
  Items all(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    all[i] = i;
    std::swap(all[i], all[random.Below(i + 1)]);
  }
  all.resize(random.Below(std::min(size, most) + 1));
  return all;
}

template <typename T>
T OneOf(Random& random, std::initializer_list<T> values) {
  return values
      .begin()[random.Below(static_cast<std::uint32_t>(values.size()))];
}

double RandomPrice(Random& random) {
  return random.OneIn(4) ? std::nan("") : random.Below(6);
}

KeptValue RandomText(Random& random) {
  const std::string_view word = kWords[random.Below(3)];
  return word.empty() ? KeptValue() : testing::TextProperty(word);
}

KeptValue RandomNumber(Random& random) {
  return random.OneIn(3) ? KeptValue()
                         : testing::NumberProperty(random.Below(4));
}

class RandomShop {
 public:
  RandomShop(Random& random, std::uint32_t size) {
    catalogue.weights.assign(2, {size, std::vector<float>(size)});
    for (std::uint32_t i = 0; i < size; ++i) AddItem(random, i);
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) Relate(random, i, j);
    }
    catalogue.trending = RandomItems(random, size, 10);
    catalogue.fresh = RandomItems(random, size, 10);
    const float decays[] = {0, 0.25F, 0.6F, 1};
    const float revisits[] = {0, 17, 3000, 1e6F};
    const float nears[] = {0, 0.01F, 1, 100};
    catalogue.ranking = {.decay = decays[random.Below(4)],
                         .revisit = revisits[random.Below(4)],
                         .revisit_decay = decays[random.Below(4)],
                         .near = nears[random.Below(4)],
                         .near_slope = decays[random.Below(4)]};
    builder.ranking = catalogue.ranking;
    builder.trending = catalogue.trending;
    builder.fresh = catalogue.fresh;
    builder.shard_bits = random.Below(8);
    builder.page_bits = random.Below(3);
  }

  Catalogue catalogue;
  ModelBuilder builder;

 private:
  void AddItem(Random& random, std::uint32_t i) {
    static const std::vector<std::string> ids = [] {
      std::vector<std::string> all;
      for (std::uint32_t n = 0; n < kMostItems; ++n) {
        all.push_back("item-" + std::to_string(n));
      }
      return all;
    }();
    catalogue.items.push_back(
        {ids[i],
         kWords[random.Below(3)],
         kWords[random.Below(3)],
         RandomPrice(random),
         static_cast<Availability>(random.Below(kAvailabilities)),
         random.OneIn(2) ? std::nan("") : kDay * random.Below(30),
         {RandomText(random), RandomNumber(random)}});
    builder.Item(catalogue.items.back());
  }

  void Relate(Random& random, std::uint32_t i, std::uint32_t j) {
    if (random.OneIn(3)) {
      // Few different weights, so that there are ties.
      const auto weight = static_cast<float>(1U << random.Below(6) * 2);
      catalogue.weights[0][i][j] = weight;
      builder.Similar(i, j, weight);
    }
    if (random.OneIn(6) && i % 2 == 0 && i != j) {
      const auto weight = static_cast<float>(1U << random.Below(14));
      catalogue.weights[1][i][j] = weight;
      builder.Together(i, j, weight);
    }
  }
};

constexpr std::uint32_t kInputs = 4;

/// Conditions on items: their fields, two properties of theirs, and whatever
/// they may be compared with; and two lists of items.
Program RandomConditions(Random& random) {
  ProgramBuilder b;
  Program& p = b.program;
  for (const double number : {0.0, 0.5, 1.0, 2.0}) b.Number(number);
  p.symbol_lists = {{0, 2}};
  p.symbol_elements = {b.Value("x"), b.Value("y")};
  p.number_lists = {{0, 2}};
  p.number_elements = {1, 3};
  b.ItemList({"item-0", "item-3", "nobody", "item-1", "item-3"});
  b.ItemList({"item-7"});
  // The two of the catalogue are 2 and 5 of all.
  const std::uint32_t derived = 4 + random.Below(8);
  for (std::uint32_t i = 0; i < derived; ++i) {
    if (i == 1) b.Property("event.value", false);
    if (i == 2) b.Property("color", true);
    if (i == 3) b.Property("size", true);
    const auto kind =
        static_cast<PropertyKind>(2 + random.Below(kPropertyKinds - 2));
    const bool of_input = kind == PropertyKind::kRatioToInput ||
                          kind == PropertyKind::kSameAsInput;
    const std::uint32_t fields[] = {
        0, 1, 2, 3, 3, 3, kItemFields + 3, kItemFields + 5};
    b.Derived(kind, fields[random.Below(8)],
              of_input ? random.Below(kInputs) : kNone);
  }
  for (std::uint32_t i = 0; i < kItemFields + p.properties.size(); ++i) {
    testing::AddRandomLeaves(random, i, 4, false, p, p.item_conditions);
  }
  testing::AddRandomGates(random, 8, p.item_conditions);
  return b.program;
}

/// What one visitor did, and where.
class RandomVisitor {
 public:
  RandomVisitor(Random& random, const Catalogue& catalogue)
      : viewed_(RandomItems(random, size(catalogue), 30)),
        cart_(RandomItems(random, size(catalogue), random.Below(5))) {
    const Identity categories[] = {kNoIdentity, NameOfValue("x"),
                                   NameOfValue("y")};
    for (std::size_t i = 0; i < viewed_.size(); ++i) {
      seen_.push_back({RandomPrice(random), random.OneIn(3)});
    }
    const auto some = [&](std::uint32_t most) {
      std::vector<Identity> ids;
      for (std::uint32_t item : RandomItems(random, size(catalogue), most)) {
        ids.push_back(
            IdentityOf(IdentityKind::kItem, catalogue.items[item].id));
      }
      if (random.OneIn(4)) ids.push_back(7);
      return ids;
    };
    for (const Identity id : some(random.OneIn(3) ? 100 : 4)) {
      bought_.push_back(
          {id, kDay * (1000 - random.Below(20)),
           random.OneIn(2) ? std::nan("") : kDay * (1 + random.Below(20))});
    }
    if (random.OneIn(2)) unwanted = some(3);
    if (random.OneIn(2)) {
      for (const Identity id : some(20)) {
        shown.push_back({id, random.Below(15)});
      }
    }
    interests_ = {{ItemField::kCategory, NameOfValue("y"), 0.75},
                  {ItemField::kCategory, NameOfValue("z"), 0.25},
                  {ItemField::kBrand, NameOfValue("x"), 0.5},
                  {ItemField::kBrand, NameOfValue("y"), 0.5}};
    situation = {
        .current = random.OneIn(2) ? kNone : random.Below(size(catalogue)),
        .category = categories[random.Below(3)],
        .interest = categories[random.Below(3)],
        .viewed = viewed_,
        .cart = cart_,
        .item_page = random.OneIn(4),
        .visitor_known = random.OneIn(2),
        .seen = seen_,
        .bought = bought_,
        .interests = interests_,
        .now = kDay * 1000,
        .chance = random.Below(100)};
  }
  RandomVisitor(const RandomVisitor&) = delete;
  RandomVisitor& operator=(const RandomVisitor&) = delete;

  Situation situation;
  std::vector<testing::ShownTimes> shown;
  std::vector<Identity> unwanted;

 private:
  static std::uint32_t size(const Catalogue& catalogue) {
    return static_cast<std::uint32_t>(catalogue.items.size());
  }

  Items viewed_;
  Items cart_;
  std::vector<SeenAs> seen_;
  std::vector<BoughtItem> bought_;

  std::vector<Interest> interests_;
};

/// Half of them ask for nothing but a filter, as most rules do.
class RandomWish {
 public:
  RandomWish(Random& random, const Program& program,
             std::span<const Identity> identities)
      : sources_(1 + random.Below(4)) {
    for (Source& source : sources_) {
      source.strategy = static_cast<Strategy>(random.Below(kStrategies));
      if (random.OneIn(4)) source.take = 1 + random.Below(3);
      if (source.strategy == Strategy::kCurated) {
        source.items = 1 + random.Below(2);
      }
    }
    for (KeptValue& input : inputs_) {
      input = random.OneIn(4)   ? KeptValue{.tag = ValueTag::kUnknown}
              : random.OneIn(2) ? RandomText(random)
                                : RandomNumber(random);
    }
    wish = {.sources = sources_,
            .limit = 1 + random.Below(8),
            .novel = random.OneIn(2),
            .bought = random.OneIn(2),
            .program = &program,
            .identities = identities,
            .inputs = inputs_};
    const std::uint32_t nodes = program.item_conditions.size();
    if (nodes > 0 && random.OneIn(2)) wish.filter = random.Below(nodes);
    if (random.OneIn(2)) return;
    if (random.OneIn(2))
      wish.diversity = OneOf<std::uint8_t>(random, {30, 100});
    for (std::uint32_t i = random.Below(4); i > 0 && nodes > 0; --i) {
      boosts_.push_back({random.Below(nodes),
                         OneOf(random, {0U, 50U, 120U, kMaxBoostPercent})});
    }
    const std::uint32_t fields[] = {
        0, 1, 2, 3, 4, 5, kItemFields + 3, kItemFields + 5};
    for (std::uint32_t i = random.Below(3); i > 0; --i) {
      caps_.push_back({fields[random.Below(8)], 1 + random.Below(3)});
    }
    wish.boosts = boosts_;
    wish.caps = caps_;
  }
  RandomWish(const RandomWish&) = delete;
  RandomWish& operator=(const RandomWish&) = delete;

  Wish wish;

 private:
  std::vector<Source> sources_;
  KeptValue inputs_[kInputs];
  std::vector<Boost> boosts_;
  std::vector<ItemCap> caps_;
};

/// A trace tells of the items that were chosen, and its parts make up scores.
void CheckTrace(const Trace& trace, std::span<const Recommended> list) {
  ASSERT_EQ(trace.items.size(), list.size());
  std::size_t parts = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const ItemTrace& item = trace.items[i];
    ASSERT_EQ(item.item, list[i].item);
    ASSERT_EQ(item.strategy, list[i].strategy);
    ASSERT_EQ(item.first_part, parts);
    float sum = 0;
    bool because = list[i].because == kNone;
    for (std::size_t p = 0; p < item.part_count; ++p) {
      const PartTrace& part = trace.parts[item.first_part + p];
      sum += part.weight;
      because |= part.context == list[i].because;
    }
    ASSERT_TRUE(because);
    if (item.part_count != 0) ASSERT_EQ(sum, item.score);
    parts += item.part_count;
  }
  ASSERT_EQ(trace.parts.size(), parts);
}

TEST(Recommender, AgreesWithTheOracleOnRandomShops) {
  Random random(7);
  Recommender recommender;
  std::size_t recommended = 0;
  std::size_t by_strategy[kStrategies] = {};
  for (int round = 0; round < 1500; ++round) {
    const RandomShop shop(random,
                          1 + random.Below(round % 8 == 0 ? kMostItems : 40));
    Model model;
    ASSERT_EQ(shop.builder.Load(model, 2), ReadError::kNone);
    const Program program = RandomConditions(random);
    const Array<Identity> identities = SymbolIdentities(program);
    for (int page = 0; page < 3; ++page) {
      const RandomVisitor visitor(random, shop.catalogue);
      Oracle oracle(shop.catalogue, visitor.situation, visitor.shown,
                    visitor.unwanted);
      recommender.Begin(model, visitor.situation);
      for (const testing::ShownTimes& one : visitor.shown) {
        recommender.Rotate(one.id, one.times);
      }
      for (const Identity id : visitor.unwanted) recommender.Refuse(id);
      for (int slot = 0; slot < 4; ++slot) {
        const RandomWish random_wish(random, program, identities);
        const Wish& wish = random_wish.wish;
        Trace trace;
        const auto got =
            recommender.Recommend(wish, random.OneIn(4) ? &trace : nullptr);
        ASSERT_EQ(std::vector<Recommended>(got.begin(), got.end()),
                  oracle.Recommend(wish))
            << "round " << round << " page " << page << " slot " << slot;
        if (!trace.items.empty()) CheckTrace(trace, got);
        recommended += got.size();
        for (const Recommended& one : got) {
          ++by_strategy[static_cast<std::uint32_t>(one.strategy)];
        }
      }
      EXPECT_TRUE(recommender.wanted().empty());
    }
  }
  EXPECT_GT(recommended, 20'000U) << "the test asks too little";
  for (const std::size_t count : by_strategy) {
    EXPECT_GT(count, 100U) << "the test asks too little";
  }
}

}  // namespace
}  // namespace vitrine
