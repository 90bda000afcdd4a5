#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "runtime/base/range_decoder.h"
#include "runtime/training/range_encoder.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using testing::Random;

/// Something that both sides are asked for.
struct Symbol {
  enum { kBit, kTree, kRaw, kNumber } kind;
  unsigned bits;
  std::uint32_t value;
};

/// Of all kinds, some of them likely, some not.
std::vector<Symbol> RandomSymbols(Random& random, std::uint32_t count) {
  std::vector<Symbol> symbols;
  const bool likely = random.OneIn(2);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t kind = random.Below(4);
    const auto any = [&](unsigned bits) {
      const auto value = static_cast<std::uint32_t>(random.Next());
      return likely && !random.OneIn(50) ? 0
             : bits == 32                ? value
                                         : value & ((1U << bits) - 1);
    };
    if (kind == 0) {
      symbols.push_back({Symbol::kBit, 1, any(1)});
    } else if (kind == 1) {
      symbols.push_back({Symbol::kTree, 5, any(5)});
    } else if (kind == 2) {
      const unsigned bits = random.Below(33);
      symbols.push_back({Symbol::kRaw, bits, any(bits)});
    } else {
      const std::uint32_t value = any(1 + random.Below(32));
      symbols.push_back({Symbol::kNumber, 0, value - (value == 0xffffffff)});
    }
  }
  return symbols;
}

struct Models {
  BitModel bit;
  BitModel tree[32];
  NumberModel number;
};

Bytes Encode(const std::vector<Symbol>& symbols) {
  Models models;
  RangeEncoder out;
  for (const Symbol& symbol : symbols) {
    switch (symbol.kind) {
      case Symbol::kBit:
        out.Bit(models.bit, symbol.value != 0);
        break;
      case Symbol::kTree:
        out.Tree(models.tree, symbol.bits, symbol.value);
        break;
      case Symbol::kRaw:
        out.Raw(symbol.bits, symbol.value);
        break;
      case Symbol::kNumber:
        out.Number(models.number, symbol.value);
    }
  }
  return out.Finish();
}

std::uint32_t Decode(RangeDecoder& in, Models& models, const Symbol& like) {
  switch (like.kind) {
    case Symbol::kBit:
      return in.Bit(models.bit) ? 1 : 0;
    case Symbol::kTree:
      return in.Tree(models.tree, like.bits);
    case Symbol::kRaw:
      return in.Raw(like.bits);
    case Symbol::kNumber:
      break;
  }
  return in.Number(models.number);
}

TEST(RangeCoder, GivesBackWhatWasWritten) {
  Random random(1);
  for (int round = 0; round < 3000; ++round) {
    const auto symbols = RandomSymbols(random, random.Below(200));
    const Bytes bytes = Encode(symbols);
    RangeDecoder in(bytes);
    Models models;
    for (const Symbol& symbol : symbols) {
      ASSERT_EQ(Decode(in, models, symbol), symbol.value) << round;
    }
    EXPECT_TRUE(in.AtEnd()) << round;
  }
}

TEST(RangeCoder, NothingTakesNoBytes) {
  RangeEncoder out;
  const Bytes bytes = out.Finish();
  EXPECT_EQ(bytes.size(), 0U);
  EXPECT_TRUE(RangeDecoder(bytes).AtEnd());
}

TEST(RangeCoder, ATruncatedStreamOrALongerOneDoesNotEndWhereItShould) {
  Random random(2);
  for (int round = 0; round < 300; ++round) {
    const auto symbols = RandomSymbols(random, 1 + random.Below(60));
    Bytes bytes = Encode(symbols);
    const auto at_end = [&](std::span<const std::uint8_t> part) {
      RangeDecoder in(part);
      Models models;
      bool same = true;
      for (const Symbol& symbol : symbols) {
        same &= Decode(in, models, symbol) == symbol.value;
      }
      return in.AtEnd() && same;
    };
    const std::span<const std::uint8_t> all = bytes;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(at_end(all.first(size))) << size << " of " << bytes.size();
    }
    for (int more = 0; more < 5; ++more) bytes.push_back(0);
    EXPECT_FALSE(at_end(bytes));
  }
}

TEST(RangeCoder, TakesAboutAsManyBitsAsThereAreToTell) {
  Random random(3);
  // One bit of 50 is set: 0.1414 bits each.
  std::vector<Symbol> symbols;
  for (int i = 0; i < 80'000; ++i) {
    symbols.push_back({Symbol::kBit, 1, random.OneIn(50) ? 1U : 0U});
  }
  EXPECT_NEAR(static_cast<double>(Encode(symbols).size()), 1414, 80);
  // Nothing to learn: 10 bits each.
  symbols.clear();
  for (int i = 0; i < 8'000; ++i) {
    symbols.push_back({Symbol::kRaw, 10, random.Below(1024)});
  }
  EXPECT_NEAR(static_cast<double>(Encode(symbols).size()), 10'000, 4);
}

TEST(RangeCoder, AModelLearnsQuicklyAtFirstAndIsNeverCertain) {
  BitModel model;
  EXPECT_EQ(model.zero, 2048);
  model.Update(true);
  EXPECT_EQ(model.zero, 1536);
  for (int i = 0; i < 1000; ++i) model.Update(true);
  EXPECT_EQ(model.zero, 32);
  for (int i = 0; i < 1000; ++i) model.Update(false);
  EXPECT_EQ(model.zero, 4064);
  model.Update(true);
  EXPECT_EQ(model.zero, 4064 - 127);
}

}  // namespace
}  // namespace vitrine
