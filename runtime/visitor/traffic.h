#ifndef VITRINE_RUNTIME_VISITOR_TRAFFIC_H_
#define VITRINE_RUNTIME_VISITOR_TRAFFIC_H_

#include "runtime/bundle/program.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/label.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

/// Where the visitor came from: the first time, and the last that told.
class Traffic {
 public:
  static constexpr std::size_t kMaxBytes = 1 + kTrafficFields * kMaxLabelBytes;

  struct Field {
    Identity id = kNoIdentity;  ///< kNoIdentity: not known
    Label text;
  };

  /// Precondition: field < kTrafficFields.
  Identity field(std::uint32_t field) const { return fields_[field].id; }
  const Label& text(std::uint32_t field) const { return fields_[field].text; }

  void Touch(const TouchInput& touch);

  void Walk(SnapshotCodec& codec);

 private:
  Field fields_[kTrafficFields];  ///< by TrafficField
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_TRAFFIC_H_
