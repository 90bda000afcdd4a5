#ifndef VITRINE_BINDINGS_RUNTIME_RESULTS_H_
#define VITRINE_BINDINGS_RUNTIME_RESULTS_H_

#include <cstdint>
#include <span>

#include "bindings/arena.h"
#include "runtime/decide/engine.h"

/// Each function replaces the arena's contents by the struct of runtime_abi.h
/// that its name tells.
namespace vitrine {

void PutBundleInfo(const Program& program, std::uint64_t checksum,
                   Arena& arena);

void PutModelInfo(const Model& model, Arena& arena);

/// Decides.
void PutDecision(Engine& engine, double now, Arena& arena);

/// Puts the index of every segment that holds; returns how many.
std::int32_t PutSegments(const Program& program, const Machine& machine,
                         Arena& arena);

/// `visitor` is null without consent.
void PutProfile(const Visitor* visitor, Arena& arena);

/// Precondition: `slot` exists.
void PutExplanation(Engine& engine, double now, std::uint32_t slot,
                    Arena& arena);

/// The same.
void PutItemsExplanation(Engine& engine, double now, std::uint32_t slot,
                         Arena& arena);

/// Without a model, the order of nothing.
void PutOrder(Engine& engine, double now, std::span<const Identity> items,
              std::uint32_t most, Arena& arena);

/// f64 for each: the visitor's share of interest. nullptr: nobody is known.
void PutInterests(const Visitor* visitor, std::span<const Identity> categories,
                  Arena& arena);

/// Puts the VITRINE_TEXT_* text as UTF-8; returns its length in bytes, or
/// VITRINE_BAD_INPUT when there is none. Precondition: not VITRINE_TEXT_ITEM.
std::int32_t PutBundleText(const Program& program, std::uint32_t kind,
                           std::uint32_t index, Arena& arena);

/// Puts bytes; returns their number.
std::int32_t PutResult(const void* bytes, std::size_t size, Arena& arena);

}  // namespace vitrine

#endif  // VITRINE_BINDINGS_RUNTIME_RESULTS_H_
