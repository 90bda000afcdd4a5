#include "runtime/visitor/assignments.h"

namespace vitrine {

/// The size where there is none.
std::size_t Assignments::IndexOf(Identity experiment) const {
  std::size_t at = 0;
  while (at < entries_.size() && entries_[at].id != experiment) ++at;
  return at;
}

Identity Assignments::Find(Identity experiment) const {
  const std::size_t at = IndexOf(experiment);
  return at < entries_.size() ? entries_[at].arm : kNoIdentity;
}

void Assignments::Add(Identity experiment, Identity arm) {
  if (experiment == kNoIdentity || arm == kNoIdentity) return;
  const std::size_t at = IndexOf(experiment);
  if (at < entries_.size()) {
    entries_.erase(at);
  } else if (at == kMaxAssignments) {
    entries_.erase(0);
  }
  entries_.push_back({experiment, arm});
}

void Assignments::Write(SnapshotWriter& writer) const {
  writer.Number(entries_.size());
  for (const Assignment& entry : entries_) {
    writer.Name(entry.id);
    writer.Name(entry.arm);
  }
}

void Assignments::Read(SnapshotReader& reader) {
  reader.BeginUnique();
  for (std::uint32_t left = reader.Count(kMaxAssignments); left > 0; --left) {
    const Identity experiment = reader.UniqueName();
    entries_.push_back({experiment, reader.Name()});
    reader.Require(entries_.back().arm != kNoIdentity, RestoreError::kValue);
  }
}

}  // namespace vitrine
