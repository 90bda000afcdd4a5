#ifndef VITRINE_RULES_TEXT_POSITION_H_
#define VITRINE_RULES_TEXT_POSITION_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vitrine::rules {

/// Bytes of a UTF-8 byte order mark at the start of the text: 0 or 3.
std::size_t ByteOrderMarkSize(std::string_view text);

/// Where an editor would put the cursor.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;  ///< UTF-16 units, from 1
};

/// Turns byte offsets into positions in one walk over the text. The text need
/// not be valid UTF-8.
class PositionCursor {
 public:
  explicit PositionCursor(std::string_view text)
      : text_(text), offset_(ByteOrderMarkSize(text)) {}

  /// Precondition: `offset` is not before that of an earlier call. Offsets
  /// past the end give the position of the end.
  Position At(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_;
  Position position_;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_POSITION_H_
