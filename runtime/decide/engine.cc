#include "runtime/decide/engine.h"

#include <limits>
#include <utility>

#include "runtime/bundle/paths.h"

namespace vitrine {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

Identity IdentityOfTold(IdentityKind kind, std::u16string_view text) {
  return text.empty() ? kNoIdentity : IdentityOf(kind, text);
}

Value TextValue(std::u16string_view text) {
  const Identity id = IdentityOfTold(IdentityKind::kValue, text);
  return id == kNoIdentity ? Value::Null() : Value::Name(id);
}

bool Equal(std::span<const Recommended> a, std::span<const Recommended> b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(a[i] == b[i])) return false;
  }
  return true;
}

}  // namespace

Engine::Run::Run(const Program& program)
    : machine(program),
      attribute_inputs(program.attributes.size(), kNone),
      attribute_expiry(program.attributes.size(), kNever),
      decisions(program.slots.size(), SlotDecision{}),
      on_page(program.slots.size()) {
  for (std::uint32_t i = 0; i < on_page; ++i) order.push_back(i);
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
  DropShelves();
  program_ = std::move(program);
  run_ = std::move(run);
  return ReadError::kNone;
}

ReadError Engine::LoadModel(std::span<const std::uint8_t> bytes) {
  auto model = std::make_unique<Model>();
  const ReadError error = model->LoadCore(bytes);
  if (error != ReadError::kNone) return error;
  // Nor may items of the old model pass for those of the new one.
  DropShelves();
  model_ = std::move(model);
  return ReadError::kNone;
}

ReadError Engine::AddShard(std::span<const std::uint8_t> bytes) {
  return model_ == nullptr ? ReadError::kWrongModel : model_->AddShard(bytes);
}

void Engine::SetConsent(bool personalise, double now) {
  // A visitor begins with the consent: what came before is not known, nor does
  // anyone claim to have watched since.
  VisitorAt(now);
  const bool changes = personalise != personalise_;
  personalise_ = personalise;
  if (changes) Forget(now);
}

void Engine::Forget(double now) {
  VisitorAt(now).Forget();
  viewed_item_ = kNoIdentity;
  wanted_.clear();
  DropShelves();
  // Conditions have read what is forgotten.
  if (loaded()) Settled(now);
}

void Engine::DropShelves() {
  shelves_.reset();
  if (run_ == nullptr) return;
  for (SlotDecision& decision : run_->decisions) decision.items = {};
}

void Engine::SetAttribute(std::uint32_t index, const Value& value, double now) {
  const double ttl = program().attributes[index].ttl_ms;
  run_->attribute_expiry[index] = ttl > 0 ? Advance(now) + ttl : kNever;
  const std::uint32_t input = run_->attribute_inputs[index];
  if (input != kNone) run_->machine.SetInput(input, value);
}

void Engine::SetPage(const PageInput& page) {
  page_type_ = TextValue(page.type);
  page_path_ = TextValue(page.path);
  page_ = {.item = IdentityOfTold(IdentityKind::kItem, page.item),
           .category = IdentityOfTold(IdentityKind::kValue, page.category)};
  viewed_item_ = kNoIdentity;
}

void Engine::ViewItem(Identity item) { viewed_item_ = item; }

void Engine::SetSlots(std::span<const std::uint32_t> slots) {
  Array<std::uint8_t> placed(program().slots.size());
  Array<std::uint32_t>& order = run_->order;
  order.clear();
  const auto place = [&](std::uint32_t slot) {
    if (placed[slot] == 0) order.push_back(slot);
    placed[slot] = 1;
  };
  for (std::uint32_t slot : slots) place(slot);
  run_->on_page = order.size();
  for (std::uint32_t i = 0; i < placed.size(); ++i) place(i);
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
  wanted_.clear();
  bool begun = false;
  for (std::size_t place = 0; place < run_->order.size(); ++place) {
    const std::uint32_t index = run_->order[place];
    const Slot& slot = program().slots[index];
    std::uint32_t rule = machine.BestRule(slot);
    std::span<const Recommended> items;
    if (slot.type == SlotType::kRecommendations) {
      if (rule != kNone && model_ != nullptr && place < run_->on_page) {
        if (!begun) BeginShelves();
        begun = true;
        items =
            shelves_->Fill(slot, program().rules[rule], machine.identities());
      }
      if (items.empty()) rule = kNone;
    }
    SlotDecision& decision = run_->decisions[index];
    decision.changed = rule != decision.rule || !Equal(items, decision.items);
    decision.rule = rule;
    decision.content = rule == kNone ? kNone : program().rules[rule].content;
    decision.items = items;
  }
  if (begun && shelves_->lacking()) ListWantedShards();
  return run_->decisions;
}

void Engine::BeginShelves() {
  if (shelves_ == nullptr) {
    shelves_ = std::make_unique<Shelves>(*program_, *model_);
  }
  PageSubject page = page_;
  if (page.item == kNoIdentity) page.item = viewed_item_;
  shelves_->Begin(personalise_ ? &visitor_ : nullptr, page);
}

void Engine::ListWantedShards() {
  for (std::uint32_t shard = 0; shard < model_->shard_count(); ++shard) {
    if (!model_->IsLoaded(shard)) wanted_.push_back(shard);
  }
}

double Engine::NextChangeAt() const {
  double next = personalise_ ? visitor_.NextChangeAt() : kNever;
  for (double expiry : run_->attribute_expiry) {
    if (expiry < next) next = expiry;
  }
  return next;
}

}  // namespace vitrine
