#ifndef VITRINE_RUNTIME_VISITOR_EXPOSURES_H_
#define VITRINE_RUNTIME_VISITOR_EXPOSURES_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxExposures = 256;
/// A count stays there.
inline constexpr std::uint16_t kMaxExposureCount = 65'535;

/// What came of showing one rule. Indexed by Outcome.
struct Exposure {
  Identity id = kNoIdentity;  ///< of the rule's id, IdentityKind::kRule
  std::uint16_t count[kOutcomes] = {};
  double last_at[kOutcomes] = {};  ///< 0 while the count is 0
};

/// Rules that were shown, clicked, dismissed or converted. Past
/// kMaxExposures the one that was touched least recently is forgotten.
class Exposures {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxNumberBytes + kMaxExposures * (8 + kOutcomes * (3 + kMaxTimeBytes));

  void Add(double now, Identity rule, Outcome outcome);
  /// Null: nothing is known. Valid until the visitor changes.
  const Exposure* Find(Identity rule) const;

  void Write(SnapshotWriter& writer, double began) const;
  void Read(SnapshotReader& reader, double began);

 private:
  Array<Exposure> rules_;  ///< most recently touched first
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_EXPOSURES_H_
