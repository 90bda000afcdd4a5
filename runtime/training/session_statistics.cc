#include "runtime/training/session_statistics.h"

#include <algorithm>

#include "runtime/bundle/program.h"
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
                               const PairLists& pairs, std::uint32_t workers)
    : log_(log),
      parameters_(parameters),
      pairs_(pairs),
      context_decays_(DecaysOf(parameters.context_decay)),
      future_decays_(DecaysOf(parameters.future_decay)),
      pieces_(log, items),
      pool_(items, workers) {
  Weigh();
  for (std::uint32_t i = 0; i < workers; ++i) {
    scratch_.push_back(std::make_unique<Scratch>(items));
  }
  result_.rows.resize(items);
  result_.own_together.resize(items);
  result_.own_contexts.resize(items);
}

StatisticsWork::~StatisticsWork() = default;

void StatisticsWork::Weigh() {
  for (const LogPiece& piece : pieces_.all()) {
    const double age =
        static_cast<double>(log_.later[piece.session]) / log_.size();
    const double weight =
        1 / (1 + static_cast<double>(parameters_.recency) * age);
    const double divisor =
        PowerOfSixteenths(piece.length, parameters_.length_exponent);
    weights_.push_back(
        {static_cast<float>(weight), static_cast<float>(weight / divisor)});
  }
}

void StatisticsWork::Step() {
  pool_.Step([this](std::uint32_t worker, std::uint32_t item) {
    return CountRow(*scratch_[worker], item);
  });
}

std::uint64_t StatisticsWork::CountRow(Scratch& scratch, std::uint32_t item) {
  std::uint64_t cost = 0;
  pieces_.ForEachOf(item,
                    [&](std::uint32_t index, const std::uint32_t* occurrences,
                        std::uint32_t count) {
                      cost += CountPiece(scratch, index, occurrences, count);
                    });

  std::sort(scratch.touched.begin(), scratch.touched.end());
  const auto is_pair = [&](std::uint32_t other) {
    return IsPair(scratch, item, other);
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

bool StatisticsWork::IsPair(const Scratch& scratch, std::uint32_t item,
                            std::uint32_t other) const {
  if (other == item) return true;
  return pairs_.empty() ? scratch.support[other] >= parameters_.min_support
                        : std::binary_search(pairs_[item].begin(),
                                             pairs_[item].end(), other);
}

std::uint64_t StatisticsWork::CountPiece(Scratch& scratch, std::uint32_t index,
                                         const std::uint32_t* occurrences,
                                         std::uint32_t count) {
  const LogPiece& piece = pieces_.all()[index];
  const Weights weights = weights_[index];
  const std::uint32_t item = log_.items[*occurrences];
  const float item_weight = WeightOf(log_.actions[*occurrences], parameters_);

  for (std::uint32_t at = piece.begin; at < piece.end; ++at) {
    if (!pieces_.is_first(at)) continue;
    const std::uint32_t other = log_.items[at];
    if (scratch.support[other] == 0) scratch.touched.push_back(other);
    // A session's pieces come one after the other.
    if (scratch.last_session[other] != piece.session) {
      scratch.last_session[other] = piece.session;
      ++scratch.support[other];
    }
    scratch.sums[other].together += weights.together * item_weight *
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
      lead = weights.contexts * item_weight *
             future_decays_[occurrences[passed] - at];
    }
    float held = 0;
    const auto own = std::find(context.begin(), context.end(), item);
    if (own != context.end()) {
      held = weights.contexts *
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
