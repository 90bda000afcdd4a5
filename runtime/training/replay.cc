#include "runtime/training/replay.h"

#include <algorithm>

#include "runtime/rank/recommend.h"

namespace vitrine {
namespace {

/// Standing far in front is worth as much as standing in the list at all: at
/// the third or fourth place, where most hits are, both grow alike.
constexpr double kWorthOfRank = 1.5;

double WorthOf(const ReplayFigures& figures) {
  return figures.hit_rate + kWorthOfRank * figures.mean_reciprocal_rank;
}

/// Sums up, and is divided at the end.
void AddRank(std::uint8_t rank, ReplayFigures& sums) {
  ++sums.cases;
  if (rank == 0) return;
  sums.hit_rate += 1;
  sums.mean_reciprocal_rank += 1.0 / rank;
}

void Divide(ReplayFigures& sums) {
  if (sums.cases == 0) return;
  sums.hit_rate /= static_cast<double>(sums.cases);
  sums.mean_reciprocal_rank /= static_cast<double>(sums.cases);
}

}  // namespace

double ReplayResult::Worth() const { return WorthOf(all) + WorthOf(novel); }

ReplayCases CasesOf(const SessionLog& log, std::uint32_t first,
                    const std::vector<std::uint32_t>& popularity,
                    std::uint64_t most) {
  const std::uint64_t events = log.items.size() - log.begin(first);
  const std::uint64_t every = events / most + 1;
  ReplayCases cases;
  for (std::uint64_t session = first; session < log.size(); session += every) {
    const auto number = static_cast<std::uint32_t>(session);
    const std::size_t begin = cases.items.size();
    for (std::uint32_t at = log.begin(number); at < log.ends[number]; ++at) {
      if (popularity[log.items[at]] > 0) cases.items.push_back(log.items[at]);
    }
    if (cases.items.size() - begin < 2) {
      cases.items.resize(begin);
      continue;
    }
    cases.count += cases.items.size() - begin - 1;
    cases.ends.push_back(static_cast<std::uint32_t>(cases.items.size()));
  }
  return cases;
}

/// What a device remembers of a session, and its scores.
struct ReplayWork::Device {
  explicit Device(std::size_t items) : scores(items), last_seen(items, kNone) {}

  std::vector<float> scores;  ///< by item; zero between cases
  std::vector<std::uint32_t> touched;
  std::vector<std::uint32_t> viewed;     ///< latest first, once each
  std::vector<std::uint32_t> last_seen;  ///< by item: the session that saw it
  std::uint32_t session = 0;

  bool HasSeen(std::uint32_t item) const { return last_seen[item] == session; }
  void View(std::uint32_t item) {
    last_seen[item] = session;
    auto old = std::find(viewed.begin(), viewed.end(), item);
    if (old == viewed.end()) {
      if (viewed.size() < kMaxContextItems) viewed.push_back(item);
      old = viewed.end() - 1;
    }
    std::rotate(viewed.begin(), old, old + 1);
    viewed.front() = item;
  }
  void Add(std::uint32_t item, float score) {
    if (scores[item] == 0) touched.push_back(item);
    scores[item] += score;
  }
};

ReplayWork::ReplayWork(const SparseRows& rows,
                       const std::vector<std::uint32_t>& order,
                       const ReplayCases& cases,
                       const RankingParameters& parameters,
                       std::uint32_t workers)
    : rows_(rows),
      order_(order),
      cases_(cases),
      parameters_(parameters),
      numbers_(order.size()),
      pool_(static_cast<std::uint32_t>(cases.ends.size()), workers),
      ranks_(cases.items.size()) {
  for (std::uint32_t i = 0; i < workers; ++i) {
    devices_.push_back(std::make_unique<Device>(rows.size()));
  }
  for (std::uint32_t number = 0; number < order.size(); ++number) {
    numbers_[order[number]] = number;
  }
  for (std::uint32_t distance = 0; distance < kNearItems; ++distance) {
    nearness_.push_back(
        1 / (1 + parameters.near_slope * static_cast<float>(distance)));
  }
}

ReplayWork::~ReplayWork() = default;

void ReplayWork::Step() {
  pool_.Step([this](std::uint32_t worker, std::uint32_t session) {
    return ReplaySession(*devices_[worker], session);
  });
}

std::uint64_t ReplayWork::ReplaySession(Device& device, std::uint32_t session) {
  device.session = session;
  device.viewed.clear();
  std::uint64_t cost = 0;
  const std::uint32_t begin = session == 0 ? 0 : cases_.ends[session - 1];
  for (std::uint32_t at = begin; at + 1 < cases_.ends[session]; ++at) {
    device.View(cases_.items[at]);
    cost += Score(device);
    ranks_[at] = RanksOf(device, cases_.items[at + 1]);
    for (const std::uint32_t item : device.touched) device.scores[item] = 0;
    device.touched.clear();
  }
  return cost;
}

std::uint64_t ReplayWork::Score(Device& device) const {
  std::uint64_t cost = 0;
  float factor = 1;
  float revisit = parameters_.revisit;
  for (std::size_t k = 0; k < device.viewed.size(); ++k) {
    const std::uint32_t item = device.viewed[k];
    for (const ItemWeight& entry : rows_[item]) {
      const float weight =
          entry.item == item ? entry.weight * parameters_.self : entry.weight;
      device.Add(entry.item, factor * weight);
    }
    device.Add(item, revisit);
    cost += 8 * rows_[item].size();
    if (k < kMaxNearItems && parameters_.near > 0) {
      cost += AddNear(device, item, parameters_.near * factor);
    }
    factor *= parameters_.decay;
    revisit *= parameters_.revisit_decay;
  }
  return cost;
}

std::uint64_t ReplayWork::AddNear(Device& device, std::uint32_t item,
                                  float near) const {
  const std::uint32_t number = numbers_[item];
  const std::uint32_t first = number - number % kNearItems;
  const auto all = static_cast<std::uint32_t>(order_.size());
  const std::uint32_t last = std::min(first + kNearItems, all);
  for (std::uint32_t i = first; i < last; ++i) {
    if (i == number) continue;
    const std::uint32_t distance = i < number ? number - i : i - number;
    device.Add(order_[i], near * nearness_[distance]);
  }
  return 8 * (last - first);
}

ReplayWork::Ranks ReplayWork::RanksOf(const Device& device,
                                      std::uint32_t target) const {
  Ranks ranks;
  ranks.is_novel = !device.HasSeen(target);
  const float score = device.scores[target];
  if (score == 0) return ranks;
  std::uint32_t before = 0;
  std::uint32_t novel_before = 0;
  for (const std::uint32_t item : device.touched) {
    const float other = device.scores[item];
    if (other < score || (other == score && item >= target)) continue;
    ++before;
    novel_before += !device.HasSeen(item);
  }
  if (before < kReplayedItems) {
    ranks.all = static_cast<std::uint8_t>(before + 1);
  }
  if (ranks.is_novel && novel_before < kReplayedItems) {
    ranks.novel = static_cast<std::uint8_t>(novel_before + 1);
  }
  return ranks;
}

ReplayResult ReplayWork::Finish() const {
  ReplayResult result;
  std::uint32_t at = 0;
  for (const std::uint32_t end : cases_.ends) {
    for (; at + 1 < end; ++at) {
      AddRank(ranks_[at].all, result.all);
      if (ranks_[at].is_novel) AddRank(ranks_[at].novel, result.novel);
    }
    ++at;
  }
  Divide(result.all);
  Divide(result.novel);
  return result;
}

}  // namespace vitrine
