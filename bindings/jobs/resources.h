#ifndef VITRINE_BINDINGS_JOBS_RESOURCES_H_
#define VITRINE_BINDINGS_JOBS_RESOURCES_H_

#include <chrono>
#include <cstdint>

#include "bindings/jobs/json_text.h"

namespace vitrine::jobs {

/// What a job took.
class Resources {
 public:
  /// From now on time is that of this phase, a literal; null: of none.
  void Enter(const char* phase);
  Json ToJson() const;

 private:
  using Clock = std::chrono::steady_clock;

  const char* phase_ = nullptr;
  Clock::time_point since_;
  Json seconds_ = Json::object();
};

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_RESOURCES_H_
