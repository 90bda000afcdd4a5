#ifndef VITRINE_BINDINGS_RUNTIME_INPUT_H_
#define VITRINE_BINDINGS_RUNTIME_INPUT_H_

#include <cstdint>

#include "bindings/arena.h"
#include "runtime/base/value.h"
#include "runtime/visitor/input.h"

/// Reads the structs of runtime_abi.h that come in lists. Texts stay in the
/// arena. What is told of things that lie outside of it is false.
namespace vitrine {

/// Of kind kValue; of an absent text kNoIdentity.
bool ReadIdentity(const Arena& arena, const VitrineText& text, Identity& id);

/// Reads up to VITRINE_MAX_ITEMS items.
bool ReadItems(const Arena& arena, std::uint32_t offset, std::uint32_t count,
               Array<ItemInput>& items);

/// Adds single values that follow each other.
bool ReadValues(const Arena& arena, std::uint32_t offset, std::size_t count,
                Array<Value>& values);

/// Reads the value that begins with the node `first` of the `count` that the
/// arena starts with: that node and those that it contains, up to
/// VITRINE_MAX_NODES. None reaches beyond what contains it. Returns how many
/// nodes of the arena are its own, 0 when they are no value.
/// Precondition: first < count, and the nodes lie in the arena.
std::uint32_t ReadTree(const Arena& arena, std::uint32_t first,
                       std::uint32_t count, std::uint32_t& read,
                       Array<ValueNode>& nodes);

}  // namespace vitrine

#endif  // VITRINE_BINDINGS_RUNTIME_INPUT_H_
