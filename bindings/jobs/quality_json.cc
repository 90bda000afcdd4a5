#include "bindings/jobs/quality_json.h"

#include <cmath>

namespace vitrine::jobs {
namespace {

/// More digits tell nothing.
double Rounded(double number) { return std::round(number * 1e6) / 1e6; }

template <typename Numbers>
Json ListJson(const Numbers& numbers) {
  Json json = Json::array();
  for (const double number : numbers) json.push_back(Rounded(number));
  return json;
}

Json IntervalJson(const Interval& interval) {
  return Json::array({Rounded(interval.low), Rounded(interval.high)});
}

Json FiguresJson(const Figures& figures, std::uint32_t items) {
  return {{"hr@20", figures.hit_rate()},
          {"mrr@20", figures.mean_reciprocal_rank()},
          {"coverage", Coverage(figures, items)},
          {"cases", figures.cases()},
          {"interval",
           {{"hr@20", IntervalJson(figures.hit_rate_interval())},
            {"mrr@20", IntervalJson(figures.mean_reciprocal_rank_interval())}}},
          {"hr@k", ListJson(figures.hit_rates())},
          {"popularity", PopularityJson(figures.lists())}};
}

Json DifferenceJson(const Figures& figures) {
  const auto json = [](const ClusteredRatio& ratio) -> Json {
    return {{"value", Rounded(ratio.ratio())},
            {"interval", IntervalJson(ratio.Interval95())}};
  };
  return {{"hr@20", json(figures.hit_difference())},
          {"mrr@20", json(figures.rank_difference())}};
}

}  // namespace

double Coverage(const Figures& figures, std::uint32_t items) {
  return items == 0 ? 0
                    : static_cast<double>(figures.items_recommended()) / items;
}

Json JudgementJson(const Judgement& judgement, std::uint32_t items) {
  Json json = FiguresJson(judgement.all, items);
  json["novel"] = FiguresJson(judgement.novel, items);
  return json;
}

Json BaselineJson(const Judgement& judgement, std::uint32_t items) {
  Json json = JudgementJson(judgement, items);
  json["model_better_by"] = DifferenceJson(judgement.all);
  json["novel"]["model_better_by"] = DifferenceJson(judgement.novel);
  return json;
}

Json PopularityJson(const PopularityTally& tally) {
  return {{"percentile", Rounded(tally.mean_percentile())},
          {"top_1", Rounded(tally.share_of_top_1())},
          {"top_10", Rounded(tally.share_of_top_10())},
          {"deciles", ListJson(tally.deciles())}};
}

}  // namespace vitrine::jobs
