#include "runtime/training/evaluator.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/native/model_builder.h"

namespace vitrine {
namespace {

using testing::ModelBuilder;

/// Items a, b, c ... by popularity.
class Shop {
 public:
  explicit Shop(std::uint32_t items) {
    for (std::uint32_t item = 0; item < items; ++item) {
      names_.push_back(Name(item));
    }
    for (const std::string& name : names_) builder.Item({name});
  }
  /// a, b, ... z, za, zb, ...
  static std::string Name(std::uint32_t item) {
    std::string name(item / 26, 'z');
    return name + static_cast<char>('a' + item % 26);
  }
  const Model& model() {
    EXPECT_EQ(builder.Load(model_), ReadError::kNone);
    return model_;
  }

  std::vector<std::uint32_t> by_popularity() const {
    std::vector<std::uint32_t> items(names_.size());
    std::iota(items.begin(), items.end(), 0U);
    return items;
  }

  ModelBuilder builder;

 private:
  std::vector<std::string> names_;
  Model model_;
};

void Replay(Evaluator& evaluator) {
  while (evaluator.Next()) {
    evaluator.Recommend();
    evaluator.Judge();
  }
  EXPECT_EQ(evaluator.cases_done(), evaluator.cases());
}

TEST(Evaluator, FiguresAreThoseCountedByHand) {
  // 30 items. After c comes z (25) before y (24); after y comes c.
  Shop shop(30);
  shop.builder.Similar(2, 25, 1024);
  shop.builder.Similar(2, 24, 256);
  shop.builder.Similar(24, 2, 256);
  const std::vector<HeldOutSession> sessions = {{{"c", "y", "c", "a"}}};
  Evaluator evaluator(shop.model(), sessions, shop.by_popularity());
  EXPECT_EQ(evaluator.cases(), 3U);
  Replay(evaluator);

  // c -> y: list z y a b ...: rank 2.
  // c y -> c: y before c: c of y counts 256, z 1024 and y 256 of c, each times
  // the second place's decay: z 362, c 256, y 91: rank 2. Not novel.
  // c y c -> a: context c y: z, y, c, a: rank 4; novel: z, a: rank 2.
  const Figures& all = evaluator.model().all;
  EXPECT_EQ(all.cases(), 3U);
  EXPECT_EQ(all.hits(), 3U);
  EXPECT_DOUBLE_EQ(all.reciprocal_ranks(), 0.5 + 0.5 + 0.25);
  EXPECT_DOUBLE_EQ(all.hit_rate(), 1);
  EXPECT_DOUBLE_EQ(all.mean_reciprocal_rank(), 1.25 / 3);
  // z, y and the 18 most popular; then the same, with c of them.
  EXPECT_EQ(all.items_recommended(), 20U);

  const Figures& novel = evaluator.model().novel;
  EXPECT_EQ(novel.cases(), 2U);
  EXPECT_EQ(novel.hits(), 2U);
  EXPECT_DOUBLE_EQ(novel.reciprocal_ranks(), 0.5 + 0.5);

  // y is not popular, c is third, a first.
  const Figures& popularity = evaluator.popularity().all;
  EXPECT_EQ(popularity.cases(), 3U);
  EXPECT_EQ(popularity.hits(), 2U);
  EXPECT_DOUBLE_EQ(popularity.reciprocal_ranks(), 1.0 / 3 + 1);
  EXPECT_DOUBLE_EQ(popularity.hit_rate(), 2.0 / 3);
  EXPECT_EQ(popularity.items_recommended(), 20U);
  const Figures& novel_popularity = evaluator.popularity().novel;
  EXPECT_EQ(novel_popularity.cases(), 2U);
  EXPECT_EQ(novel_popularity.hits(), 1U);
  EXPECT_DOUBLE_EQ(novel_popularity.reciprocal_ranks(), 1);
  // Without c: a b d ... u.
  EXPECT_EQ(novel_popularity.items_recommended(), 20U);
}

TEST(Evaluator, OnlyTheFirstTwentyCount) {
  Shop shop(30);
  // The 20th most popular is t, the 21st u; f is viewed, but may be there.
  const std::vector<HeldOutSession> sessions = {{{"f", "t"}}, {{"f", "u"}}};
  Evaluator evaluator(shop.model(), sessions, shop.by_popularity());
  Replay(evaluator);
  EXPECT_EQ(evaluator.model().all.hits(), 1U);
  EXPECT_DOUBLE_EQ(evaluator.model().all.reciprocal_ranks(), 1.0 / 20);
  // Without f there is room for u.
  EXPECT_EQ(evaluator.model().novel.hits(), 2U);
  EXPECT_DOUBLE_EQ(evaluator.model().novel.reciprocal_ranks(),
                   1.0 / 19 + 1.0 / 20);
  EXPECT_EQ(evaluator.popularity().all.hits(), 1U);
  EXPECT_EQ(evaluator.popularity().novel.hits(), 2U);
}

TEST(Evaluator, UnknownItemsAreLeftOut) {
  Shop shop(5);
  shop.builder.Similar(0, 4, 64);
  const std::vector<HeldOutSession> sessions = {
      {{"a", "?", "e"}}, {{"?", "b"}}, {{"c"}}, {{}}, {{"?", "!"}}};
  Evaluator evaluator(shop.model(), sessions, shop.by_popularity());
  EXPECT_EQ(evaluator.items_unknown(), 4U);
  EXPECT_EQ(evaluator.cases(), 1U);
  Replay(evaluator);
  EXPECT_EQ(evaluator.model().all.cases(), 1U);
  EXPECT_DOUBLE_EQ(evaluator.model().all.reciprocal_ranks(), 1);
}

TEST(Evaluator, NothingToJudgeIsNoError) {
  Shop shop(1);
  Evaluator evaluator(shop.model(), {}, shop.by_popularity());
  EXPECT_FALSE(evaluator.Next());
  EXPECT_EQ(evaluator.model().all.hit_rate(), 0);
  EXPECT_EQ(evaluator.model().all.mean_reciprocal_rank(), 0);
}

TEST(Evaluator, OneItemAfterItself) {
  Shop shop(1);
  const std::vector<HeldOutSession> sessions = {{{"a", "a", "a"}}};
  Evaluator evaluator(shop.model(), sessions, shop.by_popularity());
  Replay(evaluator);
  EXPECT_EQ(evaluator.model().all.cases(), 2U);
  EXPECT_EQ(evaluator.model().all.hits(), 2U);
  EXPECT_EQ(evaluator.model().novel.cases(), 0U);
  EXPECT_EQ(evaluator.model().novel.items_recommended(), 0U);
}

TEST(Evaluator, SessionsDoNotKnowOfEachOther) {
  Shop shop(40);
  shop.builder.Similar(0, 30, 64);
  const std::vector<HeldOutSession> sessions = {{{"a", "b"}},
                                                {{"c", Shop::Name(30)}}};
  Evaluator evaluator(shop.model(), sessions, shop.by_popularity());
  Replay(evaluator);
  EXPECT_EQ(evaluator.model().all.hits(), 1U);
  EXPECT_EQ(evaluator.model().novel.cases(), 2U);
}

TEST(Evaluator, TheDeviceLooksAtTheLastTwentyItems) {
  // a, then others, then what goes with a only.
  for (const std::uint32_t others : {19U, 20U}) {
    Shop shop(60);
    shop.builder.Similar(0, 59, 64);
    HeldOutSession session;
    for (std::uint32_t item = 0; item <= others; ++item) {
      session.items.push_back(Shop::Name(item));
    }
    session.items.push_back(Shop::Name(59));
    const std::vector<HeldOutSession> sessions = {session};
    Evaluator evaluator(shop.model(), sessions, shop.by_popularity());
    while (evaluator.Next()) {
      evaluator.Recommend();
      const std::uint64_t before = evaluator.model().novel.hits();
      evaluator.Judge();
      if (evaluator.cases_done() == evaluator.cases()) {
        EXPECT_EQ(evaluator.model().novel.hits() - before,
                  others == 19 ? 1U : 0U);
      }
    }
  }
}

TEST(Evaluator, AnItemViewedAgainIsTheLatest) {
  Shop shop(60);
  shop.builder.Similar(0, 59, 64);
  HeldOutSession session;
  for (std::uint32_t item = 0; item < 20; ++item) {
    session.items.push_back(Shop::Name(item));
  }
  // a again: it survives nineteen more.
  session.items.push_back("a");
  for (std::uint32_t item = 20; item < 39; ++item) {
    session.items.push_back(Shop::Name(item));
  }
  session.items.push_back(Shop::Name(59));
  const std::vector<HeldOutSession> sessions = {session};
  Evaluator evaluator(shop.model(), sessions, shop.by_popularity());
  std::uint64_t before = 0;
  while (evaluator.Next()) {
    evaluator.Recommend();
    before = evaluator.model().novel.hits();
    evaluator.Judge();
  }
  EXPECT_EQ(evaluator.model().novel.hits() - before, 1U);
}

}  // namespace
}  // namespace vitrine
