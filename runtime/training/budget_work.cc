#include "runtime/training/budget_work.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "runtime/training/renumbered.h"

namespace vitrine {
namespace {

/// Bytes of core and shards that people may choose between.
constexpr std::size_t kBudgets[] = {50'000, 100'000, 200'000, 400'000,
                                    1'000'000};

}  // namespace

BudgetWork::BudgetWork(HeldOutRows held_out, const SparseRows& together,
                       const std::vector<std::uint32_t>& popularity,
                       const RankingParameters& ranking,
                       const ModelShape& shape, std::uint32_t workers)
    : cases_(std::move(held_out.cases)),
      ranking_(ranking),
      shape_(shape),
      workers_(workers),
      order_(held_out.order.size()),
      by_popularity_(NumbersIn(held_out.order)),
      next_(std::size(kBudgets)) {
  std::iota(order_.begin(), order_.end(), 0U);
  for (std::uint32_t& item : cases_.items) item = by_popularity_[item];
  SparseRows similar =
      Renumbered(held_out.rows, by_popularity_, held_out.order);
  std::vector<std::uint32_t> asked;
  for (std::uint32_t item = 0; item < similar.size(); ++item) {
    asked.push_back(popularity[held_out.order[item]]);
    for (ItemWeight& entry : similar[item]) {
      if (entry.item == item) entry.weight *= ranking.self;
    }
  }
  ranking_.self = 1;
  stored_.emplace(similar, Renumbered(together, by_popularity_, held_out.order),
                  asked);
}

void BudgetWork::Step() {
  if (done_) return;
  if (!replay_) {
    Write();
    return;
  }
  replay_->Step();
  if (!replay_->done()) return;
  figures_.back().result = replay_->Finish();
  replay_.reset();
  while (next_ > 0 && kBudgets[next_ - 1] >= figures_.back().bytes) --next_;
  if (next_ == 0) {
    done_ = true;
  } else {
    shape_.budget = kBudgets[--next_];
  }
}

void BudgetWork::Write() {
  WholeModel model = {.rows = *stored_,
                      .ranking = {},
                      .names = {},
                      .categories = {},
                      .by_popularity = by_popularity_,
                      .aliases = {}};
  // Look-up pages are not counted: any names will do.
  model.names.assign(order_.begin(), order_.end());
  model.categories.assign(order_.size(), kNoIdentity);
  const ModelFiles files = WriteModelFiles(model, shape_);
  BudgetFigures& figures = figures_.emplace_back();
  figures.bytes = files.core.size();
  for (std::size_t i = files.first_shard; i < files.parts.size(); ++i) {
    figures.bytes += files.parts[i].size();
  }
  rows_ = stored_->Similar(files.neighbours);
  replay_.emplace(rows_, order_, cases_, ranking_, workers_);
}

std::vector<BudgetFigures> BudgetWork::Finish() {
  std::reverse(figures_.begin(), figures_.end());
  return std::move(figures_);
}

}  // namespace vitrine
