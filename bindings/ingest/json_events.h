#ifndef VITRINE_BINDINGS_INGEST_JSON_EVENTS_H_
#define VITRINE_BINDINGS_INGEST_JSON_EVENTS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/columns.h"
#include "bindings/ingest/event_collector.h"
#include "bindings/ingest/problem.h"

namespace vitrine::ingest {

/// Takes events out of JSON objects, one a line. Values are found by key, or by
/// keys joined with dots: `user.id`. Where the path of the item leads into a
/// list, as in `items.item_id`, each of its elements is an event, and quantity
/// is the element's. Unless named, keys are looked for in the object, items
/// also in its list `items`, `products` or `ecommerce.items`.
class JsonEvents {
 public:
  explicit JsonEvents(const ColumnNames& names);
  ~JsonEvents();

  /// The events of a line, valid until the next one. Without a problem there
  /// is at least one.
  Problem Read(std::string_view text, std::vector<RawEvent>& events);

  /// What the last line has instead of what an event of it lacks: "; ...".
  std::string Hint(const RawEvent& event) const;

 private:
  class Line;

  const ColumnNames& names_;
  std::unique_ptr<Line> line_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_JSON_EVENTS_H_
