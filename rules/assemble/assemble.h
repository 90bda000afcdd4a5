#ifndef VITRINE_RULES_ASSEMBLE_ASSEMBLE_H_
#define VITRINE_RULES_ASSEMBLE_ASSEMBLE_H_

#include "rules/assemble/collect.h"
#include "rules/lower/lower.h"
#include "rules/model/model.h"

namespace vitrine::rules {

/// Lays the parts out as program.h wants them: everything sorted, so that files
/// that mean the same give the same program.
Program Assemble(const Model& model, const LoweredModel& lowered,
                 const Needed& needed);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_ASSEMBLE_ASSEMBLE_H_
