#include "bindings/jobs/options.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "bindings/ingest/money.h"
#include "bindings/ingest/text.h"

namespace vitrine::jobs {
namespace {

using Json = nlohmann::json;
using ingest::FileFormat;
using ingest::Quoted;
using ingest::TimeForm;

constexpr double kLargestNumber = 1e6;
constexpr double kLargestBudget = 1e9;

template <typename T>
using Choices = std::initializer_list<std::pair<std::string_view, T>>;

template <typename T>
Problem Choose(std::string_view name, const Json& value, Choices<T> choices,
               T& chosen) {
  std::vector<std::string_view> names;
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  for (const auto& [choice, meaning] : choices) {
    names.push_back(choice);
    if (choice != text) continue;
    chosen = meaning;
    return {};
  }
  return "the option " + std::string(name) + " is one of " +
         ingest::Listed(names) + ", not " + Quoted(text);
}

Problem ReadColumns(std::string_view name, const Json& value,
                    std::span<const ingest::Role> roles,
                    ingest::ColumnNames& columns) {
  if (!value.is_object()) {
    return "the option " + std::string(name) + " is no list of name=header";
  }
  std::vector<std::string_view> known;
  for (const ingest::Role& role : roles) known.push_back(role.name);
  for (const auto& member : value.items()) {
    const std::string_view role = member.key();
    bool found = false;
    for (const std::string_view candidate : known) found |= candidate == role;
    if (!found) {
      return "the option " + std::string(name) + " knows no " + Quoted(role) +
             ingest::DidYouMean(role, known) + "; it knows " +
             ingest::Listed(known);
    }
    if (!member.value().is_string() ||
        ingest::Trimmed(member.value().get_ref<const std::string&>()).empty()) {
      return "the option " + std::string(name) + " has no header for " +
             Quoted(role);
    }
    columns[member.key()] = member.value().get<std::string>();
  }
  return {};
}

Problem ReadHoldout(const Json& value, Holdout& holdout) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  if (!text.empty()) {
    const std::optional<double> number =
        ingest::ParseNumber(std::string_view(text).substr(0, text.size() - 1));
    if (number && *number > 0 && text.ends_with('d')) {
      holdout.days = *number;
      return {};
    }
    if (number && *number > 0 && *number < 100 && text.ends_with('%')) {
      holdout.share = *number / 100;
      return {};
    }
  }
  return "the option holdout is a number of days such as 7d or a share such "
         "as 10%, not " +
         Quoted(text);
}

Problem ReadCurrency(const Json& value, std::string& currency) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  currency = ingest::CurrencyCode(text);
  if (!currency.empty()) return {};
  return "the option currency is a code such as EUR, not " + Quoted(text);
}

Problem ReadDisplay(const Json& value, std::vector<std::string>& display) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  for (std::string_view rest = text;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view name = ingest::Trimmed(rest.substr(0, comma));
    if (name.empty()) {
      return "the option display is a list of attributes such as color,size, "
             "not " +
             Quoted(text);
    }
    display.emplace_back(name);
    if (comma == rest.size()) return {};
    rest.remove_prefix(comma + 1);
  }
}

Problem ReadFlag(std::string_view name, const Json& value, bool& flag) {
  if (!value.is_boolean()) {
    return "the option " + std::string(name) + " is true or false";
  }
  flag = value.get<bool>();
  return {};
}

/// As a number, or as its text.
Problem ReadNumber(std::string_view name, const Json& value, double& number) {
  std::optional<double> read;
  if (value.is_number()) read = value.get<double>();
  if (value.is_string()) {
    read = ingest::ParseNumber(value.get_ref<const std::string&>());
  }
  if (!read || !(*read >= 1) || !(*read <= kLargestNumber)) {
    return "the option " + std::string(name) +
           " is a number from 1 to 1000000, not " +
           (value.is_string() ? Quoted(value.get_ref<const std::string&>())
                              : Quoted(value.dump()));
  }
  number = *read;
  return {};
}

Problem ReadBudget(const Json& value, std::size_t& budget) {
  std::string text =
      value.is_string() ? value.get<std::string>() : value.dump();
  double unit = 1;
  for (const auto& [suffix, bytes] : {std::pair("KB", 1e3), {"MB", 1e6}}) {
    if (!text.ends_with(suffix)) continue;
    unit = bytes;
    text.resize(text.size() - 2);
  }
  const std::optional<double> number = ingest::ParseNumber(text);
  if (number && *number * unit >= 1 && *number * unit <= kLargestBudget) {
    budget = static_cast<std::size_t>(*number * unit);
    return {};
  }
  return "the option budget is a size such as 100KB or 1MB, not " +
         Quoted(value.is_string() ? value.get<std::string>() : value.dump());
}

Problem ReadShardItems(const Json& value, std::uint32_t& bits) {
  double number = 0;
  Problem problem = ReadNumber("shardItems", value, number);
  for (bits = 0; bits < kMaxShardBits && 1U << bits < number;) ++bits;
  if (problem.empty() && 1U << bits != number) {
    problem = "the option shardItems is a power of two such as 64";
  }
  return problem;
}

Problem ReadOption(const std::string& name, const Json& value,
                   JobOptions& options) {
  if (name == "command") {
    return Choose<Task>(
        name, value, {{"train", Task::kTrain}, {"evaluate", Task::kEvaluate}},
        options.task);
  }
  if (name == "columns") {
    return ReadColumns(name, value, ingest::LogRoles(), options.log.columns);
  }
  if (name == "feedColumns") {
    return ReadColumns(name, value, ingest::FeedRoles(), options.feed.columns);
  }
  if (name == "time") {
    return Choose<TimeForm>(name, value,
                            {{"auto", TimeForm::kAuto},
                             {"seconds", TimeForm::kSeconds},
                             {"ms", TimeForm::kMilliseconds},
                             {"iso", TimeForm::kIso},
                             {"rank", TimeForm::kRank}},
                            options.log.time);
  }
  if (name == "event") {
    return Choose<Action>(name, value,
                          {{"view", Action::kView},
                           {"cart", Action::kCart},
                           {"purchase", Action::kPurchase}},
                          options.log.unnamed.emplace());
  }
  if (name == "format") {
    return Choose<FileFormat>(name, value,
                              {{"csv", FileFormat::kCsv},
                               {"tsv", FileFormat::kTsv},
                               {"jsonl", FileFormat::kJsonLines}},
                              options.log.format);
  }
  if (name == "currency") return ReadCurrency(value, options.currency);
  if (name == "display") return ReadDisplay(value, options.display);
  if (name == "keepBots") return ReadFlag(name, value, options.keep_bots);
  if (name == "holdout") return ReadHoldout(value, options.holdout);
  if (name == "budget") return ReadBudget(value, options.shape.budget);
  if (name == "shardItems") {
    return ReadShardItems(value, options.shape.shard_bits);
  }
  if (name == "seconds") {
    return ReadNumber(name, value, options.tuning_seconds);
  }
  if (name == "baselines") {
    if (!value.is_boolean()) return "the option baselines is true or false";
    options.baselines = value.get<bool>();
    return {};
  }
  if (name == "minSupport") {
    double number = 0;
    Problem problem = ReadNumber(name, value, number);
    if (problem.empty())
      options.min_support = static_cast<std::uint32_t>(number);
    return problem;
  }
  return "there is no option " + Quoted(name);
}

}  // namespace

Problem ParseOptions(std::string_view json, JobOptions& options) {
  const Json object = Json::parse(json.begin(), json.end(), nullptr, false);
  if (!object.is_object()) return "the options are no JSON object";
  if (!object.contains("command")) return "the option command is missing";
  for (const auto& member : object.items()) {
    Problem problem = ReadOption(member.key(), member.value(), options);
    if (!problem.empty()) return problem;
  }
  const bool holdout = options.holdout.days > 0 || options.holdout.share > 0;
  if (holdout && options.task == Task::kTrain) {
    return "holdout is for evaluate: train learns from the whole log";
  }
  if (options.baselines && options.task == Task::kTrain) {
    return "baselines are for evaluate: train judges nothing";
  }
  if (options.holdout.days > 0 && options.log.time == TimeForm::kRank) {
    return "holdout in days needs times, and time is a rank: use a share such "
           "as 10%";
  }
  return {};
}

}  // namespace vitrine::jobs
