#include "runtime/rank/selection.h"

namespace vitrine {

void Selection::Begin(const Wish& wish, const ItemConditions& conditions) {
  wish_ = &wish;
  conditions_ = &conditions;
  chosen_.clear();
}

void Selection::Enter(Entry& entry) const {
  for (std::size_t i = 0; i < wish_->caps.size(); ++i) {
    entry.keys[i] = conditions_->KeyOf(entry.item, wish_->caps[i].field);
  }
  for (const Entry& chosen : chosen_) Meet(chosen, entry);
}

bool Selection::IsCapped(const Entry& entry) const {
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

void Selection::Choose(const Entry& entry) {
  chosen_.push_back(entry);
  for (Entry& other : pool_) {
    if (!other.was_chosen) Meet(chosen_.back(), other);
  }
}

std::uint32_t Selection::Best(bool as_they_come) const {
  std::uint32_t best = kNone;
  double most = -1;
  for (std::uint32_t i = 0; i < pool_.size(); ++i) {
    const Entry& entry = pool_[i];
    if (entry.was_chosen || IsCapped(entry)) continue;
    if (as_they_come) return i;
    const double worth = entry.worth * entry.likeness;
    if (worth > most) {
      most = worth;
      best = i;
    }
  }
  return best;
}

}  // namespace vitrine
