#include "bindings/jobs/model_view.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "runtime/training/figures.h"

namespace vitrine::jobs {
namespace {

using Weighed = std::pair<float, std::uint32_t>;  ///< an item and its weight

std::vector<bool> ItemsBesideOthers(const Model& model) {
  std::vector<bool> beside(model.size());
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    for (const Relation relation : {Relation::kSimilar, Relation::kTogether}) {
      for (const Neighbour other : model.Neighbours(relation, item).items) {
        beside[other.item] = true;
      }
    }
  }
  return beside;
}

/// The heaviest first.
std::vector<Weighed> NeighboursOf(const Model& model, std::uint32_t item) {
  const NeighbourRow row = model.Neighbours(Relation::kSimilar, item);
  std::vector<Weighed> neighbours;
  for (const Neighbour other : row.items) {
    neighbours.emplace_back(row.WeightOf(other), other.item);
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
    for (const Neighbour other : row.items) {
      best = std::max(best, row.WeightOf(other));
    }
    if (best == 0) continue;
    sum += best;
    ++count;
  }
  return count == 0 ? 1 : sum / count;
}

Json ItemJson(const ModelItems& items, std::uint32_t item) {
  Json json = {{"item", items.ids[item]}};
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

std::vector<std::uint32_t> NumbersIn(
    const std::vector<std::uint32_t>& model_items, std::size_t log_items) {
  std::vector<std::uint32_t> numbers(log_items, kNone);
  for (std::uint32_t number = 0; number < model_items.size(); ++number) {
    numbers[model_items[number]] = number;
  }
  return numbers;
}

void AddEvents(const TrainingLog& log,
               const std::vector<std::uint32_t>& model_items,
               ModelItems& items) {
  if (model_items.empty()) return;
  const std::vector<std::uint32_t> numbers =
      NumbersIn(model_items, log.items.size());
  items.events.resize(model_items.size());
  for (const LogRow& row : log.rows) {
    if (numbers[row.item] != kNone) ++items.events[numbers[row.item]];
  }
}

void AddProducts(const ingest::Feed& feed,
                 const std::vector<std::uint32_t>& feed_numbers,
                 const std::vector<std::uint32_t>& model_items,
                 ModelItems& items) {
  if (feed.products.empty()) return;
  items.titles.resize(model_items.size());
  items.out_of_stock.resize(model_items.size());
  std::vector<std::uint32_t> number_of(feed.has_item.size(), kNone);
  for (std::uint32_t number = 0; number < model_items.size(); ++number) {
    const std::uint32_t item = feed_numbers[model_items[number]];
    if (item < number_of.size()) number_of[item] = number;
  }
  // Of variants, the one that the item is named by.
  for (const ingest::FeedProduct& product : feed.products) {
    const std::uint32_t number = number_of[product.item];
    if (number == kNone) continue;
    items.titles[number] = product.title;
    items.out_of_stock[number] =
        product.availability == Availability::kOutOfStock;
  }
}

ModelReach ReachOf(const Model& model, const ModelItems& items) {
  const std::vector<bool> beside = ItemsBesideOthers(model);
  std::map<Identity, std::uint32_t> of_category;  // so far
  std::uint32_t sellable = 0;                     // so far
  ModelReach reach;
  for (const std::uint32_t item : items.by_popularity) {
    std::uint32_t Reach::*way = &Reach::nowhere;
    if (!items.out_of_stock.empty() && items.out_of_stock[item]) {
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
  std::vector<std::uint32_t> seen = items.by_popularity;
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
    Json example = ItemJson(items, seen[rank]);
    example["rank"] = rank + 1;
    if (!items.events.empty()) example["events"] = items.events[seen[rank]];
    example["neighbours"] = Json::array();
    std::vector<Weighed> neighbours = NeighboursOf(model, seen[rank]);
    neighbours.resize(std::min(neighbours.size(), kExampleNeighbours));
    for (const auto& [weight, neighbour] : neighbours) {
      Json one = ItemJson(items, neighbour);
      one["weight"] = std::round(weight / unit * 1'000) / 1'000;
      example["neighbours"].push_back(std::move(one));
    }
    json.push_back(std::move(example));
  }
  return json;
}

}  // namespace vitrine::jobs
