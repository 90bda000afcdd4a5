#ifndef VITRINE_TESTS_NATIVE_OUTDOOR_SHOP_H_
#define VITRINE_TESTS_NATIVE_OUTDOOR_SHOP_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "runtime/bundle/evaluate.h"
#include "runtime/rank/recommend.h"
#include "tests/native/model_builder.h"
#include "tests/native/sample_program.h"

namespace vitrine::testing {

/// A shop of eight things for what can be asked of the recommender, with a
/// program whose conditions the tests write.
class OutdoorShop : public ::testing::Test {
 protected:
  using Items = std::vector<std::uint32_t>;
  static constexpr std::uint32_t kBoots = 0;  ///< Hiking, Fjell, 90
  static constexpr std::uint32_t kTent = 1;   ///< Camping, Fjell, 300
  static constexpr std::uint32_t kSocks = 2;  ///< Hiking, Ull, 12
  static constexpr std::uint32_t kStove = 3;  ///< Camping, Primus, 60
  static constexpr std::uint32_t kPoles = 4;  ///< Hiking, Ull, 40
  static constexpr std::uint32_t kMat = 5;    ///< Camping, Fjell, 50; sold out
  static constexpr std::uint32_t kGas = 6;  ///< Camping, Primus, 6; every 10 d
  static constexpr std::uint32_t kMap = 7;  ///< of no category or price
  static constexpr double kDay = 86'400'000;
  static constexpr double kNow = 1000 * kDay;
  static constexpr std::uint32_t kCategory =
      static_cast<std::uint32_t>(ItemField::kCategory);
  static constexpr std::uint32_t kBrand =
      static_cast<std::uint32_t>(ItemField::kBrand);
  static constexpr std::uint32_t kPrice =
      static_cast<std::uint32_t>(ItemField::kPrice);

  OutdoorShop() {
    b.Item({"boots", "Hiking", "Fjell", 90});
    b.Item({"tent", "Camping", "Fjell", 300});
    b.Item({"socks", "Hiking", "Ull", 12});
    b.Item({"stove", "Camping", "Primus", 60});
    b.Item({"poles", "Hiking", "Ull", 40});
    b.Item({"mat", "Camping", "Fjell", 50, Availability::kOutOfStock});
    b.Item({.id = "gas",
            .category = "Camping",
            .brand = "Primus",
            .price = 6,
            .rebuy_ms = 10 * kDay});
    b.Item({"map"});
    b.trending = {kGas, kMat, kSocks};
    b.fresh = {kMap, kPoles, kStove};
  }

  /// After the model is complete.
  void Begin(const Situation& situation) {
    model.emplace();
    ASSERT_EQ(b.Load(*model, property_count), ReadError::kNone);
    recommender.Begin(*model, situation);
  }
  /// `wish` gets the program and, as far as it has none, sources and a limit.
  std::vector<Recommended> Ask(Wish wish,
                               std::initializer_list<Strategy> strategies = {},
                               Trace* trace = nullptr) {
    std::vector<Source> sources;
    for (const Strategy strategy : strategies) sources.push_back({strategy});
    if (!sources.empty()) wish.sources = sources;
    if (wish.limit == 0) wish.limit = 8;
    const Array<Identity> identities = SymbolIdentities(p.program);
    wish.program = &p.program;
    wish.identities = identities;
    const auto items = recommender.Recommend(wish, trace);
    return {items.begin(), items.end()};
  }
  Items Numbers(Wish wish, std::initializer_list<Strategy> strategies = {}) {
    Items items;
    for (const Recommended& one : Ask(wish, strategies)) {
      items.push_back(one.item);
    }
    return items;
  }
  /// Of a new page.
  Items On(const Situation& situation,
           std::initializer_list<Strategy> strategies) {
    Begin(situation);
    return Numbers({}, strategies);
  }

  Identity IdOf(std::uint32_t item) const { return b.Told(item).id; }
  std::uint32_t Leaf(std::uint32_t field, LeafOp op,
                     std::uint32_t operand = 0) {
    return ProgramBuilder::Leaf(p.program.item_conditions, field, op, operand);
  }
  std::uint32_t Is(std::uint32_t field, std::string_view text) {
    return Leaf(field, LeafOp::kStrictText, p.Value(text));
  }

  ModelBuilder b;
  ProgramBuilder p;
  std::uint32_t property_count = 0;
  std::optional<Model> model;
  Recommender recommender;
};

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_OUTDOOR_SHOP_H_
