#ifndef VITRINE_BINDINGS_ARENA_H_
#define VITRINE_BINDINGS_ARENA_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include "bindings/runtime_abi.h"
#include "runtime/base/array.h"

namespace vitrine {

/// The memory in which one call's input and result lie. Reads are checked
/// against its size; writes make it grow.
class Arena {
 public:
  /// Start of the arena, aligned to 8, with room for `size` bytes.
  /// Precondition: size <= VITRINE_MAX_ARENA_BYTES.
  std::uint8_t* Reserve(std::uint32_t size) {
    // At least one: the start of the arena is never null.
    const std::size_t words = size == 0 ? 1 : (std::size_t{size} + 7) / 8;
    if (words > words_.size()) words_.resize(words);
    return data();
  }

  std::span<const std::uint8_t> bytes() const {
    return {reinterpret_cast<const std::uint8_t*>(words_.data()),
            words_.size() * 8};
  }

  /// Copies a struct out; false when it does not lie inside.
  template <typename T>
  bool Read(std::uint32_t offset, T& value) const {
    static_assert(std::is_trivially_copyable_v<T>);
    if (offset > bytes().size() || sizeof(T) > bytes().size() - offset) {
      return false;
    }
    std::memcpy(&value, bytes().data() + offset, sizeof(T));
    return true;
  }

  /// The numbers at its start, where they lie; false when there are fewer.
  bool Read(std::uint32_t count,
            std::span<const std::uint32_t>& numbers) const {
    if (count > bytes().size() / sizeof count) return false;
    numbers = {reinterpret_cast<const std::uint32_t*>(words_.data()), count};
    return true;
  }

  /// The text lies in the arena: copy it before writing. An absent text is
  /// empty; a longer one is cut to VITRINE_MAX_TEXT_UNITS.
  bool Read(const VitrineText& text, std::u16string_view& view) const {
    view = {};
    if (text.length == VITRINE_NONE) return true;
    const std::size_t size = bytes().size();
    if (text.offset % 2 != 0 || text.offset > size ||
        text.length > (size - text.offset) / 2) {
      return false;
    }
    view = std::u16string_view(
        reinterpret_cast<const char16_t*>(bytes().data() + text.offset),
        text.length < VITRINE_MAX_TEXT_UNITS ? text.length
                                             : VITRINE_MAX_TEXT_UNITS);
    return true;
  }

  /// Gives its memory back: after a large file, so that what follows need not
  /// be wiped out of megabytes.
  void Release() { words_ = {}; }

  /// Zeroes everything.
  void Wipe() {
    if (!words_.empty()) std::memset(data(), 0, words_.size() * 8);
  }

  /// Forgets the input: what is put from now on starts at offset 0.
  void BeginResult() { end_ = 0; }

  /// Room for `count` structs, aligned to 8 and zeroed; returns its offset.
  template <typename T>
  std::uint32_t Put(std::size_t count) {
    return PutBytes(nullptr, count * sizeof(T));
  }

  template <typename T>
  void Set(std::uint32_t offset, const T& value) {
    SetBytes(offset, &value, sizeof(T));
  }
  void SetBytes(std::uint32_t offset, const void* source, std::size_t size) {
    std::memcpy(data() + offset, source, size);
  }

  /// Copies bytes, or zeroes when `source` is null, to the next multiple of 8.
  std::uint32_t PutBytes(const void* source, std::size_t size) {
    const std::uint32_t offset = end_;
    end_ += static_cast<std::uint32_t>((size + 7) / 8 * 8);
    if (words_.size() * 8 < end_) words_.resize(end_ / 8);
    if (source == nullptr) {
      std::memset(data() + offset, 0, size);
    } else if (size != 0) {
      std::memcpy(data() + offset, source, size);
    }
    return offset;
  }

  VitrineText PutText(std::u16string_view text) {
    return {PutBytes(text.data(), text.size() * sizeof(char16_t)),
            static_cast<std::uint32_t>(text.size())};
  }

 private:
  std::uint8_t* data() {
    return reinterpret_cast<std::uint8_t*>(words_.data());
  }

  Array<std::uint64_t> words_;
  std::uint32_t end_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_BINDINGS_ARENA_H_
