#include "bindings/jobs/model_view.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "runtime/training/figures.h"
#include "runtime/training/popularity_order.h"

namespace vitrine::jobs {
namespace {

using Weighed = std::pair<float, std::uint32_t>;  ///< an item and its weight

std::vector<bool> ItemsBesideOthers(const Model& model) {
  std::vector<bool> beside(model.size());
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    for (const Relation relation : {Relation::kSimilar, Relation::kTogether}) {
      for (const std::uint32_t other : model.Neighbours(relation, item).items) {
        if (other != item) beside[other] = true;
      }
    }
  }
  return beside;
}

/// The heaviest first; without the item itself.
std::vector<Weighed> NeighboursOf(const Model& model, std::uint32_t item) {
  const NeighbourRow row = model.Neighbours(Relation::kSimilar, item);
  std::vector<Weighed> neighbours;
  for (std::size_t i = 0; i < row.items.size(); ++i) {
    if (row.items[i] == item) continue;
    neighbours.emplace_back(WeightOf(row.weights[i]), row.items[i]);
  }
  std::sort(neighbours.begin(), neighbours.end(),
            [](const Weighed& a, const Weighed& b) {
              return a.first != b.first ? a.first > b.first
                                        : a.second < b.second;
            });
  return neighbours;
}

/// Of the best neighbours of all items that have one; 1 without any.
double MeanBestWeight(const Model& model) {
  double sum = 0;
  std::uint32_t count = 0;
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    float best = 0;
    const NeighbourRow row = model.Neighbours(Relation::kSimilar, item);
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      if (row.items[i] != item) best = std::max(best, WeightOf(row.weights[i]));
    }
    if (best == 0) continue;
    sum += best;
    ++count;
  }
  return count == 0 ? 1 : sum / count;
}

Json ItemJson(const Model& model, const ModelItems& items, std::uint32_t item) {
  Json json = {{"item", std::string(model.Id(item))}};
  if (!items.titles.empty() && !items.titles[item].empty()) {
    json["title"] = items.titles[item];
  }
  return json;
}

Json CountsJson(const Reach& reach) {
  return {{"items", reach.items},
          {"not_for_sale", reach.not_for_sale},
          {"beside_others", reach.beside_others},
          {"in_category", reach.in_category},
          {"popular", reach.popular},
          {"nowhere", reach.nowhere}};
}

}  // namespace

std::vector<std::uint32_t> NumbersIn(const Model& model,
                                     const TrainingLog& log) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& id : log.items) {
    numbers.push_back(model.Find(IdentityOf(IdentityKind::kItem, id)));
  }
  return numbers;
}

ModelItems ItemsOf(const Model& model, const TrainingLog& log,
                   const std::vector<std::uint32_t>& feed_numbers,
                   const ingest::Feed& feed) {
  ModelItems items;
  const std::vector<std::uint32_t> numbers = NumbersIn(model, log);
  if (!numbers.empty()) items.events.resize(model.size());
  for (const LogRow& row : log.rows) {
    if (numbers[row.item] != kNone) ++items.events[numbers[row.item]];
  }
  if (feed.products.empty()) return items;
  items.titles.resize(model.size());
  std::vector<std::uint32_t> number_of(feed.has_item.size(), kNone);
  for (std::size_t i = 0; i < feed_numbers.size(); ++i) {
    if (feed_numbers[i] < number_of.size()) {
      number_of[feed_numbers[i]] = numbers[i];
    }
  }
  for (const ingest::FeedProduct& product : feed.products) {
    const std::uint32_t number = number_of[product.item];
    if (number != kNone) items.titles[number] = product.title;
  }
  return items;
}

ModelReach ReachOf(const Model& model, const ModelItems& items) {
  const std::vector<bool> beside = ItemsBesideOthers(model);
  std::map<Identity, std::uint32_t> of_category;  // so far
  std::uint32_t sellable = 0;                     // so far
  ModelReach reach;
  for (const std::uint32_t item : ItemsByPopularity(model)) {
    std::uint32_t Reach::*way = &Reach::nowhere;
    if (!model[item].sellable()) {
      way = &Reach::not_for_sale;
    } else {
      const Identity category = model[item].category;
      const bool first_of_category =
          category != kNoIdentity && of_category[category]++ < kJudgedItems;
      const bool first = sellable++ < kJudgedItems;
      way = beside[item]        ? &Reach::beside_others
            : first_of_category ? &Reach::in_category
            : first             ? &Reach::popular
                                : &Reach::nowhere;
    }
    ++reach.all.items;
    ++(reach.all.*way);
    if (items.events.empty() || items.events[item] > 0) continue;
    ++reach.without_events.items;
    ++(reach.without_events.*way);
  }
  return reach;
}

Json ReachJson(const ModelReach& reach) {
  Json json = CountsJson(reach.all);
  json["without_events"] = CountsJson(reach.without_events);
  return json;
}

Json ExamplesJson(const Model& model, const ModelItems& items) {
  std::vector<std::uint32_t> seen = ItemsByPopularity(model);
  if (!items.events.empty()) {
    std::erase_if(seen,
                  [&](std::uint32_t item) { return items.events[item] == 0; });
  }
  const double unit = MeanBestWeight(model);
  const std::size_t count = std::min(seen.size(), kExamples);
  Json json = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t rank =
        count == 1 ? 0 : i * (seen.size() - 1) / (count - 1);
    Json example = ItemJson(model, items, seen[rank]);
    example["rank"] = rank + 1;
    if (!items.events.empty()) example["events"] = items.events[seen[rank]];
    example["neighbours"] = Json::array();
    std::vector<Weighed> neighbours = NeighboursOf(model, seen[rank]);
    neighbours.resize(std::min(neighbours.size(), kExampleNeighbours));
    for (const auto& [weight, neighbour] : neighbours) {
      Json one = ItemJson(model, items, neighbour);
      one["weight"] = std::round(weight / unit * 1'000) / 1'000;
      example["neighbours"].push_back(std::move(one));
    }
    json.push_back(std::move(example));
  }
  return json;
}

}  // namespace vitrine::jobs
