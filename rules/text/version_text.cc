#include "rules/text/version_text.h"

#include <algorithm>
#include <cstddef>

namespace vitrine::rules {
namespace {

constexpr std::size_t kPaddedDigits = 5;
constexpr std::size_t kSemanticParts = 3;

/// Where the build (`+...` to the end) begins. It stands on one line, as `.`
/// of a regular expression ends at a line's end.
std::size_t BuildBegin(std::string_view version) {
  constexpr std::string_view kLineEnds[] = {"\n", "\r", "\xe2\x80\xa8",
                                            "\xe2\x80\xa9"};
  std::size_t line = 0;
  for (const std::string_view end : kLineEnds) {
    const std::size_t at = version.rfind(end);
    if (at != std::string_view::npos) line = std::max(line, at);
  }
  return std::min(version.find('+', line), version.size());
}

bool IsNumber(std::string_view part) {
  return !part.empty() &&
         part.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string PaddedVersion(std::string_view version) {
  if (version.empty()) version = "0";
  version = version.substr(0, BuildBegin(version));
  if (version.starts_with('v')) version.remove_prefix(1);
  std::string padded;
  std::size_t parts = 0;
  for (std::size_t begin = 0; begin <= version.size(); ++parts) {
    const std::size_t end =
        std::min(version.find_first_of("-.", begin), version.size());
    const std::string_view part = version.substr(begin, end - begin);
    if (parts > 0) padded += '-';
    if (IsNumber(part) && part.size() < kPaddedDigits) {
      padded.append(kPaddedDigits - part.size(), ' ');
    }
    padded += part;
    begin = end + 1;
  }
  // A release comes after its own pre-releases.
  if (parts == kSemanticParts) padded += "-~";
  return padded;
}

}  // namespace vitrine::rules
