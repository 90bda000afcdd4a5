#ifndef VITRINE_BINDINGS_INGEST_FORMAT_H_
#define VITRINE_BINDINGS_INGEST_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "bindings/ingest/problem.h"

namespace vitrine::ingest {

enum class FileFormat : std::uint8_t {
  kAuto,  ///< from the name, else from the first line
  kCsv,   ///< commas, or semicolons if the header has more of them
  kTsv,
  kJsonLines,
};

/// How a file is read: what stands between its fields; nothing: each line is
/// JSON.
struct Layout {
  std::optional<char> delimiter;
};

/// Decides by the first line that is not empty; refuses what is no text.
Problem FindLayout(FileFormat format, std::string_view name,
                   std::string_view first_line, Layout& layout);

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_FORMAT_H_
