#ifndef VITRINE_RUNTIME_TRAINING_TUNER_H_
#define VITRINE_RUNTIME_TRAINING_TUNER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/training/browse_order.h"
#include "runtime/training/item_fit.h"
#include "runtime/training/parameters.h"
#include "runtime/training/replay.h"
#include "runtime/training/session_log.h"
#include "runtime/training/supported_pairs.h"

namespace vitrine {

/// How parameters were found.
struct TuningReport {
  std::uint64_t sessions = 0;  ///< held out
  std::uint32_t trials = 0;
  bool stopped = false;  ///< by the caller: another time may find others
  /// Of SupportWork; 0: every pair counts.
  std::uint32_t support_rounds = 0;
  ReplayResult start;  ///< of the parameters that every shop begins with
  ReplayResult tuned;
  /// Of the tuned ones if a single session were enough for a pair.
  ReplayResult unsupported;
};

/// Looks for the parameters that predict a log's latest sessions best from
/// those before: one parameter after the other, by larger and by smaller steps,
/// as long as that helps. How long it takes is counted in work, not in
/// time, so that equal logs give equal parameters.
class Tuner {
 public:
  /// Sessions are taken from the end of the log, which need not outlive the
  /// tuner. `start`: where to begin; its min_support stays.
  Tuner(const SessionLog& log, std::uint32_t items, const Parameters& start,
        std::uint32_t workers);
  ~Tuner();

  /// Whether there are cases enough to tell better from worse. Precondition of
  /// the following.
  bool has_cases() const;

  void Step();
  bool done() const { return phase_ == Phase::kDone; }
  /// Tries nothing more than what is under way. A first round of support, and
  /// the parameters that every shop begins with, are always tried.
  void Stop() { report_.stopped = true; }
  double share_done() const;
  /// What is being done, for people.
  std::string Doing() const;

  /// Preconditions: done().
  Parameters parameters() const { return ParametersAt(best_.indexes); }
  const TuningReport& report() const { return report_; }
  /// What the parameters gave without the sessions that were held out, and
  /// these.
  const SparseRows& rows() const { return best_.fit->rows(); }
  const std::vector<std::uint32_t>& order() const { return order_; }
  const ReplayCases& cases() const { return cases_; }

 private:
  enum class Phase : std::uint8_t {
    kPairs,
    kArrange,
    kStart,
    kSearch,
    kArrangeUnsupported,
    kUnsupported,
    kDone
  };
  using Indexes = std::vector<std::uint8_t>;  ///< beside Settings()
  struct Trial {
    Indexes indexes;
    std::unique_ptr<ItemFit> fit;
    ReplayResult result;
  };

  Parameters ParametersAt(const Indexes& indexes) const;
  void FindPairs();
  void Arrange(std::vector<std::uint32_t>& order, Phase next);
  void Begin(Indexes indexes, std::uint32_t min_support);
  void Judge();
  /// Begins the next trial, or ends the search.
  void Search();
  bool NextIndexes(Indexes& indexes);
  void LeaveSetting();
  void EndSearch();

  const Parameters start_;
  const std::uint32_t workers_;
  std::unique_ptr<FitInput> input_;
  ReplayCases cases_;
  std::vector<bool> is_of_use_;  ///< beside Settings()
  TuningReport report_;

  Phase phase_ = Phase::kPairs;
  std::optional<SupportWork> pairs_;
  std::optional<BrowseOrderWork> browse_;
  std::vector<std::uint32_t> order_;              ///< the items in browse order
  std::vector<std::uint32_t> unsupported_order_;  ///< the same of every pair
  Trial best_;
  Trial trial_;  ///< under way
  std::optional<ReplayWork> replay_;
  std::uint64_t cost_ = 0;  ///< of the trials before
  std::set<Indexes> tried_;

  // Where the search stands.
  std::size_t setting_ = 0;
  std::size_t pass_ = 0;
  std::vector<bool> is_upward_;  ///< which way each setting went last
  bool turned_ = false;          ///< the other way was tried in vain
  bool moved_ = false;           ///< this setting, in this pass
  bool improved_ = false;        ///< any setting, in this pass
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_TUNER_H_
