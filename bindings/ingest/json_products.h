#ifndef VITRINE_BINDINGS_INGEST_JSON_PRODUCTS_H_
#define VITRINE_BINDINGS_INGEST_JSON_PRODUCTS_H_

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/ingest/problem.h"

namespace vitrine::ingest {

/// Takes products out of JSON objects, one a line. Values are texts, numbers
/// and truths; of a list its first element; an amount with its currency may be
/// an object: `{"value": "12.99", "currency": "EUR"}`.
class JsonProducts {
 public:
  using Field = std::pair<std::string_view, std::string_view>;

  /// The members of a line, valid until the next one.
  Problem Read(std::string_view line, std::vector<Field>& fields);

 private:
  std::deque<std::string> texts_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_JSON_PRODUCTS_H_
