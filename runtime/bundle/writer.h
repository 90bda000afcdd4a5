#ifndef VITRINE_RUNTIME_BUNDLE_WRITER_H_
#define VITRINE_RUNTIME_BUNDLE_WRITER_H_

#include "runtime/base/bytes.h"
#include "runtime/bundle/program.h"

namespace vitrine {

/// Encodes a program as a rules file; equal programs give equal bytes.
/// Precondition: the program satisfies what ReadProgram checks, so that
/// reading the result gives the same program back. Authoring only: never
/// linked into the browser module.
Bytes WriteProgram(const Program& program);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_WRITER_H_
