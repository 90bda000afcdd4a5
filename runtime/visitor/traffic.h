#ifndef VITRINE_RUNTIME_VISITOR_TRAFFIC_H_
#define VITRINE_RUNTIME_VISITOR_TRAFFIC_H_

#include "runtime/bundle/program.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

/// Where the visitor came from: the first time, and the last.
class Traffic {
 public:
  static constexpr std::size_t kMaxBytes = 1 + kTrafficFields * 8;

  /// kNoIdentity: not known. Precondition: field < kTrafficFields.
  Identity field(std::uint32_t field) const { return fields_[field]; }

  void Touch(const TouchInput& touch);

  void Write(SnapshotWriter& writer) const;
  void Read(SnapshotReader& reader);

 private:
  Identity fields_[kTrafficFields] = {};  ///< by TrafficField
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_TRAFFIC_H_
