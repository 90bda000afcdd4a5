#include "bindings/jobs/report_text.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "bindings/ingest/text.h"
#include "bindings/ingest/time.h"
#include "bindings/jobs/quality_json.h"
#include "runtime/training/settings.h"

namespace vitrine::jobs {
namespace {

using ingest::FileReport;
using Row = std::vector<std::string>;

/// How the text names what JSON calls by its short name.
std::string BaselineName(std::string_view name) {
  if (name == "ar") return "association rules";
  if (name == "sr") return "sequential rules";
  return name == "vsknn" ? "nearest sessions" : std::string(name);
}

/// With a fixed number of decimals, the last one rounded.
std::string Decimal(double number, int decimals) {
  std::uint64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const auto scaled =
      static_cast<std::uint64_t>(number * static_cast<double>(scale) + 0.5);
  if (decimals == 0) return std::to_string(scaled);
  std::string fraction = std::to_string(scaled % scale);
  fraction.insert(0, static_cast<std::size_t>(decimals) - fraction.size(), '0');
  return std::to_string(scaled / scale) + "." + fraction;
}

/// The first column begins at the left, the others end at the right.
void AppendTable(const std::vector<Row>& rows, std::string& text) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string pad(widths[i] - row[i].size(), ' ');
      line += i == 0 ? row[i] + pad : "  " + pad + row[i];
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
}

std::string Counted(std::uint64_t count, std::string_view one,
                    std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

void AppendFile(const FileReport& file, std::string& text) {
  text += file.name + ": " + Counted(file.rows, "row", "rows") + " used";
  if (file.broken > 0) {
    text += ", " + Counted(file.broken, "broken line", "broken lines");
  }
  if (file.returns > 0) {
    text += ", " + Counted(file.returns, "return", "returns") + " left out";
  }
  if (file.duplicates > 0) {
    text += ", " + Counted(file.duplicates, "repeated id", "repeated ids") +
            " left out";
  }
  text += "\n";
  for (const std::string& message : file.messages) {
    text += "  " + message + "\n";
  }
  if (file.broken > file.messages.size() && !file.messages.empty()) {
    text += "  ...\n";
  }
  if (file.invoices) {
    text +=
        "  rows with the columns of invoices: purchases; --event view takes "
        "them for views\n";
  }
  if (file.visitors > 0) {
    text += "  visits: cut at 30 minutes without an event, from " +
            Counted(file.visitors, "visitor", "visitors") + "\n";
  }
  for (const std::string& warning : file.warnings) {
    text += "  warning: " + warning + "\n";
  }
  for (const auto& [name, count] : file.other_events) {
    text += "  left out: " + Counted(count, "event", "events") + " " +
            ingest::Quoted(name) + "\n";
  }
}

void AppendBots(const std::vector<BotRule>& bots, std::string_view where,
                std::string& text) {
  for (const BotRule& rule : bots) {
    text += "set aside" + std::string(where) +
            " as bots: " + Counted(rule.sessions, "visit", "visits") +
            " with " + Counted(rule.events, "event", "events") + " (" +
            rule.rule + "); --keep-bots keeps them\n";
  }
}

void AppendHealth(const LogHealth& health, std::string& text) {
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return Decimal(100 * static_cast<double>(part) /
                       static_cast<double>(std::max<std::uint64_t>(whole, 1)),
                   1) +
           " %";
  };
  std::vector<Row> rows = {
      {"visits in the log", number(health.sessions)},
      {"  of one event", number(health.sessions_of_one_event),
       share(health.sessions_of_one_event, health.sessions)},
      {"items in the log", number(health.items)},
      {"views", number(health.views)},
      {"carts", number(health.carts)},
      {"purchases", number(health.purchases)}};
  if (health.duplicates > 0) {
    rows.push_back({"duplicates, counted once", number(health.duplicates),
                    share(health.duplicates, health.events)});
  }
  if (health.events_in_feed) {
    rows.push_back({"events of items in the feed",
                    number(*health.events_in_feed),
                    share(*health.events_in_feed, health.events)});
  }
  if (health.span) {
    rows.push_back({"days", number(health.span->days)});
    rows.push_back(
        {"  without events", number(health.span->days_without_events)});
  }
  AppendTable(rows, text);
  if (health.span) {
    text += "from " + ingest::IsoMinute(health.span->first) + " to " +
            ingest::IsoMinute(health.span->last) + "\n";
    for (const LogHealth::Gap& gap : health.span->gaps) {
      text += "  no event from " + gap.from + " on for " +
              Counted(gap.days, "day", "days") + "\n";
    }
  }
  AppendBots(health.bots, "", text);
  text += "\n";
}

void AppendTuning(const TrainingReport& training, std::string& text) {
  const std::uint32_t min_support = training.parameters.statistics.min_support;
  text += "\npairs of items need " +
          Counted(min_support, "session", "sessions") + "\n";
  if (!training.tuning) {
    text += "not tuned: too few sessions to hold some out\n";
    return;
  }
  const TuningReport& tuning = *training.tuning;
  text += "tuned in " + Counted(tuning.trials, "trial", "trials") + " on the " +
          Counted(tuning.sessions, "latest session", "latest sessions") +
          (tuning.stopped ? ", stopped early\n\n" : "\n\n");
  std::vector<Row> rows = {{"", "HR@20", "MRR@20", "novel", "novel"}};
  const auto add = [&](const std::string& name, const ReplayResult& result) {
    rows.push_back({name, Decimal(result.all.hit_rate, 4),
                    Decimal(result.all.mean_reciprocal_rank, 4),
                    Decimal(result.novel.hit_rate, 4),
                    Decimal(result.novel.mean_reciprocal_rank, 4)});
  };
  add("where every shop begins", tuning.start);
  add("tuned", tuning.tuned);
  if (min_support > 1) add("if one session were enough", tuning.unsupported);
  AppendTable(rows, text);
  text += "\n";
  rows.clear();
  for (const Setting& setting : Settings()) {
    rows.push_back(
        {setting.name, Decimal(setting.get(training.parameters), 2)});
  }
  AppendTable(rows, text);
}

void AppendBudgets(const TrainingReport& training, std::string& text) {
  if (training.budgets.empty()) return;
  text += "\nsmaller models (--budget), judged with " +
          Counted(training.budgets.front().result.all.cases, "case", "cases") +
          " of the sessions that tuning held out\n\n";
  std::vector<Row> rows = {
      {"bytes without look-up pages", "HR@20", "MRR@20", "novel", "novel"}};
  for (const auto& [bytes, result] : training.budgets) {
    rows.push_back({std::to_string(bytes), Decimal(result.all.hit_rate, 4),
                    Decimal(result.all.mean_reciprocal_rank, 4),
                    Decimal(result.novel.hit_rate, 4),
                    Decimal(result.novel.mean_reciprocal_rank, 4)});
  }
  AppendTable(rows, text);
}

void AppendTraining(const JobReport& report, std::string& text) {
  const TrainingReport& training = *report.training;
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  std::vector<Row> rows = {
      {"items", number(training.items)},
      {"sessions", number(training.sessions)},
      {"events", number(training.events)},
      {"purchases", number(training.purchases)},
      {"pairs of items seen together", number(training.similar_pairs)},
      {"pairs of items bought together", number(training.together_pairs)},
      {"pairs of items in the model", number(training.kept_pairs)},
      {"bytes to rank with", number(training.ranking_bytes)},
      {"  of these, to look items up in", number(training.lookup_bytes)}};
  const auto add_some = [&](const char* what, std::uint64_t count) {
    if (count > 0) rows.push_back({what, number(count)});
  };
  add_some("items of the feed without events", training.items_without_events);
  add_some("items like others by what the feed says",
           training.items_by_content);
  add_some("items of the log not in the feed", training.items_not_in_feed);
  add_some("items that trend", training.trending);
  add_some("new arrivals", training.fresh);
  add_some("items that visitors bought again", report.rebought);
  add_some("items left out, beyond the limit", report.items_left_out);
  add_some("repeated events, counted once", report.repeated_events);
  add_some("products that are variants", report.variants);
  add_some("items that stand for them", report.variant_groups);
  add_some("item ids too like others to look up", training.names_left_out);
  AppendTable(rows, text);
  AppendTuning(training, text);
  AppendBudgets(training, text);
}

void AppendHoldout(const JobReport::HeldOut& held_out, std::string& text) {
  text += "held out: " + Counted(held_out.sessions, "session", "sessions");
  if (!held_out.from.empty()) {
    text += ", from " + held_out.from + " to " + held_out.to;
  }
  text += "\n";
  for (const std::string& warning : HoldoutWarnings(held_out)) {
    text += "  warning: " + warning + "\n";
  }
  text += "\n";
}

std::string Range(const Interval& interval) {
  const auto signed_decimal = [](double number) {
    return (number < 0 ? "-" : "") + Decimal(std::abs(number), 4);
  };
  return signed_decimal(interval.low) + " to " + signed_decimal(interval.high);
}

/// Where the true values are, with a probability of 95 %.
void AppendIntervals(const JobReport::Judged& judged, std::string& text) {
  std::vector<Row> rows = {{"in 95 of 100 cases", "HR@20", "MRR@20"}};
  const auto add = [&](const std::string& name, const Figures& figures) {
    rows.push_back({name, Range(figures.hit_rate_interval()),
                    Range(figures.mean_reciprocal_rank_interval())});
  };
  const auto add_difference = [&](const std::string& name,
                                  const Figures& figures) {
    rows.push_back({name, Range(figures.hit_difference().Interval95()),
                    Range(figures.rank_difference().Interval95())});
  };
  const Judgement& model = judged.judge->evaluator().model();
  add("model, all targets", model.all);
  add("model, novel targets", model.novel);
  for (const auto& [name, judgement] : RivalsOf(judged)) {
    const std::string than = "better than " + BaselineName(name);
    add_difference(than + ", all targets", judgement->all);
    add_difference(than + ", novel targets", judgement->novel);
  }
  AppendTable(rows, text);
}

void AppendJudgement(const JobReport::Judged& judged, std::string& text) {
  std::vector<Row> rows = {{"", "HR@20", "MRR@20", "coverage", "cases"}};
  const auto add = [&](const std::string& name, const Figures& figures) {
    rows.push_back({name, Decimal(figures.hit_rate(), 4),
                    Decimal(figures.mean_reciprocal_rank(), 4),
                    Decimal(Coverage(figures, judged.items), 4),
                    std::to_string(figures.cases())});
  };
  const Evaluator& evaluator = judged.judge->evaluator();
  add("model, all targets", evaluator.model().all);
  add("model, novel targets", evaluator.model().novel);
  for (const auto& [name, judgement] : RivalsOf(judged)) {
    add(BaselineName(name) + ", all targets", judgement->all);
    add(BaselineName(name) + ", novel targets", judgement->novel);
  }
  AppendTable(rows, text);
  text += "\n";
  AppendIntervals(judged, text);
  text += "\n";
  AppendTable({{"items of the model", std::to_string(judged.items)},
               {"sessions judged", std::to_string(judged.judge->sessions())},
               {"events of items unknown to the model",
                std::to_string(evaluator.items_unknown())}},
              text);
  text += "\n";
  const SessionBytes bytes = SessionBytesOf(judged);
  AppendTable({{"bytes to rank with, for a session",
                Decimal(bytes.core + bytes.lookups + bytes.shards, 0)},
               {"  core", Decimal(bytes.core, 0)},
               {"  look-up pages", Decimal(bytes.lookups, 0)},
               {"  shards", Decimal(bytes.shards, 0)}},
              text);
  text += "\n";
  AppendTable({{"us for one recommendation, median",
                Decimal(judged.judge->MicrosecondsAt(0.5), 2)},
               {"us for one recommendation, 99th percentile",
                Decimal(judged.judge->MicrosecondsAt(0.99), 2)}},
              text);
}

}  // namespace

std::string ReportText(const JobReport& report,
                       const std::vector<OutputFile>& output) {
  std::string text;
  for (const FileReport& file : report.files) AppendFile(file, text);
  if (!text.empty()) text += "\n";
  if (report.health) AppendHealth(*report.health, text);
  if (!report.test_bots.empty()) {
    AppendBots(report.test_bots, " in the test log", text);
    text += "\n";
  }
  if (report.held_out) AppendHoldout(*report.held_out, text);
  if (report.training) AppendTraining(report, text);
  if (report.judged) {
    if (report.training) text += "\n";
    AppendJudgement(*report.judged, text);
  }
  if (!output.empty()) {
    text += "\nwritten: " + Counted(output.size(), "file", "files") + "\n";
  }
  return text;
}

}  // namespace vitrine::jobs
