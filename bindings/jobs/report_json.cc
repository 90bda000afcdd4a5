#include "bindings/jobs/report_json.h"

#include <cmath>
#include <utility>

#include "bindings/ingest/time.h"
#include "bindings/jobs/quality_json.h"
#include "runtime/training/settings.h"

namespace vitrine::jobs {
namespace {

using ingest::FileReport;

Json ReplayJson(const ReplayResult& result) {
  const auto figures = [](const ReplayFigures& sums) -> Json {
    return {{"hr@20", sums.hit_rate},
            {"mrr@20", sums.mean_reciprocal_rank},
            {"cases", sums.cases}};
  };
  Json json = figures(result.all);
  json["novel"] = figures(result.novel);
  return json;
}

Json TuningJson(const TuningReport& tuning) {
  return {{"sessions", tuning.sessions},
          {"trials", tuning.trials},
          {"stopped", tuning.stopped},
          {"start", ReplayJson(tuning.start)},
          {"tuned", ReplayJson(tuning.tuned)},
          {"without_support", ReplayJson(tuning.unsupported)}};
}

/// As short as a float is.
double Shortest(float number) {
  return std::round(double{number} * 10'000) / 10'000;
}

Json ParametersJson(const Parameters& parameters) {
  Json json = Json::object();
  for (const Setting& setting : Settings()) {
    json[setting.name] = Shortest(setting.get(parameters));
  }
  return json;
}

Json TrainingJson(const JobReport& report) {
  const TrainingReport& training = *report.training;
  Json json = {{"items", training.items},
               {"sessions", training.sessions},
               {"events", training.events},
               {"purchases", training.purchases},
               {"similar_pairs", training.similar_pairs},
               {"together_pairs", training.together_pairs},
               {"kept_pairs", training.kept_pairs},
               {"trending", training.trending},
               {"new_arrivals", training.fresh},
               {"items_bought_again", report.rebought},
               {"ranking_bytes", training.ranking_bytes},
               {"lookup_bytes", training.lookup_bytes},
               {"names_left_out", training.names_left_out},
               {"items_without_events", training.items_without_events},
               {"items_by_content", training.items_by_content},
               {"items_not_in_feed", training.items_not_in_feed},
               {"items_left_out", report.items_left_out},
               {"variants", report.variants},
               {"variant_groups", report.variant_groups},
               {"repeated_events", report.repeated_events},
               {"min_support", training.parameters.statistics.min_support},
               {"parameters", ParametersJson(training.parameters)}};
  if (training.tuning) json["tuning"] = TuningJson(*training.tuning);
  return json;
}

Json BudgetsJson(const std::vector<BudgetFigures>& budgets) {
  Json json = Json::array();
  for (const BudgetFigures& budget : budgets) {
    json.push_back({{"bytes", budget.bytes},
                    {"hit_rate", budget.result.all.hit_rate},
                    {"mrr", budget.result.all.mean_reciprocal_rank},
                    {"novel",
                     {{"hit_rate", budget.result.novel.hit_rate},
                      {"mrr", budget.result.novel.mean_reciprocal_rank}}},
                    {"cases", budget.result.all.cases}});
  }
  return json;
}

Json BotsJson(const std::vector<BotRule>& bots) {
  Json json = Json::array();
  for (const BotRule& rule : bots) {
    json.push_back({{"rule", rule.rule},
                    {"sessions", rule.sessions},
                    {"events", rule.events}});
  }
  return json;
}

double FeedShare(const LogHealth& health) {
  return static_cast<double>(*health.events_in_feed) /
         static_cast<double>(health.events);
}

Json HealthJson(const LogHealth& health) {
  Json json = {{"sessions", health.sessions},
               {"sessions_of_one_event", health.sessions_of_one_event},
               {"items", health.items},
               {"events",
                {{"view", health.views},
                 {"cart", health.carts},
                 {"purchase", health.purchases}}},
               {"duplicates", health.duplicates},
               {"bots", BotsJson(health.bots)}};
  if (health.events_in_feed) json["share_in_feed"] = FeedShare(health);
  if (!health.span) return json;
  const LogHealth::Span& span = *health.span;
  json["from"] = ingest::IsoMinute(span.first);
  json["to"] = ingest::IsoMinute(span.last);
  json["days"] = span.days;
  json["days_without_events"] = span.days_without_events;
  json["gaps"] = Json::array();
  for (const LogHealth::Gap& gap : span.gaps) {
    json["gaps"].push_back({{"from", gap.from}, {"days", gap.days}});
  }
  return json;
}

Json SessionBytesJson(const JobReport::Judged& judged) {
  const SessionBytes bytes = SessionBytesOf(judged);
  return {{"core", std::round(bytes.core)},
          {"lookups", std::round(bytes.lookups)},
          {"shards", std::round(bytes.shards)}};
}

Json HoldoutJson(const JobReport::HeldOut& held_out) {
  Json json = {{"sessions", held_out.sessions}};
  if (!held_out.from.empty()) {
    json["from"] = held_out.from;
    json["to"] = held_out.to;
  }
  json["warnings"] = HoldoutWarnings(held_out);
  return json;
}

Json FileJson(const FileReport& file) {
  Json others = Json::object();
  for (const auto& [name, count] : file.other_events) others[name] = count;
  return {{"name", file.name},
          {"rows", file.rows},
          {"broken", file.broken},
          {"messages", file.messages},
          {"warnings", file.warnings},
          {"invoices", file.invoices},
          {"returns", file.returns},
          {"visitors", file.visitors},
          {"duplicates", file.duplicates},
          {"other_events", std::move(others)}};
}

/// Of the files together that are of one kind.
Json BytesJson(const std::vector<OutputFile>& output) {
  std::size_t ranking = 0;
  std::size_t display = 0;
  for (const OutputFile& file : output) {
    if (file.name.ends_with(".vitrine")) ranking += file.bytes.size();
    if (file.name.ends_with(".json")) display += file.bytes.size();
  }
  return {{"files", output.size()}, {"ranking", ranking}, {"display", display}};
}

}  // namespace

Json ReportJson(const JobReport& report,
                const std::vector<OutputFile>& output) {
  Json json = Json::object();
  if (report.judged) {
    const JobReport::Judged& judged = *report.judged;
    const Evaluator& evaluator = judged.judge->evaluator();
    json["model"] = JudgementJson(evaluator.model(), judged.items);
    json["model"]["us_per_recommendation"] = {
        {"median", judged.judge->MicrosecondsAt(0.5)},
        {"p99", judged.judge->MicrosecondsAt(0.99)}};
    for (const auto& [name, judgement] : RivalsOf(judged)) {
      Json& place = name == "popularity" ? json[name] : json["baselines"][name];
      place = BaselineJson(*judgement, judged.items);
    }
    json["targets"] = PopularityJson(evaluator.targets());
    json["bytes_per_session"] = SessionBytesJson(judged);
    json["items"] = judged.items;
    json["sessions"] = judged.judge->sessions();
    json["events_of_unknown_items"] = evaluator.items_unknown();
    if (report.held_out) json["holdout"] = HoldoutJson(*report.held_out);
    if (report.training) json["training"] = TrainingJson(report);
  } else {
    json = TrainingJson(report);
    if (!report.currency.empty()) json["currency"] = report.currency;
    json["bytes"] = BytesJson(output);
  }
  if (report.training && !report.training->budgets.empty()) {
    json["budgets"] = BudgetsJson(report.training->budgets);
  }
  if (report.health) json["health"] = HealthJson(*report.health);
  if (!report.test_bots.empty()) {
    json["test_bots"] = BotsJson(report.test_bots);
  }
  if (!report.reach.is_null()) json["reach"] = report.reach;
  if (!report.examples.is_null()) json["examples"] = report.examples;
  json["resources"] = report.resources.ToJson();
  json["files"] = Json::array();
  for (const FileReport& file : report.files) {
    json["files"].push_back(FileJson(file));
  }
  return json;
}

}  // namespace vitrine::jobs
