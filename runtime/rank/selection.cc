#include "runtime/rank/selection.h"

namespace vitrine {
namespace {

bool IsBefore(const Selection::Entry& a, const Selection::Entry& b) {
  return a.value > b.value || (a.value == b.value && a.place < b.place);
}

}  // namespace

void Selection::Begin(const Wish& wish, const ItemConditions& conditions,
                      std::size_t most) {
  wish_ = &wish;
  conditions_ = &conditions;
  entries_.resize(most);
  order_.resize(most);
  for (std::size_t i = 0; i < most; ++i) order_[i] = &entries_[i];
  chosen_ = 0;
  Clear();
  loss_ = wish.diversity / 100.0;
}

void Selection::Clear() {
  settled_ = chosen_;
  pooled_ = 0;
}

Selection::Entry& Selection::New(std::uint32_t item, const Model::Item& known) {
  Entry& entry = *order_[settled_ + pooled_];
  entry.item = item;
  entry.known = &known;
  entry.place = pooled_;
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
  std::size_t i = settled_ + pooled_++;
  Entry* const entry = order_[i];
  entry->value = entry->worth * entry->likeness;
  for (; i != chosen_ && order_[i - 1]->value < entry->value; --i) {
    order_[i] = order_[i - 1];
  }
  order_[i] = entry;
}

bool Selection::IsCapped(Entry& entry, std::uint32_t chosen) const {
  for (; entry.met < chosen; ++entry.met) Meet(*order_[entry.met], entry);
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

const Selection::Entry* Selection::Choose(double least) {
  const std::size_t end = settled_ + pooled_;
  while (chosen_ != end) {
    Entry* const entry = order_[chosen_];
    if (entry->value < least) break;
    if (entry->met == chosen_) return order_[chosen_++];
    // What is compared with more only becomes worth less: the rest may stay as
    // it is until it comes first.
    entry->value = IsCapped(*entry) ? -1 : entry->worth * entry->likeness;
    std::size_t i = chosen_;
    for (; i + 1 != end && IsBefore(*order_[i + 1], *entry); ++i) {
      order_[i] = order_[i + 1];
    }
    order_[i] = entry;
  }
  return nullptr;
}

}  // namespace vitrine
