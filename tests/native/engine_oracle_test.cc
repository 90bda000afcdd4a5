// The engine against a naive evaluator that looks at everything anew: random
// programs, random calls, after each of which every condition must agree.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "runtime/bundle/writer.h"
#include "runtime/bundle/zone.h"
#include "runtime/decide/engine.h"
#include "tests/native/random.h"
#include "tests/native/random_program.h"

namespace vitrine {
namespace {

using testing::Random;
using testing::RandomProgram;
using Truths = std::vector<Truth>;

constexpr double kStart = 1'774'700'000'000;  // half a day before summer time
constexpr double kSeed = 0x1234567890abc;
constexpr std::u16string_view kTexts[] = {u"",   u"x",  u"y",
                                          u"xy", u"17", u"\u00e6\U0001f600"};

/// Counts, minutes of a day, durations, times.
constexpr double kNumbers[] = {
    -1, 0, 1, 2, 3.5, 17, 720, 1439, 60'000, 3'600'000, kDayMs, kStart + 5e7};

Value TextOf(std::u16string_view text) {
  Value value{.tag = ValueTag::kText,
              .truthy = !text.empty(),
              .number = text == u"17"  ? 17
                        : text.empty() ? 0
                                       : std::nan(""),
              .text = IdentityOf(IdentityKind::kValue, text)};
  value.lower = value.text;
  value.units = text;
  value.version = text;
  return value;
}

Value RandomScalar(Random& random) {
  switch (random.Below(5)) {
    case 0:
      return Value::Null();
    case 1: {
      Value value = random.OneIn(2) ? TextOf(u"true") : TextOf(u"false");
      value.tag = ValueTag::kTruth;
      value.truthy = value.units == u"true";
      value.number = value.truthy ? 1 : 0;
      return value;
    }
    case 2: {
      Value value = TextOf(random.OneIn(2) ? u"17" : u"0");
      value.tag = ValueTag::kNumber;
      value.number = value.units == u"17" ? 17 : 0;
      value.truthy = value.number != 0;
      return value;
    }
    case 3: {  // a date
      Value value = Value::Number(kStart + random.Below(200'000'000) - 1e8);
      value.text = IdentityOf(IdentityKind::kValue, u"date");
      value.units = u"date";
      return value;
    }
    default:
      return TextOf(kTexts[random.Below(6)]);
  }
}

/// Adds a value and what it contains.
void AddRandomTree(Random& random, std::uint32_t depth,
                   std::vector<ValueNode>& nodes) {
  const std::size_t at = nodes.size();
  nodes.push_back(
      {.value = RandomScalar(random),
       .key = IdentityOf(IdentityKind::kValue, kTexts[1 + random.Below(2)])});
  if (depth == 0 || !random.OneIn(2)) return;
  Value& value = nodes[at].value;
  value = TextOf(u"[object Object]");
  value.tag = random.OneIn(2) ? ValueTag::kList : ValueTag::kObject;
  for (std::uint32_t i = random.Below(4); i > 0; --i) {
    AddRandomTree(random, depth - 1, nodes);
  }
  nodes[at].size = static_cast<std::uint32_t>(nodes.size() - at);
}

std::uint32_t Fnv(std::u16string_view text) {
  std::uint32_t hash = 2'166'136'261;
  for (char16_t unit : text) hash = (hash ^ unit) * 16'777'619;
  return hash;
}

std::u16string Wide(const std::string& ascii) {
  return {ascii.begin(), ascii.end()};
}

double Bucket(const Program& program, const Experiment& experiment,
              const std::u16string& value) {
  const std::u16string seed =
      Wide(std::string(program.strings[experiment.seed]));
  if (experiment.version == 1) return Fnv(value + seed) % 1000 / 1000.0;
  return Fnv(Wide(std::to_string(Fnv(seed + value)))) % 10'000 / 10'000.0;
}

Truth Naive(const Program& program, std::span<const Identity> identities,
            std::span<const Value> inputs, std::uint32_t node) {
  const Network& n = program.conditions;
  if (node < n.leaves.size()) {
    const Leaf& leaf = n.leaves[node];
    return EvaluateLeaf(program, identities, leaf, inputs[leaf.input]);
  }
  const Gate& gate = n.gates[node - n.leaves.size()];
  int count[3] = {};
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    ++count[static_cast<int>(
        Naive(program, identities, inputs, n.children[gate.first_child + i]))];
  }
  if (gate.kind == GateKind::kAll) {
    return count[0] > 0   ? Truth::kFalse
           : count[2] > 0 ? Truth::kUnknown
                          : Truth::kTrue;
  }
  const bool any = gate.kind == GateKind::kAny;
  return count[1] > 0   ? (any ? Truth::kTrue : Truth::kFalse)
         : count[2] > 0 ? Truth::kUnknown
         : any          ? Truth::kFalse
                        : Truth::kTrue;
}

/// An engine, and all that it was told.
class Subject {
 public:
  explicit Subject(Random& random) : random_(random) {
    Program program = RandomProgram(random);
    // Whether a clock is at zero is nobody's condition.
    for (Leaf& leaf : program.conditions.leaves) {
      if (OperandKindOf(leaf.op) == OperandKind::kTruth) {
        leaf.op = LeafOp::kExists;
        leaf.operand = 0;
      }
    }
    for (Array<double>* numbers :
         {&program.numbers, &program.number_elements}) {
      for (double& number : *numbers) number = kNumbers[random.Below(12)];
    }
    bundle_ = WriteProgram(program);
    reads_.resize(program.reads.size(), {ValueNode{}});
    expiry_.resize(program.attributes.size(), HUGE_VAL);
    forced_.resize(program.experiments.size(), kNone);
    EXPECT_EQ(engine_.Load(bundle_, now_), ReadError::kNone);
    Consent(true);
  }

  void Step() {
    switch (random_.Below(14)) {
      case 0:
        Consent(random_.OneIn(3));
        break;
      case 1:
        Wait(random_.Below(100) * 1000.0);
        break;
      case 2:
        Wait(random_.Below(50'000) * 1000.0);
        break;
      case 3:
      case 4:
        WaitForChange();
        break;
      case 5:
        Force();
        break;
      case 6:
        Page();
        break;
      case 7:
        if (engine_.personalise()) {
          engine_.ChangingVisitor(now_).AddActive(now_, random_.Below(3000));
        }
        break;
      case 8:
        Report();
        break;
      case 9:
        Restore();
        break;
      case 10:
      case 11:
        Tell();
        break;
      default:
        Event();
        break;
    }
    for (std::size_t i = 0; i < expiry_.size(); ++i) {
      if (expiry_[i] > now_) continue;
      expiry_[i] = HUGE_VAL;
      for (std::size_t read = 0; read < reads_.size(); ++read) {
        if (engine_.program().reads[read].attribute == i) {
          reads_[read] = {ValueNode{}};
        }
      }
    }
  }

  void Check() {
    const Machine& machine = engine_.Settled(now_, random_.OneIn(8));
    const Truths truths = Expected(machine.identities());
    for (std::uint32_t node = 0; node < truths.size(); ++node) {
      ASSERT_EQ(machine.truth(node), truths[node]) << "node " << node;
    }
    // What holds now goes on until the engine says that it may not.
    engine_.Decide(now_);
    const double next = engine_.NextChangeAt();
    ASSERT_GT(next, now_);
    if (next - now_ > 1 && next < HUGE_VAL && random_.OneIn(4)) {
      now_ = std::ceil(next) - 1;
      engine_.VisitorAt(now_);
      ASSERT_EQ(Expected(machine.identities()), truths);
    }
  }

 private:
  void Wait(double ms) { now_ += ms; }
  void WaitForChange() {
    engine_.Decide(now_);
    const double next = engine_.NextChangeAt();
    if (next < now_ + 40 * kDayMs) now_ = std::ceil(next);
  }
  void Consent(bool personalise) {
    engine_.SetConsent(personalise, now_, kSeed);
    if (!personalise) assigned_.clear();
  }
  void Force() {
    const std::uint32_t i =
        random_.Below(static_cast<std::uint32_t>(forced_.size()));
    forced_[i] =
        random_.OneIn(2)
            ? kNone
            : random_.Below(engine_.program().experiments[i].arm_count);
    engine_.Force(i, forced_[i]);
  }
  void Page() {
    PageInput page;
    if (random_.OneIn(2)) page.touch = {u"x", {}, u"y", u"email"};
    if (!page.touch.channel.empty()) touched_ = true;
    engine_.SetPage(page);
    if (!engine_.personalise()) return;
    Visitor& visitor = engine_.ChangingVisitor(now_);
    visitor.Touch(now_, page.touch);
    EventInput event = {};
    event.name = u"page_view";
    visitor.Record(now_, event);
  }
  void Event() {
    if (!engine_.personalise()) return;
    const ItemInput items[] = {{u"i", u"x", u"y", 3, 1},
                               {u"j", u"y", u"x", 1, 2}};
    EventInput event = {};
    event.name = random_.OneIn(3) ? u"purchase" : u"view_item";
    event.value = std::nan("");
    event.items = std::span(items, random_.Below(3));
    if (random_.OneIn(8)) {
      engine_.ChangingVisitor(now_).SetCart(now_, event.items);
    } else {
      engine_.ChangingVisitor(now_).Record(now_, event);
    }
  }
  void Report() {
    const Program& program = engine_.program();
    if (!engine_.personalise() || program.rules.empty()) return;
    const std::uint32_t index =
        random_.Below(static_cast<std::uint32_t>(program.rules.size()));
    const auto outcome = static_cast<Outcome>(random_.Below(4));
    engine_.Report(index, outcome, now_);
    const Rule& rule = program.rules[index];
    if (rule.experiment != kNone && outcome == Outcome::kShown &&
        program.experiments[rule.experiment].sticky &&
        forced_[rule.experiment] == kNone) {
      assigned_[rule.experiment] = rule.arm;
    }
  }
  void Restore() {
    if (!engine_.personalise()) return;
    const Bytes snapshot = engine_.VisitorAt(now_).Snapshot(now_);
    EXPECT_EQ(engine_.Restore(snapshot, now_), RestoreError::kNone);
  }
  void Tell() {
    const std::uint32_t read =
        random_.Below(static_cast<std::uint32_t>(reads_.size()));
    std::vector<ValueNode> nodes;
    AddRandomTree(random_, 2, nodes);
    for (ValueNode& node : nodes) {
      if (node.value.tag == ValueTag::kList) node.value.node = &node;
    }
    engine_.SetValue(read, nodes, now_);
    const std::uint32_t attribute = engine_.program().reads[read].attribute;
    if (attribute != kNone) {
      const double ttl = engine_.program().attributes[attribute].ttl_ms;
      if (ttl > 0) expiry_[attribute] = now_ + ttl;
    }
    reads_[read].swap(nodes);  // the nodes stay where they are
  }

  Value ExpectedArm(std::uint32_t index) const {
    const Program& program = engine_.program();
    const Experiment& experiment = program.experiments[index];
    if (forced_[index] != kNone) return Value::Number(forced_[index]);
    std::u16string value;
    if (experiment.source == HashSource::kTime) {
      const auto slice = static_cast<std::uint64_t>(now_) /
                         (experiment.argument * std::uint64_t{1000});
      value = Wide(std::to_string(slice));
    } else if (!engine_.personalise()) {
      return Value::Unknown();
    } else if (experiment.source == HashSource::kVisitor) {
      value = u"01234567890abc";
    } else {
      const Value& told = reads_[experiment.argument][0].value;
      if (told.truthy) value = told.units;
    }
    if (value.empty()) return Value::Null();
    const auto stays = assigned_.find(index);
    if (stays != assigned_.end()) return Value::Number(stays->second);
    const double bucket = Bucket(program, experiment, value);
    for (std::uint32_t i = 0; i < experiment.arm_count; ++i) {
      const Arm& arm = program.arms[experiment.first_arm + i];
      if (arm.from <= bucket && bucket < arm.until) return Value::Number(i);
    }
    return Value::Null();
  }

  Value ExpectedInput(const Input& input) const {
    const auto local = [&] {
      return static_cast<std::int64_t>(
          LocalTime(engine_.program(), input.argument, now_) / 60'000);
    };
    switch (input.source) {
      case InputSource::kRead:
        return reads_[input.argument][0].value;
      case InputSource::kAttributeAge: {
        const Value& date = reads_[input.argument][0].value;
        return date.tag == ValueTag::kNull
                   ? Value::Null()
                   : Value::Number(now_ - std::floor(date.number));
      }
      case InputSource::kExperiment:
        return ExpectedArm(input.argument);
      case InputSource::kNow:
        return Value::Number(now_);
      case InputSource::kMinute:
        return Value::Number(static_cast<double>(local() % 1440));
      case InputSource::kWeekday:
        return Value::Number(static_cast<double>((local() / 1440 + 3) % 7 + 1));
      case InputSource::kTraffic: {
        if (engine_.personalise() || !touched_ || input.argument > 3) break;
        constexpr std::u16string_view kTold[] = {u"x", u"", u"y", u"email"};
        const std::u16string_view text = kTold[input.argument];
        return text.empty()
                   ? Value::Null()
                   : Value::Name(IdentityOf(IdentityKind::kValue, text));
      }
      default:
        break;
    }
    return engine_.personalise() ? engine_.visitor().Read(input)
                                 : Value::Unknown();
  }

  Truths Expected(std::span<const Identity> identities) const {
    const Program& program = engine_.program();
    std::vector<Value> inputs;
    for (const Input& input : program.inputs) {
      inputs.push_back(ExpectedInput(input));
    }
    Truths truths;
    for (std::uint32_t node = 0; node < program.conditions.size(); ++node) {
      truths.push_back(Naive(program, identities, inputs, node));
    }
    return truths;
  }

  Random& random_;
  Bytes bundle_;
  Engine engine_;
  double now_ = kStart;
  bool touched_ = false;
  std::vector<std::vector<ValueNode>> reads_;
  std::vector<double> expiry_;
  std::vector<std::uint32_t> forced_;
  std::map<std::uint32_t, std::uint32_t> assigned_;
};

TEST(EngineOracle, WhatIsKeptUpToDateIsWhatIsSeenFromScratch) {
  Random random(4);
  for (int round = 0; round < 1000 && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(round);
    Subject subject(random);
    for (int step = 0; step < 40 && !::testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE(step);
      subject.Step();
      subject.Check();
    }
  }
}

}  // namespace
}  // namespace vitrine
