#include "runtime/rank/selection.h"

namespace vitrine {

void Selection::Begin(const Wish& wish, const ItemConditions& conditions,
                      std::size_t most) {
  wish_ = &wish;
  conditions_ = &conditions;
  pool_.resize(most);
  order_.resize(most);
  chosen_.resize(most);
  chosen_count_ = 0;
  loss_ = wish.diversity / 100.0;
}

Selection::Entry& Selection::New(std::uint32_t item, const Model::Item& known) {
  Entry& entry = pool_[pooled_];
  entry.item = item;
  entry.known = &known;
  entry.was_chosen = false;
  entry.met = 0;
  entry.worth = 0;
  entry.likeness = 1;
  for (std::size_t i = 0; i < wish_->caps.size(); ++i) {
    entry.keys[i] = conditions_->KeyOf(item, wish_->caps[i].field);
    entry.same_key[i] = 0;
  }
  return entry;
}

void Selection::Add() {
  Entry* const entry = &pool_[pooled_];
  std::size_t place = pooled_++;
  // Mostly the last one: sources offer the best ones first.
  for (; place != 0 && order_[place - 1]->worth < entry->worth; --place) {
    order_[place] = order_[place - 1];
  }
  order_[place] = entry;
}

bool Selection::IsCapped(Entry& entry) const {
  for (; entry.met < chosen_count_; ++entry.met) {
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
  if (loss_ == 0) return;
  const Model::Item& a = *entry.known;
  const Model::Item& b = *chosen.known;
  double alike = 0;
  if (a.category == b.category && a.category != kNoIdentity) alike += 0.5;
  if (a.brand == b.brand && a.brand != kNoIdentity) alike += 0.3;
  if (entry.item / kNearItems == chosen.item / kNearItems) alike += 0.2;
  const double likeness = 1 - loss_ * alike;
  if (likeness < entry.likeness) entry.likeness = likeness;
}

const Selection::Entry* Selection::Choose() {
  Entry* best = nullptr;
  double most = -1;
  for (std::size_t i = 0; i < pooled_; ++i) {
    Entry& entry = *order_[i];
    // Of what is worth as much, the first one is chosen.
    const auto is_less = [&](double worth) {
      return worth < most || (worth == most && &entry > best);
    };
    // What is compared with more becomes worth less only, and what follows is
    // worth less without that.
    if (is_less(entry.worth)) break;
    if (entry.was_chosen || is_less(entry.worth * entry.likeness) ||
        IsCapped(entry) || is_less(entry.worth * entry.likeness)) {
      continue;
    }
    most = entry.worth * entry.likeness;
    best = &entry;
  }
  if (best != nullptr) {
    best->was_chosen = true;
    chosen_[chosen_count_++] = *best;
  }
  return best;
}

}  // namespace vitrine
