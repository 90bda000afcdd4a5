#ifndef VITRINE_BINDINGS_RUNTIME_INSTANCE_H_
#define VITRINE_BINDINGS_RUNTIME_INSTANCE_H_

#include "bindings/arena.h"
#include "runtime/decide/engine.h"

/// What the opaque pointer of the C ABI points to.
struct Vitrine {
  vitrine::Engine engine;
  vitrine::Arena arena;
};

#endif  // VITRINE_BINDINGS_RUNTIME_INSTANCE_H_
