#include <gtest/gtest.h>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

/// Lets events happen at times in minutes: the visitor afterwards.
class Sequence {
 public:
  explicit Sequence(Window window = Window::kLifetime, double length = 0)
      : counter_{.identity = 1,
                 .tally = Tally::kSequence,
                 .window = window,
                 .length = length} {}
  Sequence& Then(std::string_view event, double within = 0) {
    bundle_.Happens(event, within * kMinute);
    return *this;
  }
  Sequence& Lacks(std::string_view event, double minutes) {
    bundle_.Lacks(event, minutes * kMinute);
    return *this;
  }
  struct Event {
    double minute;
    std::u16string_view name;
  };
  Visitor After(std::vector<Event> events) {
    if (bundle_.program.counters.empty()) bundle_.Add(counter_);
    Visitor visitor;
    visitor.Bind(bundle_.program);
    for (const Event& event : events) {
      Record(visitor, kStart + event.minute * kMinute, event.name);
    }
    return visitor;
  }
  /// Minute of the latest completion; -1: it is not completed.
  double Completed(std::vector<Event> events) {
    const Visitor visitor = After(std::move(events));
    const Value since = visitor.Read({InputSource::kSince});
    EXPECT_EQ(visitor.Count(0), since.tag == ValueTag::kNull ? 0 : 1);
    if (since.tag == ValueTag::kNull) return -1;
    return (visitor.now() - since.number - kStart) / kMinute;
  }

 private:
  CounterProgram bundle_;
  Counter counter_;
};

TEST(VisitorSequence, HappensInOrder) {
  Sequence sequence;
  sequence.Then("a").Then("b").Then("c");
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {1, u"b"}, {2, u"c"}}), 2);
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {1, u"c"}, {2, u"b"}}), -1);
  EXPECT_EQ(sequence.Completed({{0, u"b"}, {1, u"a"}, {2, u"c"}}), -1);
  EXPECT_EQ(sequence.Completed(
                {{0, u"a"}, {1, u"x"}, {2, u"b"}, {3, u"a"}, {4, u"c"}}),
            4)
      << "others between do not matter";
  EXPECT_EQ(sequence.Completed(
                {{0, u"a"}, {1, u"b"}, {2, u"c"}, {9, u"c"}, {10, u"a"}}),
            9)
      << "the latest";
}

TEST(VisitorSequence, StepsCanHaveATimeLimit) {
  Sequence sequence;
  sequence.Then("a").Then("b", 10);
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {10, u"b"}}), 10);
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {10.001, u"b"}}), -1);
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {5, u"a"}, {15, u"b"}}), 15);
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {0, u"b"}}), 0);
}

TEST(VisitorSequence, OneEventIsOneStep) {
  Sequence twice;
  twice.Then("a").Then("a", 10);
  EXPECT_EQ(twice.Completed({{0, u"a"}}), -1);
  EXPECT_EQ(twice.Completed({{0, u"a"}, {11, u"a"}}), -1);
  EXPECT_EQ(twice.Completed({{0, u"a"}, {11, u"a"}, {21, u"a"}}), 21);
}

TEST(VisitorSequence, MayEndWithWhatDidNotHappen) {
  Sequence abandoned;
  abandoned.Then("add").Lacks("buy", 20);
  EXPECT_EQ(abandoned.Completed({{0, u"add"}}), 0);
  EXPECT_EQ(abandoned.Completed({{0, u"add"}, {5, u"buy"}}), -1);
  EXPECT_EQ(abandoned.Completed({{0, u"add"}, {30, u"buy"}}), -1)
      << "it ends the sequence at any time";
  EXPECT_EQ(abandoned.Completed({{0, u"add"}, {5, u"buy"}, {6, u"add"}}), 6);
  EXPECT_EQ(abandoned.Completed({{0, u"buy"}, {1, u"add"}}), 1);
}

TEST(VisitorSequence, MayAskThatNothingCameBetween) {
  Sequence back;
  back.Then("a").Lacks("x", 20).Then("b");
  EXPECT_EQ(back.Completed({{0, u"a"}, {20, u"b"}}), 20);
  EXPECT_EQ(back.Completed({{0, u"a"}, {19.9, u"b"}}), -1) << "too early";
  EXPECT_EQ(back.Completed({{0, u"a"}, {19.9, u"b"}, {20, u"b"}}), 20);
  EXPECT_EQ(back.Completed({{0, u"a"}, {1, u"x"}, {30, u"b"}}), -1);
  EXPECT_EQ(back.Completed({{0, u"a"}, {25, u"x"}, {30, u"b"}}), -1);
  EXPECT_EQ(back.Completed({{0, u"a"}, {30, u"b"}, {31, u"x"}}), 30)
      << "afterwards it does not matter";
  Sequence both;
  both.Then("a").Lacks("x", 5).Lacks("y", 10).Then("b", 60);
  EXPECT_EQ(both.Completed({{0, u"a"}, {10, u"b"}}), 10);
  EXPECT_EQ(both.Completed({{0, u"a"}, {6, u"b"}}), -1);
  EXPECT_EQ(both.Completed({{0, u"a"}, {7, u"x"}, {12, u"b"}}), -1);
  EXPECT_EQ(both.Completed({{0, u"a"}, {61, u"b"}}), -1);
}

TEST(VisitorSequence, AnEventThatMustNotComeBetweenCanBeTheNextStep) {
  Sequence late;
  late.Then("a").Lacks("b", 20).Then("b");
  EXPECT_EQ(late.Completed({{0, u"a"}, {25, u"b"}}), 25);
  EXPECT_EQ(late.Completed({{0, u"a"}, {10, u"b"}, {25, u"b"}}), -1);
  Sequence again;
  again.Then("a").Lacks("a", 20);
  EXPECT_EQ(again.Completed({{0, u"a"}, {10, u"a"}}), 10);
}

TEST(VisitorSequence, StepsHaveConditions) {
  CounterProgram bundle;
  const auto dear =
      bundle.Where(ItemField::kPrice, LeafOp::kGreater, bundle.Number(100));
  bundle.Happens("a", 0, dear);
  bundle.Happens("b");
  bundle.Lacks("b", kMinute, dear);
  bundle.Add({.identity = 1, .tally = Tally::kSequence});
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, kStart, u"a", {Thing(u"i", 99)});
  Record(visitor, kStart, u"b", {Thing(u"i", 1)});
  EXPECT_EQ(visitor.Count(0), 0);
  Record(visitor, kStart, u"a", {Thing(u"i", 99), Thing(u"j", 101)});
  Record(visitor, kStart, u"b", {Thing(u"i", 1)});
  EXPECT_EQ(visitor.Count(0), 1);
  Record(visitor, kStart, u"b", {Thing(u"i", 101)});
  EXPECT_EQ(visitor.Count(0), 1) << "completes it once more";
}

TEST(VisitorSequence, OfAVisitHappensInOne) {
  Sequence sequence(Window::kVisit);
  sequence.Then("a").Then("b");
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {29, u"b"}}), 29);
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {31, u"b"}}), -1);
  EXPECT_EQ(sequence.Completed({{0, u"a"}, {1, u"b"}, {40, u"x"}}), -1);
}

TEST(VisitorSequence, OfAMovingWindowEndsInIt) {
  Sequence sequence(Window::kDuration, kHour);
  sequence.Then("a").Then("b");
  Visitor visitor = sequence.After({{0, u"a"}, {100, u"b"}});
  EXPECT_EQ(visitor.Count(0), 1);
  EXPECT_EQ(visitor.NextChangeAt(), kStart + 160 * kMinute);
  visitor.Advance(kStart + 160 * kMinute);
  EXPECT_EQ(visitor.Count(0), 0);
  EXPECT_EQ(visitor.NextChangeAt(), kInfinity);
  Record(visitor, kStart + 160 * kMinute, u"a");
  EXPECT_EQ(visitor.Count(0), 0) << "what left does not come back";
  Record(visitor, kStart + 170 * kMinute, u"b");
  EXPECT_EQ(visitor.Count(0), 1);
}

TEST(VisitorSequence, ComesFromTheLog) {
  CounterProgram empty;
  Sequence sequence;
  sequence.Then("a").Lacks("x", 1).Then("b");
  Visitor visitor = sequence.After({{0, u"a"}});
  visitor.Bind(empty.program);
  Record(visitor, kStart + 5 * kMinute, u"b");
  CounterProgram other;
  other.Happens("a");
  other.Lacks("x", kMinute);
  other.Happens("b");
  other.Add({.identity = 1, .tally = Tally::kSequence});
  other.Happens("a");
  other.Happens("b");
  other.Add({.identity = 2, .tally = Tally::kSequence});
  visitor.Bind(other.program);
  EXPECT_EQ(visitor.Count(0), 1);
  EXPECT_EQ(visitor.Count(1), 1);
}

}  // namespace
}  // namespace vitrine::visitor_test
