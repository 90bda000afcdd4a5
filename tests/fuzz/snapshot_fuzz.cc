// Bytes as a snapshot's body under a right header: restored or refused, and
// what was restored goes on working and gives an equal snapshot.
#include <cstdlib>
#include <cstring>

#include "runtime/visitor/snapshot.h"
#include "runtime/visitor/visitor.h"
#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

/// Counters of each tally and window.
CounterProgram Counting() {
  CounterProgram bundle;
  const auto hiking =
      bundle.Where(ItemField::kCategory, LeafOp::kStrictText,
                   bundle.Symbol(IdentityKind::kValue, "Hiking"));
  constexpr auto kBrand = static_cast<std::uint32_t>(ItemField::kBrand);
  constexpr auto kPrice = static_cast<std::uint32_t>(ItemField::kPrice);
  bundle.Add(1, "view_item", Window::kDuration, kDay, 3, hiking);
  bundle.Add(2, "view_item", Window::kVisit);
  bundle.Add(3, "page_view", Window::kDays, 7, 2);
  bundle.Happens("hero", 0, kNone, IdentityKind::kShown);
  bundle.Add({.identity = 4});
  bundle.Happens("purchase");
  bundle.Add({.identity = 5, .tally = Tally::kSum, .what = kPrice});
  bundle.Happens("view_item");
  bundle.Add({.identity = 6,
              .tally = Tally::kSum,
              .window = Window::kDays,
              .length = 2,
              .what = kPrice,
              .kept = 3});
  bundle.Happens("view_item");
  bundle.Add(
      {.identity = 7, .tally = Tally::kDistinct, .what = kBrand, .kept = 3});
  for (const Window window : {Window::kLifetime, Window::kDuration}) {
    bundle.Happens("view_item");
    bundle.Lacks("remove_from_cart", kSecond);
    bundle.Happens("add_to_cart", kHour);
    bundle.Lacks("purchase", kMinute);
    bundle.Add({.identity = 8 + static_cast<Identity>(window),
                .tally = Tally::kSequence,
                .window = window,
                .length = window == Window::kDuration ? kDay : 0});
  }
  return bundle;
}

void Live(Visitor& visitor, double now) {
  const ItemInput boot{u"boot-1", u"Fjell", u"Hiking", 89.5, kNaN, true};
  visitor.SetSeed(12'345);
  visitor.Touch(now, {u"news", u"email", u"spring", u"email"});
  visitor.Assign(31, 32);
  Record(visitor, now, u"page_view");
  Record(visitor, now + 1, u"view_item", {boot});
  Record(visitor, now + kMinute, u"add_to_cart", {boot});
  visitor.Report(now + kMinute, ShownId(u"hero"));
  visitor.Record(now + kMinute + 1,
                 {.name = u"search", .search = u"red boots", .value = kNaN});
  Record(visitor, now + 2 * kMinute, u"purchase", {boot}, u"t-1");
  Record(visitor, now + 2 * kDay, u"view_item", {boot, Thing(u"b", 3)});
  Record(visitor, now + 2 * kDay + kMinute, u"add_to_cart", {boot});
  visitor.AddActive(now + 2 * kDay + kMinute, 1'500);
  Record(visitor, now + 3 * kDay, u"purchase", {boot, Thing(u"d")}, u"t-2");
  visitor.Show(ItemId(u"c"));
  Record(visitor, now + 3 * kDay, u"page_view");
  visitor.Show(ItemId(u"c"));
  visitor.Show(ItemId(u"e"));
  Record(visitor, now + 3 * kDay, u"not_interested",
         {Thing(u"b"), Thing(u"f")});
}

void Use(Visitor& visitor, const Program& program) {
  for (std::uint32_t source = 0; source < kInputSources; ++source) {
    (void)visitor.Read({static_cast<InputSource>(source), 0});
  }
  for (std::uint32_t i = 0; i < program.counters.size(); ++i) {
    (void)visitor.Read({InputSource::kCounter, i});
    (void)visitor.Read({InputSource::kSince, i});
  }
}

Bytes GoodSnapshot(const Program& program) {
  Visitor visitor;
  visitor.Bind(program);
  Live(visitor, kStart);
  return visitor.Snapshot(visitor.now());
}

void Try(std::span<const std::uint8_t> data) {
  static const CounterProgram bundle = Counting();
  static const Bytes good = GoodSnapshot(bundle.program);
  Bytes snapshot = good;
  if (data.size() >= 2) {
    const std::size_t at =
        kSnapshotHeaderBytes + (data[0] + 256 * std::size_t{data[1]}) %
                                   (good.size() - kSnapshotHeaderBytes);
    data = data.subspan(2);
    if (data.size() > snapshot.size() - at) snapshot.resize(at + data.size());
    if (!data.empty()) {
      std::memcpy(snapshot.data() + at, data.data(), data.size());
    }
  }
  SealSnapshot(snapshot);

  Visitor visitor;
  visitor.Bind(bundle.program);
  const double now = kStart + 3 * kDay;
  if (visitor.Restore(snapshot, now) == RestoreError::kNone) {
    const double then = visitor.now();
    const Bytes first = visitor.Snapshot(then);
    if (visitor.Restore(first, then) != RestoreError::kNone) std::abort();
    if (visitor.Snapshot(then) != first) std::abort();
  }
  Use(visitor, bundle.program);
  Live(visitor, visitor.now());
  Use(visitor, bundle.program);
}

}  // namespace
}  // namespace vitrine::visitor_test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  vitrine::visitor_test::Try({data, size});
  return 0;
}
