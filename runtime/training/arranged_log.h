#ifndef VITRINE_RUNTIME_TRAINING_ARRANGED_LOG_H_
#define VITRINE_RUNTIME_TRAINING_ARRANGED_LOG_H_

#include <cstdint>
#include <vector>

#include "runtime/training/basket_counter.h"
#include "runtime/training/ordered_log.h"
#include "runtime/training/session_log.h"
#include "runtime/training/training_log.h"

namespace vitrine {

/// A log as models are learned from it, items by their number.
struct ArrangedLog {
  SessionLog sessions;
  Baskets baskets;
  std::uint64_t purchases = 0;
};

/// Sessions stand in an order that only depends on what they say: by their
/// start, then by their rows. Putting into the cart or buying what the session
/// has looked at is no new step: it would teach that the item comes after
/// itself. In a log without views, such as one of invoices, every row is a
/// step. `numbers`: by index of log.items; `items`: how many there are.
ArrangedLog ArrangeLog(const TrainingLog& log, const OrderedLog& ordered,
                       const std::vector<std::uint32_t>& numbers,
                       std::uint32_t items);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ARRANGED_LOG_H_
