#ifndef VITRINE_RULES_PARSE_SCHEDULE_H_
#define VITRINE_RULES_PARSE_SCHEDULE_H_

#include <vector>

#include "rules/model/model.h"
#include "rules/model/zones.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reads the `schedule` of a rule. All of the conditions have to hold; where
/// one names a time zone, that joins those of the model.
std::vector<Condition> ParseSchedule(Shape& shape, NodeId node,
                                     const Zones& zones, Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_SCHEDULE_H_
