#ifndef VITRINE_RUNTIME_VISITOR_ASSIGNMENTS_H_
#define VITRINE_RUNTIME_VISITOR_ASSIGNMENTS_H_

#include "runtime/base/array.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxAssignments = 64;

struct Assignment {
  Identity id = kNoIdentity;   ///< of the experiment
  Identity arm = kNoIdentity;  ///< of the arm's name
};

/// The arms in which the visitor stays. Past kMaxAssignments the experiment
/// that was assigned least recently is forgotten.
class Assignments {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxNumberBytes + kMaxAssignments * 16;

  /// kNoIdentity: in none.
  Identity Find(Identity experiment) const;
  /// Nothing that is kNoIdentity is kept.
  void Add(Identity experiment, Identity arm);

  void Walk(SnapshotCodec& codec);

 private:
  Array<Assignment> entries_;  ///< assigned most recently first
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_ASSIGNMENTS_H_
