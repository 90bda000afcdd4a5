#ifndef VITRINE_RUNTIME_DECIDE_SHELVES_H_
#define VITRINE_RUNTIME_DECIDE_SHELVES_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/bundle/program.h"
#include "runtime/decide/machine.h"
#include "runtime/rank/model.h"
#include "runtime/rank/recommend.h"
#include "runtime/rank/trace.h"
#include "runtime/visitor/visitor.h"

namespace vitrine {

/// What a page is about. kNoIdentity: nobody said.
struct PageSubject {
  Identity item = kNoIdentity;
  Identity category = kNoIdentity;
};

/// The items in a bundle's slots of recommendations, of this decision and of
/// the one before it. All that is derived from a visitor and a model together
/// lies here, so that dropping the shelves forgets it.
class Shelves {
 public:
  /// Both must outlive the shelves.
  Shelves(const Program& program, const Model& model);
  Shelves(const Shelves&) = delete;
  Shelves& operator=(const Shelves&) = delete;

  /// A new decision; `visitor` is null without consent. What Fill gave for the
  /// last one stays valid until the next Begin.
  void Begin(const Visitor* visitor, const PageSubject& page);
  /// The items that the rule recommends for the slot, and how that came about.
  /// Precondition: the slot was not filled since Begin.
  std::span<const Recommended> Fill(const Slot& slot, const Rule& rule,
                                    const Machine& machine,
                                    Trace* trace = nullptr);
  /// Recommender::Rerank of items by their ids, for the visitor on the page.
  /// Valid until the next call; what Fill gave stays valid.
  std::span<const std::uint32_t> Rerank(const Visitor* visitor,
                                        const PageSubject& page,
                                        std::span<const Identity> ids,
                                        std::uint32_t most);
  /// Files that tell which items those of the last Rerank are, where something
  /// is known to order them by.
  std::span<const std::uint32_t> listed_files() const { return listed_files_; }
  /// See Recommender.
  std::span<const std::uint32_t> wanted() const {
    return recommender_.wanted();
  }

 private:
  /// Tells the recommender about visitor and page.
  void Situate(const Visitor* visitor, const PageSubject& page);

  const Program& program_;
  const Model& model_;
  std::size_t room_ = 0;         ///< items that fit into all slots together
  bool asks_interests_ = false;  ///< some property is of kind kInterest
  Recommender recommender_;
  Array<std::uint32_t> viewed_;
  Array<std::uint32_t> cart_;
  Array<std::uint32_t> viewed_files_;
  Array<std::uint32_t> taken_files_;
  Array<SeenAs> seen_;
  Array<BoughtItem> bought_;
  Array<Interest> interests_;
  Array<std::uint32_t> listed_;  ///< what Rerank puts into order
  Array<std::uint32_t> listed_files_;
  Array<std::uint32_t> order_;
  Array<Recommended> items_;
  Array<Recommended> items_before_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_SHELVES_H_
