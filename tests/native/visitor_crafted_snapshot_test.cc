// What only a forger would write: each check of the snapshot reader, alone.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string_view>

#include "runtime/visitor/snapshot_codec.h"
#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

constexpr double kBegan = kStart - kHour;

using Part = std::function<void(SnapshotWriter&)>;

/// A snapshot put together by hand: of an empty visitor, but for some parts.
Bytes Crafted(const std::map<std::string_view, Part>& parts) {
  Bytes bytes(4096);
  SnapshotWriter writer(
      std::span<std::uint8_t>(bytes).subspan(kSnapshotHeaderBytes));
  const auto put = [&](std::string_view name, int zeros) {
    if (parts.count(name)) return parts.at(name)(writer);
    while (zeros-- > 0) writer.Number(0);
  };
  writer.Time(kStart, 0);
  writer.Time(kBegan, 0);
  put("recorded", 1);
  put("seed", 1);
  put("visit", 1);
  put("cart", 1);
  put("orders", 1);
  put("views", 1);
  put("categories", 1);
  put("brands", 1);
  put("traffic", 1);
  put("search", 1);
  put("assignments", 1);
  put("counters", 1);
  put("log", 3);
  bytes.resize(kSnapshotHeaderBytes + writer.size());
  SealSnapshot(bytes);
  return bytes;
}

RestoreError RestoreCrafted(std::string_view part, const Part& write) {
  Visitor visitor;
  return visitor.Restore(Crafted({{part, write}}), kStart);
}

TEST(VisitorCraftedSnapshot, OfNothingIsFine) {
  EXPECT_EQ(RestoreCrafted("", [](SnapshotWriter&) {}), RestoreError::kNone);
}

TEST(VisitorCraftedSnapshot, AffinitiesMustBeInOrder) {
  const auto two = [](double first, double second) {
    return RestoreCrafted("categories", [=](SnapshotWriter& writer) {
      writer.Number(2);
      writer.Time(kStart, kBegan);
      writer.NamedLabel(1, Label(u"a"));
      writer.Real(first);
      writer.NamedLabel(2, Label(u"b"));
      writer.Real(second);
    });
  };
  EXPECT_EQ(two(2, 1), RestoreError::kNone);
  EXPECT_EQ(two(1, 2), RestoreError::kOrder);
  EXPECT_EQ(two(1e61, 1), RestoreError::kValue);
  EXPECT_EQ(two(1, 0), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, NamesOfTheLogMustBeInOrder) {
  const auto two = [](Identity first, Identity second) {
    return RestoreCrafted("log", [=](SnapshotWriter& writer) {
      writer.Number(2);
      writer.Name(first);
      writer.Name(second);
      writer.Number(0);
      writer.Number(0);
    });
  };
  EXPECT_EQ(two(1, 2), RestoreError::kNone);
  EXPECT_EQ(two(2, 1), RestoreError::kOrder);
  EXPECT_EQ(two(2, 2), RestoreError::kOrder);
}

TEST(VisitorCraftedSnapshot, TheLogHasNoMoreEventsThanWereRecorded) {
  EXPECT_EQ(RestoreCrafted("log",
                           [](SnapshotWriter& writer) {
                             writer.Number(0);
                             writer.Number(0);
                             writer.Number(1);
                             writer.Number(0);
                             writer.Number(0);
                             writer.Number(0);
                           }),
            RestoreError::kValue);
}

/// A counter that missed nothing and counts since ever, up to what it keeps. A
/// sequence has just been completed.
void WriteCounter(SnapshotWriter& writer, Window window, Tally tally,
                  std::uint32_t kept) {
  writer.Name(1);
  writer.Byte(static_cast<std::uint32_t>(window) |
              static_cast<std::uint32_t>(tally) << 2);
  writer.Number(0);
  writer.Number(0);
  writer.Number(kept);
  if (tally == Tally::kSequence) writer.OptionalTime(kStart, kBegan);
}

TEST(VisitorCraftedSnapshot, ACounterHasAnIdentity) {
  const auto counter = [](Identity identity) {
    return RestoreCrafted("counters", [=](SnapshotWriter& writer) {
      writer.Number(1);
      writer.Name(identity);
      for (int i = 0; i < 7; ++i) writer.Number(0);
    });
  };
  EXPECT_EQ(counter(1), RestoreError::kNone);
  EXPECT_EQ(counter(0), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ACounterHasAWindowAndATally) {
  const auto counter = [](std::uint32_t kind) {
    return RestoreCrafted("counters", [=](SnapshotWriter& writer) {
      writer.Number(1);
      writer.Name(1);
      writer.Byte(kind);
      for (int i = 0; i < 6; ++i) writer.Number(0);
    });
  };
  EXPECT_EQ(counter(11), RestoreError::kNone);
  EXPECT_EQ(counter(16), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, SumsAreNumbers) {
  const auto sum = [](double total, double amount) {
    return RestoreCrafted("counters", [=](SnapshotWriter& writer) {
      writer.Number(1);
      WriteCounter(writer, Window::kDuration, Tally::kSum, 1);
      writer.Real(total);
      writer.Number(1);
      writer.OptionalTime(kStart, kBegan);
      writer.Real(amount);
    });
  };
  EXPECT_EQ(sum(-7.5, -2e20), RestoreError::kNone);
  for (double odd : {kNaN, kInfinity, -kInfinity, 1e37}) {
    EXPECT_EQ(sum(odd, 1), RestoreError::kValue);
    EXPECT_EQ(sum(1, odd), RestoreError::kValue);
  }
}

TEST(VisitorCraftedSnapshot, OccurrencesHaveTimesThoseOfStepsMayLackThem) {
  const auto occurrence = [](Tally tally, double time) {
    return RestoreCrafted("counters", [=](SnapshotWriter& writer) {
      writer.Number(1);
      WriteCounter(writer, Window::kLifetime, tally, 1);
      writer.Number(0);
      writer.Number(1);
      writer.OptionalTime(time, kBegan);
    });
  };
  EXPECT_EQ(occurrence(Tally::kCount, kStart), RestoreError::kNone);
  EXPECT_EQ(occurrence(Tally::kCount, kNever), RestoreError::kValue);
  EXPECT_EQ(occurrence(Tally::kCount, kStart + 1), RestoreError::kValue);
  EXPECT_EQ(occurrence(Tally::kSequence, kStart), RestoreError::kNone);
  EXPECT_EQ(occurrence(Tally::kSequence, kNever), RestoreError::kNone);
}

TEST(VisitorCraftedSnapshot, ACounterUsesNoMoreThanItKeeps) {
  const auto counter = [](Tally tally, std::uint32_t kept, std::uint32_t used) {
    return RestoreCrafted("counters", [=](SnapshotWriter& writer) {
      writer.Number(1);
      WriteCounter(writer, Window::kLifetime, tally, kept);
      writer.Number(0);
      writer.Number(used);
      for (std::uint32_t i = 0; i < used; ++i) {
        writer.OptionalTime(kStart, kBegan);
      }
    });
  };
  EXPECT_EQ(counter(Tally::kCount, 1, 1), RestoreError::kNone);
  EXPECT_EQ(counter(Tally::kCount, 1, 0), RestoreError::kNone);
  EXPECT_EQ(counter(Tally::kCount, 1, 2), RestoreError::kLimit);
  EXPECT_EQ(counter(Tally::kCount, 65, 0), RestoreError::kLimit);
  EXPECT_EQ(counter(Tally::kSequence, 2, 2), RestoreError::kNone);
  EXPECT_EQ(counter(Tally::kSequence, 2, 1), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, AllCountersTogetherKeep1024) {
  const auto counters = [](std::uint32_t count) {
    return RestoreCrafted("counters", [=](SnapshotWriter& writer) {
      writer.Number(count);
      for (std::uint32_t i = 0; i < count; ++i) {
        WriteCounter(writer, Window::kDuration, Tally::kCount, 64);
        writer.Number(0);
        writer.Number(0);
      }
    });
  };
  EXPECT_EQ(counters(16), RestoreError::kNone);
  EXPECT_EQ(counters(17), RestoreError::kLimit);
}

TEST(VisitorCraftedSnapshot, OccurrencesLaterThanAMissedEventStayInOrder) {
  const Bytes bytes =
      Crafted({{"recorded", [](SnapshotWriter& writer) { writer.Number(1); }},
               {"counters",
                [](SnapshotWriter& writer) {
                  writer.Number(1);
                  writer.Name(1);
                  writer.Byte(static_cast<std::uint32_t>(Window::kDuration));
                  for (const std::uint32_t number : {1U, 0U, 4U, 0U, 1U}) {
                    writer.Number(number);
                  }
                  writer.OptionalTime(kStart, kBegan);
                }},
               {"log", [](SnapshotWriter& writer) {
                  writer.Number(1);
                  writer.Name(IdentityOf(IdentityKind::kEvent, u"a"));
                  for (const std::uint32_t number : {0U, 1U, 0U, 1U, 0U}) {
                    writer.Number(number);
                  }
                }}});
  CounterProgram bundle;
  bundle.Add(1, "a", Window::kDuration, kDay, 4);
  Visitor visitor, restored;
  visitor.Bind(bundle.program);
  ASSERT_EQ(visitor.Restore(bytes, kStart), RestoreError::kNone);
  EXPECT_EQ(visitor.Count(0), 2);
  EXPECT_EQ(visitor.NextChangeAt(), kStart + kDay);
  EXPECT_EQ(restored.Restore(visitor.Snapshot(visitor.now()), visitor.now()),
            RestoreError::kNone);
}

TEST(VisitorCraftedSnapshot, ThereAreNoMoreTransactionsThanOrders) {
  const auto orders = [](std::uint32_t count) {
    return RestoreCrafted("orders", [=](SnapshotWriter& writer) {
      writer.Number(count);
      writer.Time(kStart, kBegan);
      writer.Time(kStart, kStart);
      writer.Amount(0);
      writer.Number(2);
      writer.Name(7);
      writer.Name(8);
    });
  };
  EXPECT_EQ(orders(2), RestoreError::kNone);
  EXPECT_EQ(orders(1), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, AssignmentsAreOfDifferentExperimentsToArms) {
  const auto two = [](Identity first, Identity second, Identity arm) {
    return RestoreCrafted("assignments", [=](SnapshotWriter& writer) {
      writer.Number(2);
      writer.Name(first);
      writer.Name(5);
      writer.Name(second);
      writer.Name(arm);
    });
  };
  EXPECT_EQ(two(1, 2, 5), RestoreError::kNone);
  EXPECT_EQ(two(1, 1, 5), RestoreError::kOrder);
  EXPECT_EQ(two(0, 1, 5), RestoreError::kOrder);
  EXPECT_EQ(two(1, 2, kNoIdentity), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ASearchIsNoLongerThanAHundredUnits) {
  const auto search = [](std::size_t units) {
    return RestoreCrafted("search", [=](SnapshotWriter& writer) {
      writer.Text(std::u16string(units, u'x'));
    });
  };
  EXPECT_EQ(search(100), RestoreError::kNone);
  EXPECT_EQ(search(101), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ASeedIsBelowTwoToThe53) {
  const auto seed = [](std::uint64_t number) {
    return RestoreCrafted(
        "seed", [=](SnapshotWriter& writer) { writer.Number(number); });
  };
  EXPECT_EQ(seed(1ULL << 53), RestoreError::kNone);
  EXPECT_EQ(seed((1ULL << 53) + 1), RestoreError::kValue);
}

}  // namespace
}  // namespace vitrine::visitor_test
