#include "runtime/decide/engine.h"

#include <limits>
#include <utility>

#include "runtime/bundle/paths.h"

namespace vitrine {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

Value TextValue(std::u16string_view text) {
  if (text.empty()) return Value::Null();
  return Value::Name(IdentityOf(IdentityKind::kValue, text));
}

}  // namespace

Engine::Run::Run(const Program& program)
    : machine(program),
      attribute_inputs(program.attributes.size(), kNone),
      attribute_expiry(program.attributes.size(), kNever),
      decisions(program.slots.size(), SlotDecision{}) {
  for (std::uint32_t i = 0; i < program.inputs.size(); ++i) {
    const Input& input = program.inputs[i];
    if (input.source == InputSource::kAttribute) {
      attribute_inputs[input.argument] = i;
    }
  }
}

ReadError Engine::Load(std::span<const std::uint8_t> bytes, double now) {
  auto program = std::make_unique<Program>();
  const ReadError error = ReadProgram(bytes, *program);
  if (error != ReadError::kNone) return error;
  auto run = std::make_unique<Run>(*program);
  VisitorAt(now).Bind(*program);
  program_ = std::move(program);
  run_ = std::move(run);
  return ReadError::kNone;
}

void Engine::SetConsent(bool personalise, double now) {
  Visitor& visitor = VisitorAt(now);
  // A visitor begins with the consent: what came before is not known, nor does
  // anyone claim to have watched since.
  if (personalise != personalise_) visitor.Forget();
  personalise_ = personalise;
}

void Engine::SetAttribute(std::uint32_t index, const Value& value, double now) {
  const double ttl = program().attributes[index].ttl_ms;
  run_->attribute_expiry[index] = ttl > 0 ? Advance(now) + ttl : kNever;
  const std::uint32_t input = run_->attribute_inputs[index];
  if (input != kNone) run_->machine.SetInput(input, value);
}

void Engine::SetPage(std::u16string_view type, std::u16string_view path) {
  page_type_ = TextValue(type);
  page_path_ = TextValue(path);
}

double Engine::Advance(double now) {
  if (now > now_) now_ = now;
  return now_;
}

// Out of line: half of the C ABI begins with it.
[[gnu::noinline]] Visitor& Engine::VisitorAt(double now) {
  visitor_.Advance(Advance(now));
  return visitor_;
}

void Engine::ExpireAttributes() {
  for (std::uint32_t i = 0; i < run_->attribute_expiry.size(); ++i) {
    if (run_->attribute_expiry[i] <= now_) {
      SetAttribute(i, Value::Null(), now_);
      run_->attribute_expiry[i] = kNever;
    }
  }
}

Value Engine::ReadInput(const Input& input) const {
  if (input.source == InputSource::kPageType) return page_type_;
  if (input.source == InputSource::kPagePath) return page_path_;
  return personalise_ ? visitor_.Read(input) : Value::Unknown();
}

const Machine& Engine::Settled(double now) {
  VisitorAt(now);
  ExpireAttributes();
  Machine& machine = run_->machine;
  for (std::uint32_t i = 0; i < program().inputs.size(); ++i) {
    const Input& input = program().inputs[i];
    if (input.source == InputSource::kAttribute) continue;
    machine.SetInput(i, ReadInput(input));
  }
  machine.Settle();
  return machine;
}

std::span<const SlotDecision> Engine::Decide(double now) {
  const Machine& machine = Settled(now);
  for (std::uint32_t i = 0; i < program().slots.size(); ++i) {
    SlotDecision& decision = run_->decisions[i];
    const std::uint32_t rule = machine.BestRule(program().slots[i]);
    decision.changed = rule != decision.rule;
    decision.rule = rule;
    decision.content = rule == kNone ? kNone : program().rules[rule].content;
  }
  return run_->decisions;
}

double Engine::NextChangeAt() const {
  double next = personalise_ ? visitor_.NextChangeAt() : kNever;
  for (double expiry : run_->attribute_expiry) {
    if (expiry < next) next = expiry;
  }
  return next;
}

}  // namespace vitrine
