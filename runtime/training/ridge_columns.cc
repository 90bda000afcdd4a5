#include "runtime/training/ridge_columns.h"

#include <algorithm>
#include <cmath>

#include "runtime/bundle/program.h"

namespace vitrine {
namespace {

/// Smaller weights change no order.
constexpr float kLeastWeight = 1e-5F;
constexpr std::uint32_t kMaxIterations = 40;
/// Of the squared residual.
constexpr double kPrecision = 1e-6;
/// A row longer than this many features is searched for them, not walked.
constexpr std::size_t kWalkedPerFeature = 12;

}  // namespace

/// One column's system of equations, and the memory to solve it.
struct ColumnWork::System {
  explicit System(std::uint32_t items) : place(items, kNone) {}

  std::uint32_t size() const {
    return static_cast<std::uint32_t>(features.size());
  }
  float* row(std::uint32_t feature) {
    return matrix.data() + std::size_t{feature} * size();
  }

  /// By conjugate gradients, with the diagonal as preconditioner. Returns the
  /// cost.
  std::uint64_t Solve();

  struct Candidate {
    float worth;
    std::uint32_t item;
    float right;
  };
  std::vector<Candidate> candidates;
  std::vector<std::uint32_t> features;  ///< items, ascending
  std::vector<std::uint32_t> place;     ///< by item: index in features, kNone
  std::vector<float> matrix;            ///< symmetric, row by row
  std::vector<float> right;
  std::vector<float> solution;
  std::vector<float> residual;
  std::vector<float> scaled;  ///< residual by the diagonal
  std::vector<float> direction;
  std::vector<float> image;  ///< of the direction
};

ColumnWork::ColumnWork(const SessionStatistics& statistics,
                       const ColumnParameters& parameters,
                       std::uint32_t workers)
    : statistics_(statistics),
      together_share_(parameters.co_occurrence),
      contexts_share_(1 - parameters.co_occurrence),
      ridge_(parameters.ridge),
      pool_(static_cast<std::uint32_t>(statistics.rows.size()), workers),
      columns_(statistics.rows.size()) {
  for (std::uint32_t i = 0; i < workers; ++i) {
    systems_.push_back(std::make_unique<System>(
        static_cast<std::uint32_t>(statistics.rows.size())));
  }
}

ColumnWork::~ColumnWork() = default;

void ColumnWork::Step() {
  pool_.Step([this](std::uint32_t worker, std::uint32_t item) {
    return Solve(*systems_[worker], item);
  });
}

std::uint64_t ColumnWork::Solve(System& system, std::uint32_t item) {
  ChooseFeatures(system, item);
  std::uint64_t cost = statistics_.rows[item].size();
  if (system.size() == 0) return cost;
  cost += FillMatrix(system, item);
  cost += system.Solve();
  for (std::uint32_t k = 0; k < system.size(); ++k) {
    if (system.solution[k] > kLeastWeight) {
      columns_[item].push_back({system.features[k], system.solution[k]});
    }
  }
  return cost;
}

void ColumnWork::ChooseFeatures(System& system, std::uint32_t item) const {
  auto& candidates = system.candidates;
  candidates.clear();
  for (const PairStatistics& pair : statistics_.rows[item]) {
    const float together = pair.item == item ? 0 : pair.together;
    const float right =
        together_share_ * together + contexts_share_ * pair.leads;
    if (right <= 0) continue;
    const float diagonal =
        together_share_ * statistics_.own_together[pair.item] +
        contexts_share_ * statistics_.own_contexts[pair.item] + ridge_;
    candidates.push_back({right / std::sqrt(diagonal), pair.item, right});
  }
  if (candidates.size() > kMaxFeatures) {
    std::nth_element(candidates.begin(), candidates.begin() + kMaxFeatures,
                     candidates.end(), [](const auto& a, const auto& b) {
                       return a.worth != b.worth ? a.worth > b.worth
                                                 : a.item < b.item;
                     });
    candidates.resize(kMaxFeatures);
    std::sort(candidates.begin(), candidates.end(),
              [](const auto& a, const auto& b) { return a.item < b.item; });
  }
  system.features.clear();
  system.right.clear();
  for (const auto& candidate : candidates) {
    system.features.push_back(candidate.item);
    system.right.push_back(candidate.right);
  }
}

/// Each entry is taken from the row of the item with the higher number, which
/// is the less popular one, and thus the shorter row.
std::uint64_t ColumnWork::FillMatrix(System& system, std::uint32_t item) const {
  const std::vector<std::uint32_t>& features = system.features;
  const std::uint32_t size = system.size();
  std::uint64_t cost = std::uint64_t{size} * size;
  for (std::uint32_t k = 0; k < size; ++k) system.place[features[k]] = k;
  system.matrix.assign(std::size_t{size} * size, 0);
  for (std::uint32_t k = 0; k < size; ++k) {
    const auto put = [&](const PairStatistics& pair) {
      const std::uint32_t l = system.place[pair.item];
      const float together =
          features[k] == item || pair.item == item ? 0 : pair.together;
      const float entry =
          together_share_ * together + contexts_share_ * pair.contexts;
      system.row(k)[l] = entry;
      system.row(l)[k] = entry;
    };
    const std::vector<PairStatistics>& row = statistics_.rows[features[k]];
    if (row.size() > kWalkedPerFeature * size) {
      auto at = row.begin();
      for (std::uint32_t l = 0; l <= k; ++l) {
        at = std::lower_bound(at, row.end(), features[l],
                              [](const auto& pair, std::uint32_t one) {
                                return pair.item < one;
                              });
        if (at != row.end() && at->item == features[l]) put(*at);
      }
      cost += std::uint64_t{kWalkedPerFeature} * k;
    } else {
      auto at = row.begin();
      for (; at != row.end() && at->item <= features[k]; ++at) {
        if (system.place[at->item] != kNone) put(*at);
      }
      cost += static_cast<std::uint64_t>(at - row.begin());
    }
    system.row(k)[k] += ridge_;
  }
  for (const std::uint32_t feature : features) system.place[feature] = kNone;
  return cost;
}

std::uint64_t ColumnWork::System::Solve() {
  const std::uint32_t n = size();
  solution.assign(n, 0);
  residual = right;
  scaled.resize(n);
  double error = 0;
  for (std::uint32_t k = 0; k < n; ++k) {
    scaled[k] = residual[k] / row(k)[k];
    error += double{residual[k]} * double{scaled[k]};
  }
  direction = scaled;
  const double enough = kPrecision * error;
  std::uint32_t iteration = 0;
  for (; iteration < kMaxIterations && error > enough; ++iteration) {
    // Row by row, for the sums are then as long as the row and independent.
    image.assign(n, 0);
    for (std::uint32_t k = 0; k < n; ++k) {
      const float factor = direction[k];
      const float* entries = row(k);
      for (std::uint32_t l = 0; l < n; ++l) image[l] += factor * entries[l];
    }
    double curvature = 0;
    for (std::uint32_t k = 0; k < n; ++k) {
      curvature += double{direction[k]} * double{image[k]};
    }
    const auto step = static_cast<float>(error / curvature);
    double left = 0;
    for (std::uint32_t k = 0; k < n; ++k) {
      solution[k] += step * direction[k];
      residual[k] -= step * image[k];
      scaled[k] = residual[k] / row(k)[k];
      left += double{residual[k]} * double{scaled[k]};
    }
    const auto keep = static_cast<float>(left / error);
    error = left;
    for (std::uint32_t k = 0; k < n; ++k) {
      direction[k] = scaled[k] + keep * direction[k];
    }
  }
  return std::uint64_t{iteration} * n * n / 4;
}

}  // namespace vitrine
