#include "bindings/command/arguments.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "bindings/ingest/text.h"
#include "bindings/jobs/json_text.h"

namespace vitrine::command {

const char kHelp[] =
    R"(Usage:
  vitrine train EVENTS --out DIR [options]               learns a model from a log
  vitrine evaluate EVENTS --test FILE [options]          learns from one log and judges with the other
  vitrine evaluate EVENTS --holdout 7d|10% [options]     learns from a log and judges with its last part
  vitrine evaluate --model DIR --test FILE [options]     judges a model that is there
  vitrine --help | --version

  EVENTS, FILE         CSV, TSV or JSON lines, plain or gzip; - is standard input
  --out DIR            the folder to write the model to; it is made where it is missing. It also gets report.json,
                       of which `npx vitrine report DIR` makes a page
  --feed FILE          products with Google Merchant's attributes, CSV, TSV, JSON lines, RSS or Atom: only these are recommended
  --columns LIST       session=HEADER,visitor=HEADER,item=HEADER,time=HEADER,event=HEADER:
                       where names do not speak for themselves
  --feed-columns LIST  id=HEADER,title=HEADER,price=HEADER,...
  --time FORM          auto, seconds, ms, iso, or rank for a log that only has an order
  --event ACTION       view, cart or purchase: what the rows are of a log that does not name events
  --display LIST       attributes of the feed that pages get besides the usual ones: color,size
  --currency CODE      such as EUR: of prices that do not tell theirs
  --format FORMAT      csv, tsv or jsonl: of logs whose name and first line do not tell
  --keep-bots          learns also from visits that no shopper makes
  --min-support N      two items go together in the model only if N different sessions support that; 3 unless told
  --budget SIZE        100KB, 1MB: keeps as much of what goes with what as fits into all files to rank with, without those to look items up in
  --shard-items N      items of one file that tells what goes with them, a power of two; 64 unless told
  --seconds N          ends tuning after N seconds, and goes on to learn; the model then depends on how fast the machine is
  --baselines          of evaluate EVENTS: judges AR, SR and V-SKNN beside the model, with the same visits
  --json               prints the report as JSON
  --progress           shows progress even where standard error is no terminal

The exit status is 0 when all is well, 1 for mistakes in the data, 2 for mistakes in the command.
)";

namespace {

using jobs::Json;

/// A setting that takes a value, and where it goes: a member of Arguments, or
/// an option of the job.
struct Setting {
  std::string_view flag;
  std::string Arguments::*member;
  const char* option;
  bool is_list;
};
constexpr Setting kSettings[] = {
    {"--out", &Arguments::out, nullptr, false},
    {"--test", &Arguments::test, nullptr, false},
    {"--feed", &Arguments::feed, nullptr, false},
    {"--model", &Arguments::model, nullptr, false},
    {"--columns", nullptr, "columns", true},
    {"--feed-columns", nullptr, "feedColumns", true},
    {"--time", nullptr, "time", false},
    {"--event", nullptr, "event", false},
    {"--currency", nullptr, "currency", false},
    {"--format", nullptr, "format", false},
    {"--display", nullptr, "display", false},
    {"--holdout", nullptr, "holdout", false},
    {"--min-support", nullptr, "minSupport", false},
    {"--budget", nullptr, "budget", false},
    {"--shard-items", nullptr, "shardItems", false},
    {"--seconds", nullptr, "seconds", false},
};

Problem ParseList(std::string_view flag, std::string_view list, Json& object) {
  if (object.is_null()) object = Json::object();
  for (;;) {
    const std::size_t comma = list.find(',');
    const std::string_view entry = list.substr(0, comma);
    const std::size_t equals = entry.find('=');
    if (equals == entry.npos || equals == 0 || equals + 1 == entry.size()) {
      return std::string(flag) + " is a list of NAME=COLUMN, not \"" +
             std::string(entry) + "\"";
    }
    object[std::string(ingest::Trimmed(entry.substr(0, equals)))] =
        std::string(entry.substr(equals + 1));
    if (comma == list.npos) return {};
    list.remove_prefix(comma + 1);
  }
}

Problem Set(const Setting& setting, std::string_view value,
            Arguments& arguments, Json& options) {
  if (setting.is_list) {
    return ParseList(setting.flag, value, options[setting.option]);
  }
  if (setting.member != nullptr) {
    if (value.empty()) return std::string(setting.flag) + " is empty";
    arguments.*setting.member = value;
  } else {
    options[setting.option] = std::string(value);
  }
  return {};
}

Problem Check(const Arguments& arguments, const Json& options) {
  const std::string* const files[] = {&arguments.events, &arguments.feed,
                                      &arguments.test};
  if (std::count_if(std::begin(files), std::end(files),
                    [](const auto* file) { return *file == "-"; }) > 1) {
    return "standard input (-) can be read only once";
  }
  const bool holdout = options.contains("holdout");
  if (arguments.task.empty()) return "a command is missing";
  if (arguments.task == "train") {
    if (arguments.events.empty()) return "vitrine train needs EVENTS";
    if (arguments.out.empty()) return "vitrine train needs --out DIR";
    if (!arguments.test.empty() || !arguments.model.empty() || holdout ||
        options.contains("baselines")) {
      return "vitrine train takes no --test, --model, --holdout or --baselines";
    }
    return {};
  }
  if (arguments.task != "evaluate") {
    return "there is no command " + ingest::Quoted(arguments.task);
  }
  if (!arguments.out.empty()) return "vitrine evaluate takes no --out";
  if (arguments.events.empty() == arguments.model.empty()) {
    return "vitrine evaluate takes either EVENTS or --model DIR";
  }
  if (!arguments.model.empty() &&
      (holdout || !arguments.feed.empty() || options.contains("feedColumns") ||
       options.contains("baselines") || options.contains("currency") ||
       options.contains("display") || options.contains("minSupport") ||
       options.contains("seconds") || options.contains("budget") ||
       options.contains("shardItems"))) {
    return "vitrine evaluate --model takes no --holdout, --feed, "
           "--feed-columns, --baselines, --currency, --display, "
           "--min-support, --budget, --shard-items or --seconds";
  }
  if (arguments.test.empty() != holdout) {
    return "vitrine evaluate takes either --test FILE or --holdout 7d";
  }
  return {};
}

}  // namespace

Problem ParseArguments(std::span<const char* const> words,
                       Arguments& arguments) {
  Json options = Json::object();
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--help" || word == "-h") {
      arguments.help = true;
      return {};
    }
    if (word == "--version") {
      arguments.version = true;
      return {};
    }
    if (word == "--baselines") {
      options["baselines"] = true;
    } else if (word == "--json") {
      arguments.json = true;
    } else if (word == "--keep-bots") {
      options["keepBots"] = true;
    } else if (word == "--progress") {
      arguments.progress = true;
    } else if (word.starts_with("--")) {
      const std::size_t equals = std::min(word.find('='), word.size());
      const std::string_view flag = word.substr(0, equals);
      const auto* setting = std::find_if(
          std::begin(kSettings), std::end(kSettings),
          [flag](const auto& known) { return known.flag == flag; });
      if (setting == std::end(kSettings)) {
        return "there is no option " + std::string(flag);
      }
      std::string_view value;
      if (equals < word.size()) {
        value = word.substr(equals + 1);
      } else if (++i < words.size()) {
        value = words[i];
      } else {
        return std::string(flag) + " needs a value";
      }
      Problem problem = Set(*setting, value, arguments, options);
      if (!problem.empty()) return problem;
    } else if (arguments.task.empty()) {
      arguments.task = word;
    } else if (arguments.events.empty()) {
      arguments.events = word;
    } else {
      return "one log is read, and " + ingest::Quoted(word) + " is a second";
    }
  }
  options["command"] = arguments.task;
  arguments.options = jobs::TextOf(options);
  return Check(arguments, options);
}

}  // namespace vitrine::command
