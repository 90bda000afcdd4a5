// What only a forger would write: each check of the snapshot reader, alone.
#include <gtest/gtest.h>

#include <functional>
#include <string_view>

#include "runtime/visitor/snapshot_codec.h"
#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

/// A snapshot put together by hand: of an empty visitor, but for one part.
Bytes Crafted(std::string_view part,
              const std::function<void(SnapshotWriter&)>& write) {
  Bytes bytes(4096);
  SnapshotWriter writer(
      std::span<std::uint8_t>(bytes).subspan(kSnapshotHeaderBytes));
  const auto put = [&](std::string_view name, int zeros) {
    if (name == part) return write(writer);
    while (zeros-- > 0) writer.Number(0);
  };
  writer.Time(kStart, 0);
  writer.Time(kStart, 0);
  put("recorded", 1);
  put("visit", 1);
  put("cart", 1);
  if (part == "orders") {
    write(writer);
  } else {
    writer.Number(0);
    writer.Amount(0);
    writer.Number(0);
  }
  put("views", 1);
  put("categories", 1);
  put("brands", 1);
  put("exposures", 1);
  put("counters", 1);
  put("log", 3);
  bytes.resize(kSnapshotHeaderBytes + writer.size());
  SealSnapshot(bytes);
  return bytes;
}

RestoreError RestoreCrafted(std::string_view part,
                            const std::function<void(SnapshotWriter&)>& write) {
  Visitor visitor;
  return visitor.Restore(Crafted(part, write), kStart);
}

TEST(VisitorCraftedSnapshot, OfNothingIsFine) {
  EXPECT_EQ(RestoreCrafted("", [](SnapshotWriter&) {}), RestoreError::kNone);
}

TEST(VisitorCraftedSnapshot, AffinitiesMustBeInOrder) {
  const auto two = [](double first, double second) {
    return RestoreCrafted("categories", [=](SnapshotWriter& writer) {
      writer.Number(2);
      writer.Time(kStart, kStart);
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

TEST(VisitorCraftedSnapshot, ACounterHasAnIdentity) {
  const auto counter = [](Identity identity) {
    return RestoreCrafted("counters", [=](SnapshotWriter& writer) {
      writer.Number(1);
      writer.Name(identity);
      for (int i = 0; i < 4; ++i) writer.Number(0);
    });
  };
  EXPECT_EQ(counter(1), RestoreError::kNone);
  EXPECT_EQ(counter(0), RestoreError::kValue);
}

TEST(VisitorCraftedSnapshot, ThereAreNoMoreTransactionsThanOrders) {
  const auto orders = [](std::uint32_t count) {
    return RestoreCrafted("orders", [=](SnapshotWriter& writer) {
      writer.Number(count);
      writer.Amount(0);
      writer.Number(1);
      writer.Name(7);
    });
  };
  EXPECT_EQ(orders(1), RestoreError::kNone);
  EXPECT_EQ(orders(0), RestoreError::kValue);
}

}  // namespace
}  // namespace vitrine::visitor_test
