#include "bindings/ingest/dictionary.h"

#include <algorithm>
#include <cstring>

namespace vitrine::ingest {
namespace {

constexpr std::size_t kFewestSlots = 16;
constexpr std::size_t kSmallestBlock = 1U << 10;
constexpr std::size_t kLargestBlock = 1U << 20;

constexpr std::uint64_t kMultiplier = 0x9e3779b97f4a7c15;

std::uint64_t Mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * kMultiplier;
  return hash ^ (hash >> 32);
}

}  // namespace

/// Eight bytes at a time; the order of the numbers does not depend on it.
std::uint32_t Dictionary::HashOf(std::string_view text) {
  std::uint64_t hash = text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    hash = Mix(hash, word);
  }
  if (left > 0) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, left);
    hash = Mix(hash, word);
  }
  return static_cast<std::uint32_t>((hash * kMultiplier) >> 32);
}

void Dictionary::Prefetch(std::uint32_t hash, int step) const {
  if (slots_.empty()) return;
  const Slot& slot = slots_[hash & (slots_.size() - 1)];
  if (step == 0) {
    __builtin_prefetch(&slot);
  } else if (slot.number != kAbsent) {
    const std::string_view& text = texts_[slot.number];
    __builtin_prefetch(step == 1 ? static_cast<const void*>(&text)
                                 : text.data());
  }
}

/// Where the text is, or would be put. Precondition: there are slots.
std::size_t Dictionary::SlotOf(std::string_view text,
                               std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.number == kAbsent) return at;
    if (slot.hash == hash && texts_[slot.number] == text) return at;
  }
}

std::uint32_t Dictionary::Find(std::string_view text) const {
  return slots_.empty() ? kAbsent : slots_[SlotOf(text, HashOf(text))].number;
}

std::uint32_t Dictionary::Add(std::string_view text, std::uint32_t hash) {
  // Half of the slots stay free.
  if (texts_.size() * 2 >= slots_.size()) Grow();
  Slot& slot = slots_[SlotOf(text, hash)];
  if (slot.number == kAbsent) {
    slot = {.hash = hash, .number = size()};
    texts_.push_back(Keep(text));
  }
  return slot.number;
}

void Dictionary::Grow() {
  const std::vector<Slot> old = std::move(slots_);
  slots_.assign(std::max(kFewestSlots, old.size() * 2), Slot());
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == kAbsent) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].number != kAbsent) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::string_view Dictionary::Keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > block_size_ - block_used_) {
    block_size_ =
        std::max(text.size(),
                 std::clamp(block_size_ * 2, kSmallestBlock, kLargestBlock));
    blocks_.push_back(std::make_unique<char[]>(block_size_));
    block_used_ = 0;
  }
  char* to = blocks_.back().get() + block_used_;
  std::memcpy(to, text.data(), text.size());
  block_used_ += text.size();
  return {to, text.size()};
}

}  // namespace vitrine::ingest
