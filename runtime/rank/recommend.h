#ifndef VITRINE_RUNTIME_RANK_RECOMMEND_H_
#define VITRINE_RUNTIME_RANK_RECOMMEND_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/bundle/program.h"
#include "runtime/rank/candidates.h"
#include "runtime/rank/item_conditions.h"
#include "runtime/rank/model.h"
#include "runtime/rank/selection.h"
#include "runtime/rank/situation.h"
#include "runtime/rank/trace.h"
#include "runtime/rank/wish.h"

namespace vitrine {

/// Files that are wanted at a time.
inline constexpr std::uint32_t kMaxWanted = 32;
/// Where something makes items more or less worth than their source says, so
/// many times more of them than there is room for are looked at.
inline constexpr std::uint32_t kPoolFactor = 3;
/// Bought items that `buy_again` looks at: the latest ones.
inline constexpr std::uint32_t kMaxBoughtItems = 64;
/// An item that was shown more often than this without being looked at is
/// worth kRotation times less for each further time, up to kMaxRotations.
inline constexpr std::uint32_t kFreeShows = 2;
inline constexpr double kRotation = 0.8;
inline constexpr std::uint32_t kMaxRotations = 10;

/// Chooses items for the slots of one page. Keeps its scratch memory, so that
/// a recommendation allocates nothing.
///
/// Each source of a wish offers items, best first. Those that may be shown and
/// pass the filter make up a pool, from which they are chosen as they came; or,
/// where boosts, diversity or rotation change what items are worth, the pool is
/// larger, and the one that is worth most is chosen again and again.
class Recommender {
 public:
  /// A new page: nothing is taken yet but the item of the page and those of
  /// the cart. `model` and what `situation` refers to must live until the last
  /// call for the page.
  void Begin(const Model& model, const Situation& situation);
  /// Nobody may recommend this item on this page.
  void Take(std::uint32_t item) { Mark(item, kTaken); }
  /// The visitor does not want to see the item.
  void Refuse(Identity id) { MarkKnown(id, kUnwanted); }
  /// The item was shown so often without being looked at.
  void Rotate(Identity id, std::uint32_t shown);

  /// Items for one slot, best first, none of them taken before; they are taken
  /// afterwards. Valid until the next call. `trace`: is told how it came about;
  /// empty before.
  std::span<const Recommended> Recommend(const Wish& wish,
                                         Trace* trace = nullptr);

  /// Puts a list of different items of the model, where kNone stands for one
  /// that is not, into the order in which the visitor may care for them:
  /// `order` is made of its indexes. None moves more than `most` places; equals
  /// keep their order.
  void Rerank(std::span<const std::uint32_t> items, std::uint32_t most,
              Array<std::uint32_t>& order);

  /// The files that may make what was recommended since Begin longer or better,
  /// by their number, the most useful ones first; at most kMaxWanted. With all
  /// of them, asked again until there are none, it is what it would be if all
  /// of the model were known.
  std::span<const std::uint32_t> wanted() const { return wanted_; }

 private:
  using Items = std::span<const std::uint32_t>;

  // What an item's mark tells; above are its rotations.
  static constexpr std::uint32_t kPooled = 1;  ///< not among marked_ for it
  static constexpr std::uint32_t kTaken = 2;
  static constexpr std::uint32_t kUnwanted = 4;
  static constexpr std::uint32_t kBought = 8;
  static constexpr std::uint32_t kCounted = 16;  ///< as removed, or chosen
  static constexpr std::uint32_t kRotationShift = 8;

  /// What an item of this mark is worth for having been shown in vain.
  static double RotationOf(std::uint32_t mark);
  void Mark(std::uint32_t item, std::uint32_t bits);
  /// Of items that are not known yet nothing needs to be marked.
  void MarkKnown(Identity id, std::uint32_t bits);
  /// Nobody needs it while there is no hope for items.
  void Want(std::uint32_t file);
  /// Whether one more item that is not known might be chosen.
  bool Hopes() const {
    return hoped_ + selection_.pooled() < hope_ * pool_factor_;
  }
  /// Wants the file of an item that is not known.
  void WantItem(std::uint32_t item);
  /// Wants the file of an item that might be chosen if it were known.
  void HopeFor(std::uint32_t file);
  bool IsKnown(std::uint32_t item);
  void BeginConditions();

  // sources.cc: each kind of source.
  void Fill(const Source& source);
  void FillRelated(const Candidates::Relatives& relatives, Items context,
                   Items excluded);
  void FillRanked(Items excluded);
  /// From the item at `first` on, and then from the beginning.
  void FillList(Items items, std::size_t first = 0);
  void FillPopular();
  void FillCategory(Identity category);
  void FillCurated(std::uint32_t list);
  void FillBuyAgain();
  void FillPriceDrop();
  void FillBackInStock();
  /// Whether the item is what the source is about, whose context says what it
  /// is compared with.
  bool Suits(const Model::Item& item, std::uint32_t number) const;
  void WantViewed();
  /// Wants its rows. At most kMaxContextItems count.
  void SetContext(Items context);
  Items Current() const;
  /// The item of the page, else the one viewed last.
  Items Subject() const;
  Identity CategoryOfInterest();

  /// Chooses the item, or puts it into the pool, if it may be chosen.
  void Offer(std::uint32_t item, double score, std::uint32_t because = kNone);
  /// Chooses from the pool while something in it is worth at least as much.
  void Choose(double least);
  /// Chooses from the pool, and begins another one.
  void EndPool();
  void Remove(std::uint32_t item, Removal why);
  void TraceItem(const Selection::Entry& entry);
  void TraceParts(std::size_t first);

  /// Null but during a recommendation that is traced, of which there is one at
  /// a time. Not of the object: a module that never asks for a trace then has
  /// nothing of what fills it.
  inline static Trace* trace_ = nullptr;

  const Model* model_ = nullptr;
  Situation situation_;
  Array<std::uint32_t> wanted_;
  Array<std::uint16_t> marks_;  ///< by item
  Array<std::uint32_t> marked_;
  bool rotates_ = false;  ///< some item's mark has rotations
  Candidates candidates_;
  ItemConditions conditions_;
  Selection selection_;
  Array<Recommended> chosen_;

  // Of the wish and the source in hand:
  const Wish* wish_ = nullptr;
  std::uint32_t source_ = 0;  ///< index
  Strategy strategy_ = Strategy::kPopular;
  Candidates::Relatives relatives_;
  Items context_;           ///< of relatives_; else empty
  std::uint32_t room_ = 0;  ///< items that may still be chosen
  /// The same if all that were offered by sources before this one, and are not
  /// known, were chosen.
  std::uint32_t hope_ = 0;
  std::uint32_t hoped_ = 0;  ///< files that were wanted in hope of an item
  std::uint32_t pool_factor_ = 1;  ///< 1: items are chosen as they come
  /// The most that an item can be worth for a score of 1.
  double most_boost_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_RECOMMEND_H_
