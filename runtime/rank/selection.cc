#include "runtime/rank/selection.h"

namespace vitrine {

void Selection::Begin(const Wish& wish, const ItemConditions& conditions) {
  wish_ = &wish;
  conditions_ = &conditions;
  chosen_.clear();
}

bool Selection::IsCapped(Entry& entry) const {
  if (entry.met == 0) {
    for (std::size_t i = 0; i < wish_->caps.size(); ++i) {
      entry.keys[i] = conditions_->KeyOf(entry.item, wish_->caps[i].field);
    }
  }
  for (; entry.met < chosen_.size(); ++entry.met) {
    Meet(chosen_[entry.met], entry);
  }
  for (std::size_t i = 0; i < wish_->caps.size(); ++i) {
    if (entry.same_key[i] >= wish_->caps[i].most) return true;
  }
  return false;
}

void Selection::Meet(const Entry& chosen, Entry& entry) const {
  for (std::size_t i = 0; i < wish_->caps.size(); ++i) {
    entry.same_key[i] += entry.keys[i] != 0 && entry.keys[i] == chosen.keys[i];
  }
  if (wish_->diversity == 0) return;
  const Model::Item& a = *entry.known;
  const Model::Item& b = *chosen.known;
  double alike = 0;
  if (a.category == b.category && a.category != kNoIdentity) alike += 0.5;
  if (a.brand == b.brand && a.brand != kNoIdentity) alike += 0.3;
  if (entry.item / kNearItems == chosen.item / kNearItems) alike += 0.2;
  const double likeness = 1 - wish_->diversity / 100.0 * alike;
  if (likeness < entry.likeness) entry.likeness = likeness;
}

const Selection::Entry* Selection::Choose() {
  Entry* best = nullptr;
  double most = -1;
  for (Entry& entry : pool_) {
    const auto is_less = [&] { return entry.worth * entry.likeness <= most; };
    // What is compared with more becomes worth less only.
    if (entry.was_chosen || is_less() || IsCapped(entry) || is_less()) continue;
    most = entry.worth * entry.likeness;
    best = &entry;
  }
  if (best != nullptr) {
    best->was_chosen = true;
    chosen_.push_back(*best);
  }
  return best;
}

}  // namespace vitrine
