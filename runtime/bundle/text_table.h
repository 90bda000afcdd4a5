#ifndef VITRINE_RUNTIME_BUNDLE_TEXT_TABLE_H_
#define VITRINE_RUNTIME_BUNDLE_TEXT_TABLE_H_

#include <cstdint>
#include <string_view>

#include "runtime/base/array.h"

namespace vitrine {

/// Texts packed end to end, UTF-8.
class TextTable {
 public:
  /// Fills an empty table. `ends`: where each text ends in `bytes`, ascending;
  /// the last one is the end of `bytes`. Takes both arrays.
  void Fill(Array<char>& bytes, Array<std::uint32_t>& ends) {
    bytes_.swap(bytes);
    ends_.swap(ends);
  }
  std::uint32_t Add(std::string_view text) {
    bytes_.append({text.data(), text.size()});
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    return static_cast<std::uint32_t>(ends_.size() - 1);
  }
  /// Valid until the table changes. Precondition: index < size().
  std::string_view operator[](std::uint32_t index) const;
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(ends_.size());
  }
  bool operator==(const TextTable&) const = default;

 private:
  Array<char> bytes_;
  Array<std::uint32_t> ends_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_TEXT_TABLE_H_
