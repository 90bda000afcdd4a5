#include "bindings/jobs/resources.h"

#include <cmath>

#ifndef __EMSCRIPTEN__
#include <sys/resource.h>
#endif

namespace vitrine::jobs {
namespace {

/// Of the module, or of the process.
std::uint64_t PeakMemoryBytes() {
#ifdef __EMSCRIPTEN__
  constexpr std::uint64_t kPageBytes = 65'536;
  return __builtin_wasm_memory_size(0) * kPageBytes;  // it never shrinks
#else
  struct rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1'024;
#endif
}

}  // namespace

void Resources::Enter(const char* phase) {
  const Clock::time_point now = Clock::now();
  if (phase_ != nullptr) {
    const double passed = std::chrono::duration<double>(now - since_).count();
    const auto before = seconds_.find(phase_);
    const double sum =
        passed + (before == seconds_.end() ? 0 : before->get<double>());
    seconds_[phase_] = std::round(sum * 1'000) / 1'000;
  }
  phase_ = phase;
  since_ = now;
}

Json Resources::ToJson() const {
  return {{"seconds", seconds_}, {"peak_memory_bytes", PeakMemoryBytes()}};
}

}  // namespace vitrine::jobs
