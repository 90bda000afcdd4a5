#include "runtime/training/supported_pairs.h"

#include <algorithm>
#include <utility>

#include "runtime/bundle/program.h"

namespace vitrine {
namespace {

/// What goes with an item less than this is not known to. An item's best
/// neighbour has 1, on average.
constexpr float kLeastKnown = 0.05F;

/// Of a round; it takes 10 % to 25 %, the longer sessions are, the less.
constexpr double kShareOfFit = 0.2;

}  // namespace

/// One row's counts, by the other item; zero between rows.
struct SupportWork::Scratch {
  explicit Scratch(std::size_t items)
      : support(items), last_session(items, kNone), is_beside(items) {}

  void Count(std::uint32_t item, std::uint32_t session) {
    // A session's pieces come one after the other.
    if (last_session[item] == session) return;
    last_session[item] = session;
    if (support[item]++ == 0) touched.push_back(item);
  }

  std::vector<std::uint32_t> support;
  std::vector<std::uint32_t> last_session;  ///< that counted as support
  std::vector<std::uint32_t> touched;
  std::vector<std::uint8_t> is_beside;  ///< in one of the item's pieces
  std::vector<std::uint32_t> beside;
};

SupportWork::SupportWork(FitInput& input, const Parameters& parameters,
                         std::uint32_t workers, std::uint32_t rounds)
    : input_(input),
      parameters_(parameters),
      workers_(workers),
      pieces_(input.log, input.items),
      rounds_(rounds) {
  for (std::uint32_t i = 0; i < workers; ++i) {
    scratch_.push_back(std::make_unique<Scratch>(input.items));
  }
}

SupportWork::~SupportWork() = default;

double SupportWork::share_done() const {
  if (done()) return 1;
  const double of_round = known_ ? kShareOfFit * known_->share_done() +
                                       (1 - kShareOfFit) * pool_->share_done()
                                 : 0;
  return (round_ + of_round) / rounds_;
}

std::uint64_t SupportWork::cost() const {
  return cost_ + (known_ ? known_->cost() : 0) + (pool_ ? pool_->cost() : 0);
}

void SupportWork::Step() {
  if (done()) return;
  if (!known_) {
    known_.emplace(input_, parameters_, workers_, nullptr);
    pool_.emplace(input_.items, workers_);
    pairs_.assign(input_.items, {});
  }
  if (!known_->done()) {
    known_->Step();
    if (known_->done()) known_->DropStages();
    return;
  }
  pool_->Step([this](std::uint32_t worker, std::uint32_t item) {
    return CountRow(*scratch_[worker], item);
  });
  if (pool_->done()) EndRound();
}

std::uint64_t SupportWork::CountRow(Scratch& scratch, std::uint32_t item) {
  std::uint64_t cost = 0;
  pieces_.ForEachOf(
      item, [&](std::uint32_t index, const std::uint32_t*, std::uint32_t) {
        const LogPiece& piece = pieces_.all()[index];
        for (std::uint32_t at = piece.begin; at < piece.end; ++at) {
          const std::uint32_t other = input_.log.items[at];
          if (other == item || !pieces_.is_first(at)) continue;
          if (!scratch.is_beside[other]) {
            scratch.is_beside[other] = true;
            scratch.beside.push_back(other);
          }
          scratch.Count(other, piece.session);
          const std::vector<ItemWeight>& known = known_->rows()[other];
          for (const ItemWeight& entry : known) {
            if (entry.weight >= kLeastKnown) {
              scratch.Count(entry.item, piece.session);
            }
          }
          cost += 1 + known.size();
        }
      });
  std::sort(scratch.beside.begin(), scratch.beside.end());
  for (const std::uint32_t other : scratch.beside) {
    scratch.is_beside[other] = false;
    if (scratch.support[other] >= parameters_.statistics.min_support)
      pairs_[item].push_back(other);
  }
  scratch.beside.clear();
  for (const std::uint32_t other : scratch.touched) {
    scratch.support[other] = 0;
    scratch.last_session[other] = kNone;
  }
  scratch.touched.clear();
  return cost;
}

void SupportWork::EndRound() {
  PairLists& both = input_.pairs;
  both = pairs_;
  for (std::uint32_t item = 0; item < pairs_.size(); ++item) {
    for (const std::uint32_t other : pairs_[item]) both[other].push_back(item);
  }
  for (auto& row : both) {
    std::sort(row.begin(), row.end());
    row.erase(std::unique(row.begin(), row.end()), row.end());
  }
  pairs_.clear();
  cost_ = cost();
  known_.reset();
  pool_.reset();
  ++round_;
}

}  // namespace vitrine
