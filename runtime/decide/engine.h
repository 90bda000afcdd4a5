#ifndef VITRINE_RUNTIME_DECIDE_ENGINE_H_
#define VITRINE_RUNTIME_DECIDE_ENGINE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/base/value.h"
#include "runtime/bundle/program.h"
#include "runtime/bundle/reader.h"
#include "runtime/decide/machine.h"
#include "runtime/visitor/snapshot.h"
#include "runtime/visitor/visitor.h"

namespace vitrine {

struct SlotDecision {
  std::uint32_t rule = kNone;
  std::uint32_t content = kNone;
  std::uint32_t variation = 0;
  bool changed = false;  ///< differs from the decision before
};

/// One device: a bundle, a visitor, the page and what the host told, and the
/// decisions that follow from them. The same calls with the same times give
/// the same results. Times are ms since 1970 and finite; one before an earlier
/// one counts as the earlier one.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Takes a bundle into use, or keeps the one before if this one is bad.
  /// Attributes are null again, the visitor stays. Safe for untrusted bytes.
  ReadError Load(std::span<const std::uint8_t> bytes, double now);
  bool loaded() const { return run_ != nullptr; }
  /// Precondition of everything below that reads rules: loaded().
  const Program& program() const { return *program_; }

  /// Without consent the visitor's behaviour is unknown and nothing about it
  /// is kept; withdrawing it forgets the visitor.
  void SetConsent(bool personalise, double now);
  bool personalise() const { return personalise_; }

  /// Precondition: index < program().attributes.size().
  void SetAttribute(std::uint32_t index, const Value& value, double now);

  /// Where the visitor is now, whether or not behaviour may be kept.
  void SetPage(std::u16string_view type, std::u16string_view path);

  /// One decision for every slot, in the program's order; valid until the next
  /// call. Changes nothing about the visitor.
  std::span<const SlotDecision> Decide(double now);

  /// When the decision may change by itself; infinity: never. Valid after
  /// Decide.
  double NextChangeAt() const;

  /// The conditions as of `now`.
  const Machine& Settled(double now);

  /// The visitor with its clock moved to `now`. Behaviour may be recorded and
  /// read only while personalise().
  Visitor& VisitorAt(double now);
  const Visitor& visitor() const { return visitor_; }

 private:
  /// What is derived from a program, and replaced together with it.
  struct Run {
    explicit Run(const Program& program);
    Machine machine;
    Array<std::uint32_t> attribute_inputs;  ///< by attribute, or kNone
    Array<double> attribute_expiry;         ///< ms since 1970
    Array<SlotDecision> decisions;          ///< by slot
  };

  double Advance(double now);
  void ExpireAttributes();
  Value ReadInput(const Input& input) const;

  std::unique_ptr<Program> program_;
  std::unique_ptr<Run> run_;
  Visitor visitor_;
  bool personalise_ = false;
  double now_ = 0;
  Value page_type_;
  Value page_path_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_ENGINE_H_
