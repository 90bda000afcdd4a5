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

/// Writes fields of any value.
class Pen {
 public:
  explicit Pen(std::span<std::uint8_t> out)
      : out_(out), codec_(SnapshotCodec::Writer(out)) {}

  std::size_t size() const { return codec_.size(); }
  void Byte(std::uint32_t byte) {
    const std::size_t at = size();
    Number(0);
    out_[at] = static_cast<std::uint8_t>(byte);
  }
  void Number(std::uint64_t number) { codec_.Number(number, ~0ULL); }
  void Name(Identity id) { codec_.Name(id); }
  void Real(double real) { codec_.Real(real); }
  void Time(double time, double after) { codec_.Time(time, after); }
  void OptionalTime(double time, double after) {
    codec_.OptionalTime(time, after);
  }
  void Amount(double amount) { codec_.Amount(amount, kInfinity); }
  void Text(std::u16string text) {
    codec_.Text(text.data(), text.size(), text.size());
  }
  void NamedLabel(Identity id, std::u16string_view text) {
    Label label(text);
    codec_.NamedLabel(IdentityKind::kValue, id, label);
  }

 private:
  std::span<std::uint8_t> out_;
  SnapshotCodec codec_;
};

using Part = std::function<void(Pen&)>;

/// A snapshot put together by hand: of an empty visitor, but for some parts.
Bytes Crafted(const std::map<std::string_view, Part>& parts) {
  Bytes bytes(4096);
  Pen pen(std::span<std::uint8_t>(bytes).subspan(kSnapshotHeaderBytes));
  const auto put = [&](std::string_view name, int zeros) {
    if (parts.count(name)) return parts.at(name)(pen);
    while (zeros-- > 0) pen.Number(0);
  };
  pen.Time(kStart, 0);
  pen.Time(kBegan, 0);
  put("recorded", 1);
  put("seed", 1);
  put("visit", 1);
  put("cart", 1);
  put("orders", 1);
  put("purchases", 1);
  put("views", 1);
  put("attention", 2);
  put("categories", 1);
  put("brands", 1);
  put("traffic", 1);
  put("search", 1);
  put("assignments", 1);
  put("counters", 1);
  put("log", 3);
  bytes.resize(kSnapshotHeaderBytes + pen.size());
  SealSnapshot(bytes);
  return bytes;
}

RestoreError RestoreCrafted(std::string_view part, const Part& write) {
  Visitor visitor;
  return visitor.Restore(Crafted({{part, write}}), kStart);
}

TEST(VisitorCraftedSnapshot, OfNothingIsFine) {
  EXPECT_EQ(RestoreCrafted("", [](Pen&) {}), RestoreError::kNone);
}

TEST(VisitorCraftedSnapshot, AffinitiesMustBeInOrder) {
  const auto two = [](double first, double second) {
    return RestoreCrafted("categories", [=](Pen& pen) {
      pen.Number(2);
      pen.Time(kStart, kBegan);
      pen.NamedLabel(1, u"a");
      pen.Real(first);
      pen.NamedLabel(2, u"b");
      pen.Real(second);
    });
  };
  EXPECT_EQ(two(2, 1), RestoreError::kNone);
  EXPECT_EQ(two(1, 2), RestoreError::kOrder);
  EXPECT_EQ(two(1e61, 1), RestoreError::kValue);
  EXPECT_EQ(two(1, 0), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, NamesOfTheLogMustBeInOrder) {
  const auto two = [](Identity first, Identity second) {
    return RestoreCrafted("log", [=](Pen& pen) {
      pen.Number(2);
      pen.Name(first);
      pen.Name(second);
      pen.Number(0);
      pen.Number(0);
    });
  };
  EXPECT_EQ(two(1, 2), RestoreError::kNone);
  EXPECT_EQ(two(2, 1), RestoreError::kOrder);
  EXPECT_EQ(two(2, 2), RestoreError::kOrder);
}

TEST(VisitorCraftedSnapshot, TheLogHasNoMoreEventsThanWereRecorded) {
  EXPECT_EQ(RestoreCrafted("log",
                           [](Pen& pen) {
                             pen.Number(0);
                             pen.Number(0);
                             pen.Number(1);
                             pen.Number(0);
                             pen.Number(0);
                             pen.Number(0);
                           }),
            RestoreError::kValue);
}

/// A counter that missed nothing and counts since ever, up to what it keeps. A
/// sequence has just been completed.
void WriteCounter(Pen& pen, Window window, Tally tally, std::uint32_t kept) {
  pen.Name(1);
  pen.Number(static_cast<std::uint32_t>(window) |
             static_cast<std::uint32_t>(tally) << 2);
  pen.Number(0);
  pen.Number(0);
  pen.Number(kept);
  if (tally == Tally::kSequence) pen.OptionalTime(kStart, kBegan);
}

TEST(VisitorCraftedSnapshot, ACounterHasAnIdentity) {
  const auto counter = [](Identity identity) {
    return RestoreCrafted("counters", [=](Pen& pen) {
      pen.Number(1);
      pen.Name(identity);
      for (int i = 0; i < 7; ++i) pen.Number(0);
    });
  };
  EXPECT_EQ(counter(1), RestoreError::kNone);
  EXPECT_EQ(counter(0), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ACounterHasAWindowAndATally) {
  const auto counter = [](std::uint32_t kind) {
    return RestoreCrafted("counters", [=](Pen& pen) {
      pen.Number(1);
      pen.Name(1);
      pen.Number(kind);
      for (int i = 0; i < 6; ++i) pen.Number(0);
    });
  };
  EXPECT_EQ(counter(11), RestoreError::kNone);
  EXPECT_EQ(counter(16), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, SumsAreNumbers) {
  const auto sum = [](double total, double amount) {
    return RestoreCrafted("counters", [=](Pen& pen) {
      pen.Number(1);
      WriteCounter(pen, Window::kDuration, Tally::kSum, 1);
      pen.Real(total);
      pen.Number(1);
      pen.OptionalTime(kStart, kBegan);
      pen.Real(amount);
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
    return RestoreCrafted("counters", [=](Pen& pen) {
      pen.Number(1);
      WriteCounter(pen, Window::kLifetime, tally, 1);
      pen.Number(0);
      pen.Number(1);
      pen.OptionalTime(time, kBegan);
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
    return RestoreCrafted("counters", [=](Pen& pen) {
      pen.Number(1);
      WriteCounter(pen, Window::kLifetime, tally, kept);
      pen.Number(0);
      pen.Number(used);
      for (std::uint32_t i = 0; i < used; ++i) {
        pen.OptionalTime(kStart, kBegan);
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
    return RestoreCrafted("counters", [=](Pen& pen) {
      pen.Number(count);
      for (std::uint32_t i = 0; i < count; ++i) {
        WriteCounter(pen, Window::kDuration, Tally::kCount, 64);
        pen.Number(0);
        pen.Number(0);
      }
    });
  };
  EXPECT_EQ(counters(16), RestoreError::kNone);
  EXPECT_EQ(counters(17), RestoreError::kLimit);
}

TEST(VisitorCraftedSnapshot, OccurrencesLaterThanAMissedEventStayInOrder) {
  const Bytes bytes =
      Crafted({{"recorded", [](Pen& pen) { pen.Number(1); }},
               {"counters",
                [](Pen& pen) {
                  pen.Number(1);
                  pen.Name(1);
                  pen.Number(static_cast<std::uint32_t>(Window::kDuration));
                  for (const std::uint32_t number : {1U, 0U, 4U, 0U, 1U}) {
                    pen.Number(number);
                  }
                  pen.OptionalTime(kStart, kBegan);
                }},
               {"log", [](Pen& pen) {
                  pen.Number(1);
                  pen.Name(IdentityOf(IdentityKind::kEvent, u"a"));
                  for (const std::uint32_t number : {0U, 1U, 0U, 1U, 0U}) {
                    pen.Number(number);
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
    return RestoreCrafted("orders", [=](Pen& pen) {
      pen.Number(count);
      pen.Time(kStart, kBegan);
      pen.Time(kStart, kStart);
      pen.Amount(0);
      pen.Number(2);
      pen.Name(7);
      pen.Name(8);
    });
  };
  EXPECT_EQ(orders(2), RestoreError::kNone);
  EXPECT_EQ(orders(1), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ViewsHaveAPriceOrNone) {
  const auto view = [](double price, std::uint32_t sold_out) {
    return RestoreCrafted("views", [=](Pen& pen) {
      pen.Number(1);
      pen.NamedLabel(1, u"a");
      pen.Time(kStart, kBegan);
      pen.Amount(price);
      pen.Number(sold_out);
    });
  };
  EXPECT_EQ(view(1e12, 1), RestoreError::kNone);
  EXPECT_EQ(view(kNaN, 0), RestoreError::kNone);
  EXPECT_EQ(view(2e12, 0), RestoreError::kValue);
  EXPECT_EQ(view(1, 2), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, PurchasesAreOfDifferentItemsAtLeastADayApart) {
  const auto two = [](Identity second, double at, double gap) {
    return RestoreCrafted("purchases", [=](Pen& pen) {
      pen.Number(2);
      pen.Name(1);
      pen.Time(kStart, kBegan);
      pen.Amount(kNaN);
      pen.Name(second);
      pen.Time(at, kBegan);
      pen.Amount(gap);
    });
  };
  EXPECT_EQ(two(2, kBegan, kNaN), RestoreError::kNone);
  EXPECT_EQ(two(2, kStart, kDay), RestoreError::kNone);
  EXPECT_EQ(two(1, kBegan, kNaN), RestoreError::kOrder);
  EXPECT_EQ(two(kNoIdentity, kBegan, kNaN), RestoreError::kOrder);
  EXPECT_EQ(two(2, kStart + 1, kNaN), RestoreError::kValue);
  EXPECT_EQ(two(2, kStart, kDay - 1), RestoreError::kValue);
  EXPECT_EQ(two(2, kStart, 8.65e15), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, AtMost128PurchasesAndViewsAndShownItems) {
  const auto purchases = [](std::uint32_t count) {
    return RestoreCrafted("purchases", [=](Pen& pen) {
      pen.Number(count);
      for (std::uint32_t i = 1; i <= count; ++i) {
        pen.Name(i);
        pen.Time(kStart, kBegan);
        pen.Amount(kNaN);
      }
    });
  };
  EXPECT_EQ(purchases(128), RestoreError::kNone);
  EXPECT_EQ(purchases(129), RestoreError::kLimit);
  const auto attention = [](std::uint32_t shown, std::uint32_t unwanted) {
    return RestoreCrafted("attention", [=](Pen& pen) {
      pen.Number(shown);
      for (std::uint32_t i = 1; i <= shown; ++i) {
        pen.Name(i);
        pen.Number(1);
      }
      pen.Number(unwanted);
      for (std::uint32_t i = 1; i <= unwanted; ++i) {
        pen.NamedLabel(i, Numbered(u"i", i));
      }
    });
  };
  EXPECT_EQ(attention(128, 100), RestoreError::kNone);
  EXPECT_EQ(attention(129, 0), RestoreError::kLimit);
  EXPECT_EQ(attention(0, 101), RestoreError::kLimit);
}

TEST(VisitorCraftedSnapshot, ShownItemsDifferAndSoDoUnwantedOnes) {
  const auto attention = [](Identity second, std::uint64_t half_pages,
                            std::u16string unwanted) {
    return RestoreCrafted("attention", [=](Pen& pen) {
      pen.Number(2);
      pen.Name(1);
      pen.Number(0);
      pen.Name(second);
      pen.Number(half_pages);
      pen.Number(2);
      pen.NamedLabel(0, u"a");
      pen.NamedLabel(0, unwanted);
    });
  };
  EXPECT_EQ(attention(2, 127, u"b"), RestoreError::kNone);
  EXPECT_EQ(attention(2, 128, u"b"), RestoreError::kValue);
  EXPECT_EQ(attention(1, 0, u"b"), RestoreError::kOrder);
  EXPECT_EQ(attention(2, 0, u"a"), RestoreError::kOrder);
  EXPECT_EQ(attention(2, 0, u""), RestoreError::kOrder) << "no identity";
}

TEST(VisitorCraftedSnapshot, AssignmentsAreOfDifferentExperimentsToArms) {
  const auto two = [](Identity first, Identity second, Identity arm) {
    return RestoreCrafted("assignments", [=](Pen& pen) {
      pen.Number(2);
      pen.Name(first);
      pen.Name(5);
      pen.Name(second);
      pen.Name(arm);
    });
  };
  EXPECT_EQ(two(1, 2, 5), RestoreError::kNone);
  EXPECT_EQ(two(1, 1, 5), RestoreError::kOrder);
  EXPECT_EQ(two(0, 1, 5), RestoreError::kOrder);
  EXPECT_EQ(two(1, 2, kNoIdentity), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ASearchIsNoLongerThanAHundredUnits) {
  const auto search = [](std::size_t units) {
    return RestoreCrafted(
        "search", [=](Pen& pen) { pen.Text(std::u16string(units, u'x')); });
  };
  EXPECT_EQ(search(100), RestoreError::kNone);
  EXPECT_EQ(search(101), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ANumberHasOneEncodingOfAtMostNineBytes) {
  const auto recorded = [](std::initializer_list<std::uint32_t> bytes) {
    return RestoreCrafted("recorded", [=](Pen& pen) {
      for (std::uint32_t byte : bytes) pen.Byte(byte);
    });
  };
  EXPECT_EQ(recorded({0x81, 0x01}), RestoreError::kNone);
  EXPECT_EQ(recorded({0x81, 0x00}), RestoreError::kEncoding);
  EXPECT_EQ(recorded({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10}),
            RestoreError::kNone);
  EXPECT_EQ(recorded({0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10}),
            RestoreError::kValue);
  EXPECT_EQ(
      recorded({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01}),
      RestoreError::kEncoding);
}

TEST(VisitorCraftedSnapshot, TrafficIsKnownOrNot) {
  const auto traffic = [](std::uint32_t known) {
    return RestoreCrafted("traffic", [=](Pen& pen) {
      pen.Number(known);
      if (known == 0) return;
      for (int i = 0; i < 8; ++i) pen.NamedLabel(0, u"a");
    });
  };
  EXPECT_EQ(traffic(0), RestoreError::kNone);
  EXPECT_EQ(traffic(1), RestoreError::kNone);
  EXPECT_EQ(traffic(2), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ASeedIsBelowTwoToThe53) {
  const auto seed = [](std::uint64_t number) {
    return RestoreCrafted("seed", [=](Pen& pen) { pen.Number(number); });
  };
  EXPECT_EQ(seed(1ULL << 53), RestoreError::kNone);
  EXPECT_EQ(seed((1ULL << 53) + 1), RestoreError::kValue);
}

}  // namespace
}  // namespace vitrine::visitor_test
