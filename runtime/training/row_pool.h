#ifndef VITRINE_RUNTIME_TRAINING_ROW_POOL_H_
#define VITRINE_RUNTIME_TRAINING_ROW_POOL_H_

#include <atomic>
#include <cstdint>
#include <functional>

namespace vitrine {

/// Works on rows that do not depend on each other, piece by piece, with as many
/// threads as the machine has processors; as wasm, with one. Which thread works
/// on which row, and how many rows a piece has, is left to chance: what a row
/// gives must not depend on it.
class RowPool {
 public:
  /// Works on one row in the scratch memory of one of the workers, and returns
  /// what that cost: about the number of additions.
  using RowTask =
      std::function<std::uint64_t(std::uint32_t worker, std::uint32_t row)>;

  /// Those of the machine.
  static std::uint32_t Processors();

  RowPool(std::uint32_t rows, std::uint32_t workers)
      : rows_(rows), workers_(workers) {}

  /// Works on rows until they have cost some tenths of a second.
  void Step(const RowTask& task);
  bool done() const { return next_ >= rows_; }
  /// Of the rows so far, and thus the same for equal rows once it is done.
  std::uint64_t cost() const { return cost_; }
  double share_done() const {
    return done() ? 1 : static_cast<double>(next_.load()) / rows_;
  }

 private:
  void Work(const RowTask& task, std::uint32_t worker, std::uint64_t pause);

  const std::uint32_t rows_;
  const std::uint32_t workers_;
  std::atomic<std::uint32_t> next_ = 0;
  std::atomic<std::uint64_t> cost_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ROW_POOL_H_
