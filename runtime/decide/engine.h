#ifndef VITRINE_RUNTIME_DECIDE_ENGINE_H_
#define VITRINE_RUNTIME_DECIDE_ENGINE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/base/value.h"
#include "runtime/bundle/columns.h"
#include "runtime/bundle/program.h"
#include "runtime/bundle/reader.h"
#include "runtime/decide/allocation.h"
#include "runtime/decide/machine.h"
#include "runtime/decide/shelves.h"
#include "runtime/rank/model.h"
#include "runtime/rank/recommend.h"
#include "runtime/visitor/snapshot.h"
#include "runtime/visitor/traffic.h"
#include "runtime/visitor/visitor.h"

namespace vitrine {

/// The time of what will not happen.
inline constexpr double kAtNoTime = __builtin_inf();

struct SlotDecision {
  std::uint32_t rule = kNone;
  bool changed = false;  ///< rule or items differ from the decision before
  /// Of a slot of recommendations: valid until the next call.
  std::span<const Recommended> items;
};

/// Where the visitor is and came from, as the shop tells it: no behaviour.
/// Empty: not told.
struct PageInput {
  std::u16string_view item;      ///< item id, on the page of one item
  std::u16string_view category;  ///< item_category, on the page of one
  TouchInput touch;
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
  /// Reads are null again, no arm is forced, the visitor stays. Safe for
  /// untrusted bytes.
  ReadError Load(std::span<const std::uint8_t> bytes, double now);
  bool loaded() const { return run_ != nullptr; }
  /// Precondition of everything below that reads rules: loaded().
  const Program& program() const { return *program_; }

  /// Takes a model into use in place of the one before, or keeps that one if
  /// the new one is bad. Needs no bundle. Safe for untrusted bytes.
  ReadError LoadModel(std::span<const std::uint8_t> bytes);
  /// Adds a look-up page or a shard to the model; kWrongModel without one. Safe
  /// for untrusted bytes.
  ReadError AddPart(std::span<const std::uint8_t> bytes);
  /// null: none is loaded.
  Model* model() { return model_.get(); }

  /// Without consent the visitor's behaviour is unknown and nothing about it
  /// is kept; withdrawing it forgets the visitor. A visitor without a seed
  /// gets `seed`, see Visitor::SetSeed.
  void SetConsent(bool personalise, double now, double seed);
  bool personalise() const { return personalise_; }
  /// Forgets the visitor, who may be known again from now on.
  void Forget(double now, double seed);
  /// Visitor::Restore. Precondition: personalise().
  RestoreError Restore(std::span<const std::uint8_t> bytes, double now);

  /// What a read leads to: the value and all that it contains, where lists
  /// point to their own nodes. Used during the call only. Precondition: a
  /// valid index, and each node's contents within that node.
  void SetValue(std::uint32_t read, std::span<const ValueNode> nodes,
                double now);

  /// Puts everybody into an arm; kNone takes that back. Preconditions: an
  /// experiment and one of its arms.
  void Force(std::uint32_t experiment, std::uint32_t arm);

  /// For previews: everybody is in the segment, or nobody. Holds until a bundle
  /// is loaded. Precondition: a valid index.
  void HoldSegment(std::uint32_t segment, bool holds);

  /// Where the visitor is now, whether or not behaviour may be kept.
  void SetPage(const PageInput& page);
  /// The item of the page that is shown, where the page told none: called for
  /// each view_item that may be recorded. A new page has none.
  void ViewItem(Identity item);
  /// The slots that stand on the page, by index and in its order, which is
  /// that in which they choose items and exclude others; others recommend
  /// nothing. Until it is told, and after a bundle was loaded, all do, in the
  /// program's order. Precondition: valid indexes.
  void SetSlots(std::span<const std::uint32_t> slots);

  /// One decision for every slot, in the program's order; valid until the next
  /// call. Changes nothing about the visitor. No item is chosen twice, and of
  /// a group of rules one at most; a slot of recommendations that finds no
  /// item at all, as without a model, has no rule.
  std::span<const SlotDecision> Decide(double now);

  /// Files of the model whose absence may have made the last decision poorer:
  /// see Recommender.
  std::span<const std::uint32_t> WantedFiles() const { return wanted_; }

  /// When the decision may change by itself; infinity: never. Valid after
  /// Decide.
  double NextChangeAt() const;
  /// How much more active time of this visit, in ms, it takes until it may.
  /// Valid after Decide.
  double NextActiveIn() const { return run_->next_active_in; }

  /// The conditions as of `now`. Clock inputs have the value of when they were
  /// last looked at, which gives the same truths, unless `exact`.
  const Machine& Settled(double now, bool exact = false);
  /// The same, exact, with the rule that wins the slot, or kNone.
  const Machine& Explain(std::uint32_t slot, double now, std::uint32_t& winner);

  /// How the items of the slot were found: as those of Decide now. Empty: the
  /// slot recommends nothing.
  Trace ExplainItems(std::uint32_t slot, double now);

  /// Puts items that the page lists into the order in which the visitor may
  /// care for them, by their indexes: none moves more than `most` places. Valid
  /// until the next call. WantedFiles are those that this would be better
  /// with. Preconditions: loaded(), model() != nullptr.
  std::span<const std::uint32_t> Rerank(std::span<const Identity> ids,
                                        std::uint32_t most, double now);

  /// Records what came of showing a rule; with kShown and kSeen, `items` are
  /// the numbers of those that were shown, of which the model's known ones
  /// count.
  /// Preconditions: a valid index, personalise().
  void Report(std::uint32_t rule, Outcome outcome, double now,
              std::span<const std::uint32_t> items = {});

  /// The visitor with its clock moved to `now`. Behaviour may be read only
  /// while personalise().
  Visitor& VisitorAt(double now);
  /// The same, to record behaviour.
  Visitor& ChangingVisitor(double now);
  const Visitor& visitor() const { return visitor_; }

 private:
  /// An input that changes with time alone.
  struct Clock {
    std::uint32_t input;
    double origin;  ///< what time is counted from
    double next;    ///< when a condition on it may flip
  };
  struct ReadState {
    std::uint32_t input = kNone;    ///< kNone: no condition reads it
    bool aged = false;              ///< a clock counts from its date
    double date = 0;                ///< infinity: none
    Identity hashed = kNoIdentity;  ///< what experiments hashed
  };
  /// What is derived from a program, and replaced together with it.
  struct Run {
    explicit Run(const Program& program);
    Machine machine;
    Allocation allocation;
    Array<ReadState> reads;
    Array<double> attribute_expiry;  ///< ms since 1970
    Array<std::uint32_t> behaviour;  ///< inputs
    Array<Clock> clocks;
    Array<std::uint32_t> experiment_inputs;  ///< by experiment, or kNone
    Array<std::uint32_t> forced_arms;        ///< by experiment, or kNone
    std::uint32_t active_input = kNone;
    Array<SlotDecision> decisions;  ///< by slot
    /// All slots: those on the page in its order, then the others.
    Array<std::uint32_t> order;
    std::size_t on_page;  ///< how many of them stand on the page
    bool told = false;    ///< the decisions were
    double next_expiry;
    double next_slice;  ///< when an experiment assigns by another one
    double next_flip;   ///< of a clock, or next_slice
    double next_active_in;
  };

  double now() const { return visitor_.now(); }
  void ExpireAttributes();
  void PutValue(std::uint32_t read, const Value& value);
  void ReadBehaviour();
  void ReadClocks(bool exact);
  double NextFlip(const Input& input, double value, double threshold) const;
  void HashSlices();
  void Assign(std::uint32_t experiment);
  void AssignAll();
  Value ArmOf(std::uint32_t experiment) const;
  Identity IdentityOfName(IdentityKind kind, std::uint32_t string) const;
  Value ReadInput(const Input& input) const;
  /// `trace`: of the items of slot `traced`.
  void Choose(double now, bool exact, std::uint32_t traced = kNone,
              Trace* trace = nullptr);
  std::uint32_t Pick(std::size_t place) const;
  Shelves& GetShelves();
  /// The visitor who may be known, and what this page is about.
  const Visitor* KnownVisitor() const {
    return personalise_ ? &visitor_ : nullptr;
  }
  PageSubject Subject() const;
  void DropShelves();
  /// How many properties of items the program reads, if there are both.
  void TellProperties();

  ProgramPointer program_;
  std::unique_ptr<Run> run_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<Shelves> shelves_;  ///< of both; made when first needed
  Array<std::uint32_t> wanted_;
  Visitor visitor_;
  bool personalise_ = false;
  bool behaviour_changed_ = false;  ///< since conditions read it
  Traffic traffic_;                 ///< of the pages, known without consent
  PageSubject page_;
  Identity viewed_item_ = kNoIdentity;  ///< latest one on this page
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_ENGINE_H_
