#include "runtime/rank/selection.h"

namespace vitrine {
namespace {

bool IsBefore(const Selection::Entry& a, const Selection::Entry& b) {
  return a.value > b.value || (a.value == b.value && a.place < b.place);
}

/// 1 or 0, without branches: they would follow no pattern.
std::uint32_t AreSame(Identity a, Identity b) {
  return std::uint32_t{a == b} & std::uint32_t{a != kNoIdentity};
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
  compares_ = wish.diversity != 0 || !wish.caps.empty();
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
  entry.alike = 0;
  for (std::size_t i = 0; i < wish_->caps.size(); ++i) {
    entry.keys[i] = conditions_->KeyOf(item, wish_->caps[i].field);
    entry.same_key[i] = 0;
  }
  return entry;
}

void Selection::Add() {
  std::size_t i = settled_ + pooled_++;
  Entry* const entry = order_[i];
  entry->value = entry->worth * LikenessOf(*entry);
  for (; i != chosen_ && order_[i - 1]->value < entry->value; --i) {
    order_[i] = order_[i - 1];
  }
  order_[i] = entry;
}

bool Selection::IsCapped(Entry& entry, std::uint32_t chosen) const {
  const std::uint32_t first = entry.met;
  entry.met = chosen;
  bool capped = false;
  for (std::size_t i = 0; i < wish_->caps.size(); ++i) {
    const std::uint64_t key = entry.keys[i];
    for (std::uint32_t other = first; other < chosen; ++other) {
      entry.same_key[i] += key != 0 && key == order_[other]->keys[i];
    }
    capped |= entry.same_key[i] >= wish_->caps[i].most;
  }
  const Model::Item& a = *entry.known;
  for (std::uint32_t other = first; other < chosen; ++other) {
    const Model::Item& b = *order_[other]->known;
    const std::uint32_t alike =
        AreSame(a.category, b.category) * 5 + AreSame(a.brand, b.brand) * 3 +
        (entry.item / kNearItems == order_[other]->item / kNearItems) * 2U;
    if (alike > entry.alike) entry.alike = alike;
  }
  return capped;
}

const Selection::Entry* Selection::Choose(double least) {
  const std::size_t end = settled_ + pooled_;
  while (chosen_ != end) {
    Entry* const entry = order_[chosen_];
    if (entry->value < least) break;
    if (!compares_ || entry->met == chosen_) return order_[chosen_++];
    // What is compared with more only becomes worth less: the rest may stay as
    // it is until it comes first.
    entry->value = IsCapped(*entry) ? -1 : entry->worth * LikenessOf(*entry);
    std::size_t i = chosen_;
    for (; i + 1 != end && IsBefore(*order_[i + 1], *entry); ++i) {
      order_[i] = order_[i + 1];
    }
    order_[i] = entry;
  }
  return nullptr;
}

}  // namespace vitrine
