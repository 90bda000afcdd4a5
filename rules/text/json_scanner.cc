#include "rules/text/json_scanner.h"

#include "rules/text/position.h"

namespace vitrine::rules {

JsonScanner::JsonScanner(std::string_view text)
    : text_(text), offset_(ByteOrderMarkSize(text)) {}

void JsonScanner::SkipSpace(std::size_t& offset) const {
  constexpr std::string_view kSpace = " \t\n\r";
  while (offset < text_.size() &&
         kSpace.find(text_[offset]) != std::string_view::npos) {
    ++offset;
  }
}

std::size_t JsonScanner::EndOfToken(std::size_t offset) const {
  if (offset >= text_.size()) return text_.size();
  constexpr std::string_view kBrackets = "{}[]";
  if (kBrackets.find(text_[offset]) != std::string_view::npos) {
    return offset + 1;
  }
  if (text_[offset] == '"') {
    for (++offset; offset < text_.size() && text_[offset] != '"'; ++offset) {
      if (text_[offset] == '\\') ++offset;
    }
    return offset < text_.size() ? offset + 1 : text_.size();
  }
  using namespace std::string_view_literals;
  constexpr std::string_view kEnds = " \t\n\r,:{}[]\"\0"sv;
  const std::size_t end = text_.find_first_of(kEnds, offset);
  return end == std::string_view::npos ? text_.size() : end;
}

JsonScanner::Token JsonScanner::Next() {
  for (;; ++offset_) {
    SkipSpace(offset_);
    if (offset_ >= text_.size()) break;
    if (text_[offset_] != ',' && text_[offset_] != ':') break;
  }
  const std::size_t begin = offset_;
  offset_ = EndOfToken(begin);
  return {begin, offset_};
}

JsonScanner::Refused JsonScanner::NextRefused(std::size_t limit) const {
  Refused refused{offset_, 0};
  for (;; ++refused.offset) {
    SkipSpace(refused.offset);
    if (refused.offset >= text_.size() || refused.offset + 1 >= limit) break;
    const char c = text_[refused.offset];
    if (c != ',' && c != ':') break;
    refused.separator = c;
  }
  return refused;
}

}  // namespace vitrine::rules
