#include "runtime/rank/part.h"

namespace vitrine {

const char* AvailabilityName(Availability availability) {
  static constexpr const char* kNames[kAvailabilities] = {
      "in_stock", "out_of_stock", "preorder", "backorder"};
  return kNames[static_cast<std::uint32_t>(availability)];
}

}  // namespace vitrine
