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
#include "runtime/decide/shelves.h"
#include "runtime/rank/model.h"
#include "runtime/rank/recommend.h"
#include "runtime/visitor/snapshot.h"
#include "runtime/visitor/visitor.h"

namespace vitrine {

struct SlotDecision {
  std::uint32_t rule = kNone;
  std::uint32_t content = kNone;
  std::uint32_t variation = 0;
  bool changed = false;  ///< rule or items differ from the decision before
  /// Of a slot of recommendations: valid until the next call.
  std::span<const Recommended> items;
};

/// Where the visitor is, as the shop tells it: no behaviour. Empty: not told.
struct PageInput {
  std::u16string_view type;
  std::u16string_view path;
  std::u16string_view item;      ///< item id, on the page of one item
  std::u16string_view category;  ///< item_category, on the page of one
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

  /// Takes a model into use in place of the one before, or keeps that one if
  /// the new one is bad. Needs no bundle. Safe for untrusted bytes.
  ReadError LoadModel(std::span<const std::uint8_t> bytes);
  /// Adds a shard to the model; kWrongModel without one. Safe for untrusted
  /// bytes.
  ReadError AddShard(std::span<const std::uint8_t> bytes);
  /// null: none is loaded.
  Model* model() { return model_.get(); }

  /// Without consent the visitor's behaviour is unknown and nothing about it
  /// is kept; withdrawing it forgets the visitor.
  void SetConsent(bool personalise, double now);
  bool personalise() const { return personalise_; }
  /// Forgets the visitor, who may be known again from now on.
  void Forget(double now);

  /// Precondition: index < program().attributes.size().
  void SetAttribute(std::uint32_t index, const Value& value, double now);

  /// Where the visitor is now, whether or not behaviour may be kept.
  void SetPage(const PageInput& page);
  /// The item of the page that is shown, where the page told none: called for
  /// each view_item that may be recorded. A new page has none.
  void ViewItem(Identity item);
  /// The slots that stand on the page, by index and in its order, which is
  /// that in which they choose items; others recommend nothing. Until it is
  /// told, and after a bundle was loaded, all do, in the program's order.
  /// Precondition: valid indexes.
  void SetSlots(std::span<const std::uint32_t> slots);

  /// One decision for every slot, in the program's order; valid until the next
  /// call. Changes nothing about the visitor. No item is chosen twice; a slot
  /// of recommendations that finds no item at all, as without a model, has no
  /// rule.
  std::span<const SlotDecision> Decide(double now);

  /// Shards whose absence may have made the last decision poorer: a slot has
  /// fewer items than it could, or an item of the situation is not known.
  std::span<const std::uint32_t> WantedShards() const { return wanted_; }

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
    /// All slots: those on the page in its order, then the others.
    Array<std::uint32_t> order;
    std::size_t on_page;  ///< how many of them stand on the page
  };

  double Advance(double now);
  void ExpireAttributes();
  void BeginShelves();
  void DropShelves();
  void ListWantedShards();
  Value ReadInput(const Input& input) const;

  std::unique_ptr<Program> program_;
  std::unique_ptr<Run> run_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<Shelves> shelves_;  ///< of both; made when first needed
  Array<std::uint32_t> wanted_;
  Visitor visitor_;
  bool personalise_ = false;
  double now_ = 0;
  Value page_type_;
  Value page_path_;
  PageSubject page_;
  Identity viewed_item_ = kNoIdentity;  ///< latest one on this page
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_ENGINE_H_
