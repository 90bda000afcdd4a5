// Random counters over random streams of events, with bundles that change and
// snapshots between: always the same as counting from scratch.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

constexpr const char* kNames[] = {"view_item", "add_to_cart", "purchase"};
constexpr const char16_t* kWideNames[] = {u"view_item", u"add_to_cart",
                                          u"purchase"};
constexpr const char16_t* kCategories[] = {u"", u"Boots", u"Socks", u"Hats"};

/// The store's clock: two hours ahead of UTC, later one.
constexpr double kZoneChanges = kStart + 10 * kDay + 4'321'000;
double Offset(double time) { return time < kZoneChanges ? 2 * kHour : kHour; }
double Day(double time) { return std::floor((time + Offset(time)) / kDay); }

enum class Where { kNothing, kBoots, kDear };

struct AskedStep {
  std::uint32_t name;
  Where where;
  bool absent;
  double within;
};

struct AskedCounter {
  Counter counter;
  std::vector<AskedStep> steps;
};

struct Happened {
  double time;
  std::u16string name;
  std::vector<ItemInput> items;
};

bool Fits(Where where, const ItemInput& item) {
  return where == Where::kNothing ||
         (where == Where::kBoots && item.category == u"Boots") ||
         (where == Where::kDear && item.price >= 50);
}

bool Matches(const AskedStep& step, const Happened& event) {
  if (event.name != kWideNames[step.name]) return false;
  if (step.where == Where::kNothing) return true;
  return std::any_of(
      event.items.begin(), event.items.end(),
      [&](const ItemInput& item) { return Fits(step.where, item); });
}

struct Result {
  double count = 0;
  double latest = -1;
  double next = kInfinity;
};

/// Counts from scratch, from everything that ever happened.
class Oracle {
 public:
  void Record(const Happened& event) {
    Touch(event.time);
    events_.push_back(event);
  }
  void Touch(double now) {
    if (now - active_ >= 30 * kMinute) visit_ = now;
    active_ = now;
  }
  Result Tell(const AskedCounter& asked, double now) const {
    const double from = asked.counter.window == Window::kVisit ? visit_ : 0;
    return asked.counter.tally == Tally::kSequence
               ? TellSequence(asked, now, from)
               : TellEvents(asked, now, from);
  }

 private:
  struct Occurrence {
    double time;
    double amount;
    std::u16string value;
  };

  static double End(const Counter& counter, double time) {
    if (counter.window == Window::kDuration) return time + counter.length;
    if (counter.window != Window::kDays) return kInfinity;
    const double day = Day(time) + counter.length;
    const double early = day * kDay - 2 * kHour;
    return Day(early) >= day ? early : day * kDay - kHour;
  }

  Result TellEvents(const AskedCounter& asked, double now, double from) const {
    const Counter& counter = asked.counter;
    std::vector<Occurrence> all;
    for (const Happened& event : events_) {
      if (event.time < from || !Matches(asked.steps[0], event)) continue;
      if (End(counter, event.time) <= now) continue;
      double sum = 0;
      for (const ItemInput& item : event.items) {
        if (!Fits(asked.steps[0].where, item)) continue;
        if (item.price == item.price) sum += item.price * item.quantity;
        if (counter.tally != Tally::kDistinct || item.category.empty())
          continue;
        all.erase(std::remove_if(all.begin(), all.end(),
                                 [&](const Occurrence& occurrence) {
                                   return occurrence.value == item.category;
                                 }),
                  all.end());
        all.push_back({event.time, 1, std::u16string(item.category)});
      }
      if (counter.tally == Tally::kDistinct) continue;
      all.push_back({event.time, counter.tally == Tally::kSum ? sum : 1, {}});
    }
    if (counter.kept > 0 && all.size() > counter.kept) {
      all.erase(all.begin(),
                all.end() - static_cast<std::ptrdiff_t>(counter.kept));
    }
    Result result;
    for (const Occurrence& occurrence : all) result.count += occurrence.amount;
    if (all.empty()) return result;
    result.latest = all.back().time;
    result.next = End(counter, all.front().time);
    return result;
  }

  Result TellSequence(const AskedCounter& asked, double now,
                      double from) const {
    const std::vector<AskedStep>& steps = asked.steps;
    std::vector<double> completed(steps.size(), -1);
    std::size_t last = 0;
    for (const Happened& event : events_) {
      if (event.time < from) continue;
      // Every step as of before the event.
      std::vector<double> then = completed;
      for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].absent) continue;
        last = i;
        for (std::size_t a = i + 1; a < steps.size() && steps[a].absent; ++a) {
          if (Matches(steps[a], event)) then[i] = -1;
        }
        if (!Matches(steps[i], event)) continue;
        bool fits = true;
        for (std::size_t before = i; before > 0;) {
          --before;
          double first = completed[before];
          if (steps[before].absent) {
            std::size_t happening = before;
            while (steps[happening].absent) --happening;
            first = completed[happening];
            fits &= event.time - first >= steps[before].within;
            continue;
          }
          fits &= first >= 0;
          fits &= steps[i].within == 0 || event.time - first <= steps[i].within;
          break;
        }
        if (fits) then[i] = event.time;
      }
      completed = then;
    }
    Result result;
    const double at = completed[last];
    if (at < 0 || End(asked.counter, at) <= now) return result;
    return {1, at, End(asked.counter, at)};
  }

  std::vector<Happened> events_;
  double visit_ = 0;
  double active_ = -kInfinity;
};

/// A bundle of random counters, and what the oracle needs to know of them.
struct Asked {
  CounterProgram bundle;
  std::vector<AskedCounter> counters;
};

AskedCounter RandomCounter(Dice& dice) {
  const double durations[] = {10 * kSecond, kMinute, kHour, 3 * kDay};
  const std::uint32_t keeps[] = {1, 3, 64};
  AskedCounter asked;
  Counter& counter = asked.counter;
  counter.tally = static_cast<Tally>(dice.Roll(4));
  counter.window = static_cast<Window>(dice.Roll(4));
  const bool moves = counter.window >= Window::kDuration;
  if (counter.window == Window::kDuration) {
    counter.length = durations[dice.Roll(4)];
  }
  if (counter.window == Window::kDays) counter.length = 1 + dice.Roll(3);
  if (counter.tally == Tally::kSum) {
    counter.what = static_cast<std::uint32_t>(ItemField::kPrice);
  }
  if (counter.tally == Tally::kDistinct) {
    counter.what = static_cast<std::uint32_t>(ItemField::kCategory);
  }
  if (counter.tally == Tally::kDistinct || moves) {
    counter.kept = keeps[dice.Roll(3)];
  }
  const bool sequence = counter.tally == Tally::kSequence;
  for (std::uint32_t i = sequence ? 1 + dice.Roll(4) : 1; i > 0; --i) {
    AskedStep step{dice.Roll(3), static_cast<Where>(dice.Roll(3)), false, 0};
    if (!asked.steps.empty()) {
      step.absent = dice.Roll(3) == 0;
      if (step.absent || dice.Roll(2))
        step.within = durations[1 + dice.Roll(2)];
    }
    asked.steps.push_back(step);
  }
  // As the compiler does: what a counter means makes its identity.
  Identity identity = 1;
  const auto add = [&](double part) {
    identity = identity * 1'000'003 + static_cast<Identity>(part);
  };
  add(static_cast<double>(counter.tally));
  add(static_cast<double>(counter.window));
  add(counter.length);
  for (const AskedStep& step : asked.steps) {
    add(step.name * 8 + static_cast<std::uint32_t>(step.where) * 2 +
        step.absent);
    add(step.within);
  }
  counter.identity = identity;
  return asked;
}

Asked Ask(Dice& dice) {
  Asked asked;
  CounterProgram& bundle = asked.bundle;
  bundle.program.zone_changes = {{0, 120}, {kZoneChanges, 60}};
  bundle.program.zones.push_back({0, 2});
  const std::uint32_t wheres[] = {
      kNone,
      bundle.Where(ItemField::kCategory, LeafOp::kStrictText,
                   bundle.Symbol(IdentityKind::kValue, "Boots")),
      bundle.Where(ItemField::kPrice, LeafOp::kGreaterEqual,
                   bundle.Number(50))};
  for (std::uint32_t i = 0; i < 14; ++i) {
    AskedCounter counter = RandomCounter(dice);
    for (const AskedStep& step : counter.steps) {
      const auto where = wheres[static_cast<std::uint32_t>(step.where)];
      if (step.absent) {
        bundle.Lacks(kNames[step.name], step.within, where);
      } else {
        bundle.Happens(kNames[step.name], step.within, where);
      }
    }
    bundle.Add(counter.counter);
    asked.counters.push_back(counter);
  }
  return asked;
}

void Check(const Visitor& visitor, const Oracle& oracle, const Asked& asked) {
  double next = kInfinity;
  for (std::uint32_t i = 0; i < asked.counters.size(); ++i) {
    const Result told = oracle.Tell(asked.counters[i], visitor.now());
    ASSERT_EQ(visitor.Count(i), told.count) << "counter " << i;
    const Value since = visitor.Read({InputSource::kSince, i});
    ASSERT_EQ(since.tag == ValueTag::kNull ? -1 : visitor.now() - since.number,
              told.latest)
        << "counter " << i;
    next = std::min(next, told.next);
  }
  ASSERT_EQ(visitor.NextChangeAt(), next);
}

/// `events` up to the log's quota may change bundles; a longer stream must
/// stay with one, as its log forgets.
void Compare(std::uint64_t seed, std::uint32_t events, std::uint32_t bundles) {
  SCOPED_TRACE(seed);
  Dice dice(seed);
  std::vector<Asked> asked;
  for (std::uint32_t i = 0; i < bundles; ++i) asked.push_back(Ask(dice));
  const double steps[] = {
      0,       1,       700,         kSecond,      10 * kSecond,
      kMinute, kMinute, 5 * kMinute, 30 * kMinute, kDay};
  Oracle oracle;
  Visitor visitors[2];
  std::uint32_t at = 0, bound = 0;
  visitors[at].Bind(asked[bound].bundle.program);
  double now = kStart;
  for (std::uint32_t recorded = 0; recorded < events;) {
    now += steps[dice.Roll(10)];
    Visitor& visitor = visitors[at];
    const std::uint32_t action = dice.Roll(20);
    if (action < 14) {
      Happened event{now, kWideNames[dice.Roll(3)], {}};
      for (std::uint32_t i = dice.Roll(4); i > 1; --i) {
        event.items.push_back({u"i", u"", kCategories[dice.Roll(4)],
                               dice.Roll(3) ? 25.0 * dice.Roll(5) : kNaN,
                               1.0 + dice.Roll(2)});
      }
      Record(visitor, now, event.name, event.items);
      oracle.Record(event);
      ++recorded;
    } else if (action < 17) {
      visitor.Advance(now);
    } else if (action == 17) {
      visitor.SetCart(now, {});
      oracle.Touch(now);
    } else if (action == 18) {
      visitor.Advance(now);
      bound = dice.Roll(bundles);
      visitor.Bind(asked[bound].bundle.program);
    } else {
      const Bytes bytes = visitor.Snapshot(now);
      visitors[at ^= 1] = Visitor();
      if (dice.Roll(2)) visitors[at].Bind(asked[bound].bundle.program);
      ASSERT_EQ(visitors[at].Restore(bytes, now), RestoreError::kNone);
      visitors[at].Bind(asked[bound].bundle.program);
      ASSERT_EQ(visitors[at].Snapshot(now), bytes);
    }
    Check(visitors[at], oracle, asked[bound]);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(VisitorCounters, AgreeWithCountingFromScratch) {
  for (std::uint64_t seed = 1; seed <= 16; ++seed) Compare(seed, 250, 3);
}

TEST(VisitorCounters, AgreeWithCountingFromScratchPastTheLog) {
  for (std::uint64_t seed = 100; seed < 103; ++seed) Compare(seed, 700, 1);
}

}  // namespace
}  // namespace vitrine::visitor_test
