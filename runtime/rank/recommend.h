#ifndef VITRINE_RUNTIME_RANK_RECOMMEND_H_
#define VITRINE_RUNTIME_RANK_RECOMMEND_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/bundle/program.h"
#include "runtime/rank/item_filter.h"
#include "runtime/rank/model.h"

namespace vitrine {

/// Viewed items that `for_you` looks at, and items of the cart that
/// `bought_together` does: the latest ones.
inline constexpr std::uint32_t kMaxContextItems = 20;

/// Of these, what stands near in the model counts for the latest ones.
inline constexpr std::uint32_t kMaxNearItems = 4;
/// Files that are wanted at a time.
inline constexpr std::uint32_t kMaxWanted = 32;

/// What is known of visitor and page. Items by their number in the model;
/// those that the model does not know, or not yet, are left out.
struct Situation {
  std::uint32_t current = kNone;          ///< the item of this page
  Identity category = kNoIdentity;        ///< told with the page
  Identity interest = kNoIdentity;        ///< the category cared for most
  std::span<const std::uint32_t> viewed;  ///< most recent first, once each
  std::span<const std::uint32_t> cart;    ///< likewise
  /// The page is about one item, which may be unknown.
  bool item_page = false;
  /// Files that tell the numbers of viewed items that were left out.
  std::span<const std::uint32_t> viewed_files;
  /// The same of the page's item and the cart.
  std::span<const std::uint32_t> taken_files;
};

struct Recommended {
  std::uint32_t item = 0;
  Strategy strategy = Strategy::kPopular;
  /// The item that speaks most for this one: viewed, of the page, or in the
  /// cart. kNone: none does.
  std::uint32_t because = kNone;
  bool operator==(const Recommended&) const = default;
};

/// Chooses items for the slots of one page. Keeps its scratch memory, so that
/// a recommendation allocates nothing.
class Recommender {
 public:
  /// A new page: nothing is taken yet but the item of the page and those of
  /// the cart. `model` and what `situation` refers to must live until the last
  /// Recommend of the page.
  void Begin(const Model& model, const Situation& situation);
  /// Nobody may recommend this item on this page.
  void Take(std::uint32_t item);

  /// At most `limit` items, best first, none of them taken before; they are
  /// taken afterwards. Strategies in their order, each as long as there is
  /// room: popularity is not added by itself. `for_you` leaves out what the
  /// visitor viewed only where `novel`. Equal scores: the lower number first.
  /// Valid until the next call.
  std::span<const Recommended> Recommend(std::span<const Source> sources,
                                         std::uint32_t limit,
                                         const ItemFilter& filter, bool novel);

  /// The files that may make what was recommended since Begin longer or better,
  /// by their number, the most useful ones first; at most kMaxWanted. With all
  /// of them, asked again until there are none, it is what it would be if all
  /// of the model were known.
  std::span<const std::uint32_t> wanted() const { return wanted_; }

 private:
  struct Candidate {
    float score;
    float best;  ///< the largest part of the score
    std::uint32_t item;
    std::uint32_t because;  ///< who gave that part
  };
  /// The best candidate of a block of them.
  struct Leader {
    std::uint64_t order;
    std::uint32_t candidate;  ///< index into candidates_
  };

  void Want(std::uint32_t file);
  void Fill(Strategy strategy, bool novel);
  /// Items that go with those of the context, which is most recent first.
  void FillRelated(Strategy strategy, Relation relation,
                   std::span<const std::uint32_t> context,
                   std::span<const std::uint32_t> excluded);
  void FillPopular(Strategy strategy);
  void FillPopularInCategory(Strategy strategy, Identity category);
  /// Adds up candidates_ and returns how many there are. `again`: the items of
  /// the context are candidates by themselves, too.
  std::uint32_t Score(Relation relation, std::span<const std::uint32_t> context,
                      bool again);
  void AddPart(std::uint32_t item, float part, std::uint32_t because);
  /// `near`: the ranking's, times what the item counts.
  void AddNear(std::uint32_t item, float near);
  void FindLeader(std::uint32_t block, std::uint32_t count);
  std::span<const std::uint32_t> Current() const;
  Identity CategoryOfInterest();
  /// Chooses the item if it may be chosen.
  void Offer(const Recommended& recommended);

  const Model* model_ = nullptr;
  Situation situation_;
  Array<std::uint32_t> wanted_;
  std::uint32_t room_ = 0;  ///< items that may still be chosen
  /// The same if all that were offered, and are not known, would be chosen.
  std::uint32_t hoped_room_ = 0;
  ItemTest test_;
  Array<Recommended> chosen_;
  Array<std::uint32_t> taken_;
  /// By item: 0, or kTaken, or, while scores are added up, one more than the
  /// item's index in candidates_.
  Array<std::uint32_t> places_;
  Array<Candidate> candidates_;
  std::uint32_t candidate_count_ = 0;  ///< so far, while they are added up
  Array<Leader> leaders_;              ///< by block of candidates_
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_RECOMMEND_H_
