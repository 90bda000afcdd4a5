#ifndef VITRINE_RULES_PARSE_STORE_H_
#define VITRINE_RULES_PARSE_STORE_H_

#include "rules/model/model.h"
#include "rules/model/zones.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reads `store` into the model's locales and its first zone.
void ParseStore(Shape& shape, NodeId node, const Zones& zones, Model& model);

/// The zone of that name among the model's, which it joins; kNone and a
/// diagnostic when there is none. `what` names the text in messages.
std::uint32_t ParseZone(Shape& shape, NodeId node, std::string_view what,
                        const Zones& zones, Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_STORE_H_
