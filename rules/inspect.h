#ifndef VITRINE_RULES_INSPECT_H_
#define VITRINE_RULES_INSPECT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "runtime/bundle/reader.h"

namespace vitrine::rules {

/// Describes a rules file of any content as a JSON object: `format`, `id`,
/// `size`, `sections` [{id, name, offset, size}], `counts`, `symbols`,
/// `attributes`, `reads`, `experiments`, `slots`, `rules`, `recommendations`,
/// `segments`, `contents`, `program` (lines). Null: the `attribute` of a read
/// that the page knows by itself, a slot's `limit` where nothing is
/// recommended, a rule's `content`, `recommendation` or `experiment` and a
/// recommendation's `filter` where there is none. For a file that the reader
/// refuses: `error` (ReadError) and `message`.
std::string InspectJson(std::span<const std::uint8_t> bytes);

/// What to tell a person about a refused file.
std::string_view ReadErrorMessage(ReadError error);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_INSPECT_H_
