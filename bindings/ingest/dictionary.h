#ifndef VITRINE_BINDINGS_INGEST_DICTIONARY_H_
#define VITRINE_BINDINGS_INGEST_DICTIONARY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::ingest {

/// Numbers texts from 0, in the order in which they were first seen. Made for
/// millions of them, where a look-up is three waits for memory, one after the
/// other: whoever has many to do hides them by calling Prefetch for all texts
/// first, step by step.
class Dictionary {
 public:
  static constexpr std::uint32_t kAbsent = 0xffffffff;

  static std::uint32_t HashOf(std::string_view text);
  /// Has the memory fetched that adding a text of this hash will need. Each
  /// step needs what the one before fetched; there are three, from 0.
  void Prefetch(std::uint32_t hash, int step) const;

  std::uint32_t Add(std::string_view text) { return Add(text, HashOf(text)); }
  std::uint32_t Add(std::string_view text, std::uint32_t hash);
  /// kAbsent: it was never added.
  std::uint32_t Find(std::string_view text) const;

  std::uint32_t size() const {
    return static_cast<std::uint32_t>(texts_.size());
  }
  /// Valid as long as the dictionary. Precondition: number < size().
  std::string_view operator[](std::uint32_t number) const {
    return texts_[number];
  }
  /// All texts, by number.
  std::vector<std::string> Texts() const {
    return {texts_.begin(), texts_.end()};
  }

 private:
  /// Most texts that differ are told apart by the hash alone.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = kAbsent;
  };

  std::size_t SlotOf(std::string_view text, std::uint32_t hash) const;
  void Grow();
  std::string_view Keep(std::string_view text);

  std::vector<Slot> slots_;  // a power of two of them, or none
  std::vector<std::string_view> texts_;
  std::vector<std::unique_ptr<char[]>> blocks_;  // that they point into
  std::size_t block_size_ = 0;
  std::size_t block_used_ = 0;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_DICTIONARY_H_
