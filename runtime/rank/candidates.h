#ifndef VITRINE_RUNTIME_RANK_CANDIDATES_H_
#define VITRINE_RUNTIME_RANK_CANDIDATES_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/rank/model.h"
#include "runtime/rank/trace.h"

namespace vitrine {

/// Viewed items that `for_you` looks at, and items of the cart that
/// `bought_together` does: the latest ones.
inline constexpr std::uint32_t kMaxContextItems = 20;
/// Of these, what stands near in the model counts for the latest ones.
inline constexpr std::uint32_t kMaxNearItems = 4;

/// Items with scores that are added up part by part, and then given best
/// first. Keeps its scratch memory.
class Candidates {
 public:
  struct Candidate {
    float score;
    float best;  ///< the largest part of the score
    std::uint32_t item;
    std::uint32_t because;  ///< who gave that part
  };

  /// How items speak for others.
  struct Relatives {
    Relation relation = Relation::kSimilar;
    /// Where an item has no row of kTogether, that of kSimilar.
    bool make_do = false;
    /// The items of the context are candidates by themselves, too.
    bool again = false;
  };

  /// `model` must live until the last call before the next Begin.
  void Begin(const Model& model);

  /// No candidates.
  void Clear();
  /// A part that is not above 0 adds nothing.
  void Add(std::uint32_t item, float part, std::uint32_t because,
           PartKind kind = PartKind::kRow);
  /// What the items of the context say, which is most recent first: at most
  /// kMaxContextItems of them.
  void AddRelated(const Relatives& relatives,
                  std::span<const std::uint32_t> context);
  /// 0: none.
  float ScoreOf(std::uint32_t item) const;

  /// It does not come out of Next.
  void Exclude(std::uint32_t item);
  /// All were added.
  void Rank();
  /// Takes out the best of those that are left, of equal scores the one with
  /// the lower number; null: there is none. Valid until the next call.
  const Candidate* Next();

  /// From now on parts of this item are also written down; kNone: of none.
  void Watch(std::uint32_t item, Array<PartTrace>* parts) {
    watched_ = item;
    parts_ = parts;
  }

 private:
  /// Add where there are many: a call for each would take as long again.
  [[gnu::always_inline]] void AddOneOfMany(std::uint32_t item, float part,
                                           std::uint32_t because,
                                           PartKind kind);
  /// `near`: the ranking's, times what the item counts.
  void AddNear(std::uint32_t item, float near);

  const Model* model_ = nullptr;
  /// By item: one more than its index in candidates_; 0: it is none.
  Array<std::uint16_t> places_;
  Array<Candidate> candidates_;
  std::uint32_t count_ = 0;  ///< of candidates_ that are in use
  /// How good those are that are left, from count_ on; before, at i, the best
  /// of what is at 2 i and 2 i + 1.
  Array<std::uint64_t> tree_;
  std::uint32_t watched_ = kNone;
  /// As Recommender::trace_.
  inline static Array<PartTrace>* parts_ = nullptr;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_CANDIDATES_H_
