#ifndef VITRINE_BINDINGS_COMMAND_PROGRESS_H_
#define VITRINE_BINDINGS_COMMAND_PROGRESS_H_

#include <chrono>
#include <string>
#include <string_view>

namespace vitrine::command {

/// Tells on standard error how far the work is: in a line that is rewritten, or
/// where nobody watches in a line now and then.
class Progress {
 public:
  /// `rewrite`: somebody watches.
  explicit Progress(bool rewrite);
  ~Progress() { Clear(); }

  /// Begins a piece of work, such as "training".
  void Begin(std::string_view work);
  /// The same work, by another name.
  void Name(std::string_view work) { work_ = work; }
  /// `done`: share of the work, NaN: not known. `bytes`: read so far, or 0.
  void Show(double done, double bytes);
  /// Takes the line away.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool rewrite_;
  Clock::time_point begun_;
  Clock::time_point next_;
  std::string work_;
  std::size_t shown_ = 0;  // characters that stand in the line
};

}  // namespace vitrine::command

#endif  // VITRINE_BINDINGS_COMMAND_PROGRESS_H_
