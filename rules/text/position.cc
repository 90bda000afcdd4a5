#include "rules/text/position.h"

#include <algorithm>

namespace vitrine::rules {

std::size_t ByteOrderMarkSize(std::string_view text) {
  return text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
}

Position PositionCursor::At(std::size_t offset) {
  for (const std::size_t end = std::min(offset, text_.size()); offset_ < end;
       ++offset_) {
    const auto byte = static_cast<unsigned char>(text_[offset_]);
    const bool carriage_return_before_newline = byte == '\r' &&
                                                offset_ + 1 < text_.size() &&
                                                text_[offset_ + 1] == '\n';
    if (byte == '\n' || (byte == '\r' && !carriage_return_before_newline)) {
      ++position_.line;
      position_.column = 1;
    } else if ((byte & 0xc0) != 0x80) {
      position_.column += byte >= 0xf0 ? 2 : 1;
    }
  }
  return position_;
}

}  // namespace vitrine::rules
