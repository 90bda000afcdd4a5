#include "runtime/training/row_pool.h"

#include <algorithm>
#ifndef __EMSCRIPTEN__
#include <thread>
#include <vector>
#endif

namespace vitrine {
namespace {

/// Rows that a worker takes at a time.
constexpr std::uint32_t kChunk = 16;
constexpr std::uint64_t kCostOfStep = 50'000'000;

}  // namespace

void RowPool::Work(const RowTask& task, std::uint32_t worker,
                   std::uint64_t pause) {
  while (cost_ < pause) {
    const std::uint32_t begin = next_.fetch_add(kChunk);
    if (begin >= rows_) return;
    const std::uint32_t end = std::min(rows_, begin + kChunk);
    std::uint64_t cost = 0;
    for (std::uint32_t row = begin; row < end; ++row) cost += task(worker, row);
    cost_ += cost;
  }
}

std::uint32_t RowPool::Processors() {
#ifdef __EMSCRIPTEN__
  return 1;
#else
  return std::max(1U, std::thread::hardware_concurrency());
#endif
}

void RowPool::Step(const RowTask& task) {
  const std::uint64_t pause = cost_ + kCostOfStep * workers_;
#ifdef __EMSCRIPTEN__
  Work(task, 0, pause);
#else
  std::vector<std::thread> threads;
  for (std::uint32_t worker = 1; worker < workers_; ++worker) {
    threads.emplace_back([&, worker] { Work(task, worker, pause); });
  }
  Work(task, 0, pause);
  for (std::thread& thread : threads) thread.join();
#endif
}

}  // namespace vitrine
