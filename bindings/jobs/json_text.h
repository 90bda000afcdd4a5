#ifndef VITRINE_BINDINGS_JOBS_JSON_TEXT_H_
#define VITRINE_BINDINGS_JOBS_JSON_TEXT_H_

#include <nlohmann/json.hpp>
#include <string>

namespace vitrine::jobs {

using Json = nlohmann::ordered_json;

/// As text that ends with a line end; bytes that are not UTF-8 are replaced.
inline std::string TextOf(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_JSON_TEXT_H_
