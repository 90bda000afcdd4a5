#include "runtime/training/session_statistics.h"

#include <algorithm>

#include "runtime/rank/part.h"
#include "runtime/training/powers.h"

namespace vitrine {
namespace {

/// 1, decay, decay^2 and so on, as long as it is worth it.
std::vector<float> DecaysOf(float decay) {
  std::vector<float> decays;
  float power = 1;
  while (decays.size() < kContextItems && power >= kLeastDecayed) {
    decays.push_back(power);
    power *= decay;
  }
  return decays;
}

float WeightOf(Action action, const StatisticsParameters& parameters) {
  switch (action) {
    case Action::kView:
      return 1;
    case Action::kCart:
      return parameters.cart_weight;
    case Action::kPurchase:
      return parameters.purchase_weight;
  }
  return 1;
}

}  // namespace

/// One row's sums, by the other item; zero between rows.
struct StatisticsWork::Scratch {
  explicit Scratch(std::uint32_t items)
      : sums(items), support(items), last_session(items, kNone) {}

  std::vector<PairStatistics> sums;
  std::vector<std::uint32_t> support;       ///< 0: not touched
  std::vector<std::uint32_t> last_session;  ///< that counted as support
  std::vector<std::uint32_t> touched;
  std::vector<std::uint32_t> context;  ///< latest first
};

StatisticsWork::StatisticsWork(const SessionLog& log, std::uint32_t items,
                               const StatisticsParameters& parameters,
                               std::uint32_t workers)
    : log_(log),
      parameters_(parameters),
      context_decays_(DecaysOf(parameters.context_decay)),
      future_decays_(DecaysOf(parameters.future_decay)),
      piece_of_(log.items.size()),
      is_first_(log.items.size()),
      position_begins_(items + std::size_t{1}),
      positions_(log.items.size()),
      pool_(items, workers) {
  CutPieces(parameters);
  for (const std::uint32_t item : log.items) {
    ++position_begins_[item + std::size_t{1}];
  }
  for (std::uint32_t item = 0; item < items; ++item) {
    position_begins_[item + std::size_t{1}] += position_begins_[item];
  }
  std::vector<std::uint32_t> next = position_begins_;
  for (std::uint32_t at = 0; at < log.items.size(); ++at) {
    positions_[next[log.items[at]]++] = at;
  }
  for (std::uint32_t i = 0; i < workers; ++i) {
    scratch_.push_back(std::make_unique<Scratch>(items));
  }
  result_.rows.resize(items);
  result_.own_together.resize(items);
  result_.own_contexts.resize(items);
}

StatisticsWork::~StatisticsWork() = default;

void StatisticsWork::CutPieces(const StatisticsParameters& parameters) {
  for (std::uint32_t session = 0; session < log_.size(); ++session) {
    const double age = static_cast<double>(log_.later[session]) / log_.size();
    const double weight =
        1 / (1 + static_cast<double>(parameters.recency) * age);
    std::uint32_t begin = log_.begin(session);
    while (begin < log_.ends[session]) {
      const std::uint32_t end =
          std::min(log_.ends[session], begin + kPieceEvents);
      std::uint32_t length = 0;
      for (std::uint32_t at = begin; at < end; ++at) {
        const auto first = log_.items.begin() + begin;
        const auto here = log_.items.begin() + at;
        is_first_[at] = std::find(first, here, *here) == here;
        length += is_first_[at];
      }
      const double divisor =
          PowerOfSixteenths(length, parameters.length_exponent);
      std::fill(piece_of_.begin() + begin, piece_of_.begin() + end,
                static_cast<std::uint32_t>(pieces_.size()));
      pieces_.push_back({begin, end, session, static_cast<float>(weight),
                         static_cast<float>(weight / divisor)});
      begin = end;
    }
  }
}

void StatisticsWork::Step() {
  pool_.Step([this](std::uint32_t worker, std::uint32_t item) {
    return CountRow(*scratch_[worker], item);
  });
}

std::uint64_t StatisticsWork::CountRow(Scratch& scratch, std::uint32_t item) {
  std::uint64_t cost = 0;
  const std::uint32_t* at = positions_.data() + position_begins_[item];
  const std::uint32_t* end =
      positions_.data() + position_begins_[item + std::size_t{1}];
  while (at != end) {
    const Piece& piece = pieces_[piece_of_[*at]];
    std::uint32_t count = 1;
    while (at + count != end && at[count] < piece.end) ++count;
    cost += CountPiece(scratch, piece, at, count);
    at += count;
  }

  std::sort(scratch.touched.begin(), scratch.touched.end());
  const auto is_pair = [&](std::uint32_t other) {
    return other == item || scratch.support[other] >= parameters_.min_support;
  };
  std::vector<PairStatistics>& row = result_.rows[item];
  row.reserve(static_cast<std::size_t>(
      std::count_if(scratch.touched.begin(), scratch.touched.end(), is_pair)));
  for (const std::uint32_t other : scratch.touched) {
    if (is_pair(other)) {
      row.push_back(scratch.sums[other]);
      row.back().item = other;
    }
    scratch.sums[other] = {};
    scratch.support[other] = 0;
    scratch.last_session[other] = kNone;
    if (other == item) {
      result_.own_together[item] = row.back().together;
      result_.own_contexts[item] = row.back().contexts;
    }
  }
  scratch.touched.clear();
  return cost;
}

std::uint64_t StatisticsWork::CountPiece(Scratch& scratch, const Piece& piece,
                                         const std::uint32_t* occurrences,
                                         std::uint32_t count) {
  const std::uint32_t item = log_.items[*occurrences];
  const float item_weight = WeightOf(log_.actions[*occurrences], parameters_);

  for (std::uint32_t at = piece.begin; at < piece.end; ++at) {
    if (!is_first_[at]) continue;
    const std::uint32_t other = log_.items[at];
    if (scratch.support[other] == 0) scratch.touched.push_back(other);
    // A session's pieces come one after the other.
    if (scratch.last_session[other] != piece.session) {
      scratch.last_session[other] = piece.session;
      ++scratch.support[other];
    }
    scratch.sums[other].together += piece.together_weight * item_weight *
                                    WeightOf(log_.actions[at], parameters_);
  }
  std::uint64_t cost = piece.end - piece.begin;

  std::vector<std::uint32_t>& context = scratch.context;
  context.clear();
  std::uint32_t passed = 0;  // occurrences
  for (std::uint32_t at = piece.begin + 1; at < piece.end; ++at) {
    const std::uint32_t latest = log_.items[at - 1];
    auto old = std::find(context.begin(), context.end(), latest);
    if (old == context.end()) {
      if (context.size() < context_decays_.size()) context.push_back(latest);
      old = context.end() - 1;
    }
    std::rotate(context.begin(), old, old + 1);
    context.front() = latest;

    while (passed < count && occurrences[passed] < at) ++passed;
    float lead = 0;
    if (passed < count && occurrences[passed] - at < future_decays_.size()) {
      lead =
          piece.weight * item_weight * future_decays_[occurrences[passed] - at];
    }
    float held = 0;
    const auto own = std::find(context.begin(), context.end(), item);
    if (own != context.end()) {
      held = piece.weight *
             context_decays_[static_cast<std::size_t>(own - context.begin())];
    }
    cost += 2;
    if (lead == 0 && held == 0) continue;
    for (std::size_t k = 0; k < context.size(); ++k) {
      PairStatistics& sums = scratch.sums[context[k]];
      sums.contexts += held * context_decays_[k];
      sums.leads += lead * context_decays_[k];
    }
    cost += 2 * context.size();
  }
  return cost;
}

}  // namespace vitrine
