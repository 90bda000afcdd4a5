#include "runtime/visitor/exposures.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

void Exposures::Add(double now, Identity rule, Outcome outcome) {
  Exposure& exposure = Touch(rules_, rule, kMaxExposures);
  const auto index = static_cast<std::uint32_t>(outcome);
  if (exposure.count[index] != kMaxExposureCount) ++exposure.count[index];
  exposure.last_at[index] = now;
}

const Exposure* Exposures::Find(Identity rule) const {
  for (const Exposure& exposure : rules_) {
    if (exposure.id == rule) return &exposure;
  }
  return nullptr;
}

void Exposures::Write(SnapshotWriter& writer, double began) const {
  writer.Number(rules_.size());
  for (const Exposure& exposure : rules_) {
    writer.Name(exposure.id);
    for (std::uint32_t i = 0; i < kOutcomes; ++i) {
      writer.Number(exposure.count[i]);
      if (exposure.count[i]) writer.Time(exposure.last_at[i], began);
    }
  }
}

void Exposures::Read(SnapshotReader& reader, double began) {
  reader.BeginUnique();
  for (std::uint32_t left = reader.Count(kMaxExposures); left > 0; --left) {
    Exposure exposure;
    exposure.id = reader.UniqueName();
    for (std::uint32_t i = 0; i < kOutcomes; ++i) {
      exposure.count[i] = static_cast<std::uint16_t>(
          reader.Number(kMaxExposureCount, RestoreError::kValue));
      if (exposure.count[i]) exposure.last_at[i] = reader.Time(began);
    }
    rules_.push_back(exposure);
  }
}

}  // namespace vitrine
