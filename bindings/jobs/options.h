#ifndef VITRINE_BINDINGS_JOBS_OPTIONS_H_
#define VITRINE_BINDINGS_JOBS_OPTIONS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/feed_reader.h"
#include "bindings/ingest/log_reader.h"
#include "bindings/ingest/problem.h"
#include "runtime/training/trainer.h"

namespace vitrine::jobs {

using ingest::Problem;

enum class Task : std::uint8_t { kTrain, kEvaluate };

/// Which sessions of a log are kept from training, to judge with. Both 0: none.
struct Holdout {
  double days = 0;   ///< whose last event lies in the last days of the log
  double share = 0;  ///< the last ones, by the time of their last event
};

struct JobOptions {
  Task task = Task::kTrain;
  ingest::LogOptions log;  ///< of both logs
  ingest::FeedOptions feed;
  std::string currency;  ///< of prices that do not tell it; ISO 4217, or empty
  Holdout holdout;
  bool baselines = false;  ///< are judged beside the model
  bool keep_bots = false;
  /// Attributes of the feed that the display files have besides the usual ones.
  std::vector<std::string> display;
  std::uint32_t min_support = kMinSupport;  ///< at least 1
  ModelShape shape;
  double tuning_seconds = 0;  ///< at most; 0: as long as it takes
};

/// Reads a JSON object. All members but the first are optional:
///   "command": "train" or "evaluate"
///   "columns": {"session": header, "item": .., "time": .., "event": ..,
///     "quantity": .., "visitor": ..}: where the log's header (or, in JSON
///     lines, keys) do not speak for themselves. A visitor without a session:
///     his visits are found by the pauses between them; with one: the session
///     is a number that counts within the visitor
///   "time": "auto" (the default), "seconds", "ms", "iso", or "rank" for a log
///     that only has an order
///   "event": "view", "cart" or "purchase": what the rows of a log are that
///     does not name events; unless told, purchases where its columns are those
///     of invoices, else views
///   "format": of the logs: "csv", "tsv", "jsonl"; by name or first line unless
///     told
///   "feedColumns": {"id": header, "title": .., ..}: Google Merchant's names
///   "currency": "EUR", of prices in the feed that do not tell theirs
///   "display": "color,size": attributes of the feed that pages get besides
///     the usual ones
///   "keepBots": true: visits that no shopper makes are not set aside
///   "holdout": "7d" or "10%": for "evaluate" without a test log
///   "baselines": true, for "evaluate" with a log to learn from: other methods
///     are judged beside the model
///   "minSupport": 3 (the default), different sessions that must support
///     two items for a model to tell of them together
///   "budget": "100KB", "1MB" or a number of bytes: of all files that a device
///     ranks with but look-up pages; as many neighbours as fit
///   "shardItems": 64 (the default), a power of two: items of one shard
///   "seconds": after so many of training no further parameters are tried; then
///     the model depends on how fast the machine is
Problem ParseOptions(std::string_view json, JobOptions& options);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_OPTIONS_H_
