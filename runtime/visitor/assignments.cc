#include "runtime/visitor/assignments.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

Identity Assignments::Find(Identity experiment) const {
  const std::size_t at = vitrine::Find(entries_, experiment);
  return at < entries_.size() ? entries_[at].arm : kNoIdentity;
}

void Assignments::Add(Identity experiment, Identity arm) {
  if (experiment == kNoIdentity || arm == kNoIdentity) return;
  Renew(entries_, kMaxAssignments, experiment).arm = arm;
}

[[gnu::noinline]] void Assignments::Walk(SnapshotCodec& codec) {
  codec.Count(entries_, kMaxAssignments);
  for (Assignment& entry : entries_) {
    codec.UniqueName(entry.id);
    codec.Name(entry.arm);
    codec.Require(entry.arm != kNoIdentity, RestoreError::kValue);
  }
}

}  // namespace vitrine
