#ifndef VITRINE_RULES_PARSE_SHOW_H_
#define VITRINE_RULES_PARSE_SHOW_H_

#include <cstddef>
#include <string>
#include <vector>

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// A `{path|fallback}` in a text of a `show`.
struct Placeholder {
  std::string path;
  NodeId node = 0;  ///< the text
};

/// Fills in the contents of a rule from its `show` and `trigger`, see
/// RuleModel::contents, with locales in the order of the store's.
/// Returns what its texts read. `bytes`: of all contents so far, at most
/// kMaxContentBytes. Precondition: slot and experiment of the rule are
/// resolved, or reported.
std::vector<Placeholder> ParseContents(Shape& shape, const Model& model,
                                       RuleModel& rule, std::size_t& bytes);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_SHOW_H_
