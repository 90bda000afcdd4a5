#include "runtime/decide/engine.h"

#include <utility>

namespace vitrine {
namespace {

bool Equal(std::span<const Recommended> a, std::span<const Recommended> b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(a[i] == b[i])) return false;
  }
  return true;
}

}  // namespace

ReadError Engine::Load(std::span<const std::uint8_t> bytes, double now) {
  ProgramPointer program(new Program);
  const ReadError error = ReadProgram(bytes, *program);
  if (error != ReadError::kNone) return error;
  auto run = std::make_unique<Run>(*program);
  ChangingVisitor(now).Bind(*program);
  DropShelves();
  program_.swap(program);
  run_.swap(run);
  TellProperties();
  AssignAll();
  return ReadError::kNone;
}

ReadError Engine::LoadModel(std::span<const std::uint8_t> bytes) {
  auto model = std::make_unique<Model>();
  const ReadError error = model->LoadCore(bytes);
  if (error != ReadError::kNone) return error;
  // Nor may items of the old model pass for those of the new one.
  DropShelves();
  model_.swap(model);
  TellProperties();
  return ReadError::kNone;
}

ReadError Engine::AddPart(std::span<const std::uint8_t> bytes) {
  return model_ == nullptr ? ReadError::kWrongModel : model_->AddPart(bytes);
}

void Engine::SetConsent(bool personalise, double now, double seed) {
  // A visitor begins with the consent: what came before is not known, nor does
  // anyone claim to have watched since.
  VisitorAt(now);
  const bool changes = personalise != personalise_;
  personalise_ = personalise;
  if (changes) Forget(now, seed);
}

void Engine::Forget(double now, double seed) {
  Visitor& visitor = ChangingVisitor(now);
  visitor.Forget();
  if (personalise_) visitor.SetSeed(seed);
  viewed_item_ = kNoIdentity;
  wanted_.clear();
  DropShelves();
  AssignAll();
  // Conditions have read what is forgotten.
  if (loaded()) Settled(now);
}

RestoreError Engine::Restore(std::span<const std::uint8_t> bytes, double now) {
  const RestoreError error = ChangingVisitor(now).Restore(bytes, now);
  AssignAll();
  return error;
}

void Engine::DropShelves() {
  shelves_.reset();
  if (run_ == nullptr) return;
  for (SlotDecision& decision : run_->decisions) decision.items = {};
}

void Engine::TellProperties() {
  if (model_ == nullptr || program_ == nullptr) return;
  std::uint32_t count = 0;
  for (const Property& property : program_->properties) {
    count += property.kind == PropertyKind::kOfItem;
  }
  model_->SetProperties(count);
}

void Engine::SetPage(const PageInput& page) {
  page_ = {.item = NameOf(IdentityKind::kItem, page.item),
           .category = NameOf(IdentityKind::kValue, page.category)};
  viewed_item_ = kNoIdentity;
  traffic_.Touch(page.touch);
  behaviour_changed_ = true;
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

// Out of line: half of the C ABI begins with it.
[[gnu::noinline]] Visitor& Engine::VisitorAt(double now) {
  if (now >= visitor_.NextChangeAt()) behaviour_changed_ = true;
  visitor_.Advance(now);
  return visitor_;
}

[[gnu::noinline]] Visitor& Engine::ChangingVisitor(double now) {
  behaviour_changed_ = true;
  return VisitorAt(now);
}

std::span<const SlotDecision> Engine::Decide(double now) {
  Choose(now, /*exact=*/false);
  run_->told = true;
  return run_->decisions;
}

void Engine::Choose(double now, bool exact, std::uint32_t traced,
                    Trace* trace) {
  Run& run = *run_;
  Settled(now, exact);
  wanted_.clear();
  bool begun = false;
  for (std::size_t place = 0; place < run.order.size(); ++place) {
    const std::uint32_t index = run.order[place];
    const Slot& slot = program().slots[index];
    std::uint32_t rule = Pick(place);
    std::span<const Recommended> items;
    if (slot.type == SlotType::kRecommendations && rule != kNone) {
      const Rule& row = program().rules[rule];
      if (model_ == nullptr || place >= run.on_page) {
        rule = kNone;
      } else if (row.content != kNone) {
        if (!begun) GetShelves().Begin(KnownVisitor(), Subject());
        begun = true;
        items = shelves_->Fill(slot, row, run.machine,
                               index == traced ? trace : nullptr);
        if (items.empty()) rule = kNone;
      }
    }
    SlotDecision& decision = run.decisions[index];
    if (run.told) decision.changed = false;
    if (rule != decision.rule || !Equal(items, decision.items)) {
      decision.changed = true;
    }
    decision.rule = rule;
    decision.items = items;
  }
  run.told = false;
  if (begun) wanted_.append(shelves_->wanted());
}

/// The first rule of the slot at this place that holds and of whose group no
/// slot before it has one.
std::uint32_t Engine::Pick(std::size_t place) const {
  const Run& run = *run_;
  const Array<Rule>& rules = program().rules;
  const Slot& slot = program().slots[run.order[place]];
  const auto is_taken = [&](std::uint32_t group) {
    for (std::size_t i = 0; group != 0 && i < place; ++i) {
      const std::uint32_t other = run.decisions[run.order[i]].rule;
      if (other != kNone && rules[other].group == group) return true;
    }
    return false;
  };
  std::uint32_t rule = run.machine.NextRule(slot, slot.first_rule);
  while (rule != kNone && is_taken(rules[rule].group)) {
    rule = run.machine.NextRule(slot, rule + 1);
  }
  return rule;
}

const Machine& Engine::Explain(std::uint32_t slot, double now,
                               std::uint32_t& winner) {
  Choose(now, /*exact=*/true);
  std::size_t place = 0;
  while (run_->order[place] != slot) ++place;
  winner = Pick(place);
  return run_->machine;
}

void Engine::Report(std::uint32_t rule, Outcome outcome, double now,
                    std::span<const std::uint32_t> items) {
  const Rule& row = program().rules[rule];
  const auto kind = static_cast<IdentityKind>(
      static_cast<std::uint32_t>(IdentityKind::kShown) +
      static_cast<std::uint32_t>(outcome));
  Visitor& visitor = ChangingVisitor(now);
  if (outcome == Outcome::kShown || outcome == Outcome::kSeen) {
    for (std::uint32_t item : items) {
      if (model_ != nullptr && item < model_->size()) {
        visitor.Show((*model_)[item].id);
      }
    }
    if (outcome == Outcome::kSeen) return;
  }
  visitor.Report(now, IdentityOfName(kind, row.id));
  for (const Slot& slot : program().slots) {
    if (slot.type == SlotType::kPopup &&
        rule - slot.first_rule < slot.rule_count) {
      visitor.Report(now, IdentityOf(kind, u"*"));
    }
  }
  if (outcome != Outcome::kShown || row.experiment == kNone) return;
  const Experiment& experiment = program().experiments[row.experiment];
  if (!experiment.sticky || run_->forced_arms[row.experiment] != kNone) return;
  visitor.Assign(
      IdentityOfName(IdentityKind::kExperiment, experiment.name),
      IdentityOfName(IdentityKind::kValue,
                     program().arms[experiment.first_arm + row.arm].name));
  Assign(row.experiment);
}

Shelves& Engine::GetShelves() {
  if (shelves_ == nullptr) {
    shelves_.reset(new Shelves(*program_, *model_));
  }
  return *shelves_;
}

PageSubject Engine::Subject() const {
  PageSubject page = page_;
  if (page.item == kNoIdentity) page.item = viewed_item_;
  return page;
}

Trace Engine::ExplainItems(std::uint32_t slot, double now) {
  Trace trace;
  Choose(now, /*exact=*/true, slot, &trace);
  return trace;
}

std::span<const std::uint32_t> Engine::Rerank(std::span<const Identity> ids,
                                              std::uint32_t most, double now) {
  VisitorAt(now);
  wanted_.clear();
  const auto order = GetShelves().Rerank(KnownVisitor(), Subject(), ids, most);
  wanted_.append(shelves_->wanted());
  // Only once it is known what goes with what was viewed.
  if (wanted_.empty()) wanted_.append(shelves_->listed_files());
  return order;
}

double Engine::NextChangeAt() const {
  double next = personalise_ ? visitor_.NextChangeAt() : kAtNoTime;
  if (run_->next_expiry < next) next = run_->next_expiry;
  if (run_->next_flip < next) next = run_->next_flip;
  return next;
}

}  // namespace vitrine
