#ifndef VITRINE_BINDINGS_INGEST_DICTIONARY_H_
#define VITRINE_BINDINGS_INGEST_DICTIONARY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vitrine::ingest {

/// Numbers texts from 0, in the order in which they were first seen.
class Dictionary {
 public:
  std::uint32_t Add(std::string_view text) {
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) return known->second;
    const std::uint32_t number = size();
    numbers_.emplace(text, number);
    return number;
  }
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(numbers_.size());
  }
  /// All texts, by number.
  std::vector<std::string> Texts() const {
    std::vector<std::string> texts(size());
    for (const auto& [text, number] : numbers_) texts[number] = text;
    return texts;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>>
      numbers_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_DICTIONARY_H_
