#ifndef VITRINE_RUNTIME_VISITOR_SEARCH_H_
#define VITRINE_RUNTIME_VISITOR_SEARCH_H_

#include <string_view>

#include "runtime/base/identity.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

/// What the visitor searched for last. A long text is cut, as GA4 does.
class Search {
 public:
  static constexpr std::size_t kMaxUnits = 100;
  static constexpr std::size_t kMaxBytes = 2 + 2 * kMaxUnits;

  /// kNoIdentity: nothing yet.
  Identity id() const { return id_; }
  /// Valid until the visitor changes.
  std::u16string_view text() const { return {units_, size_}; }

  /// `text` is in lower case. An empty one is no search.
  void Set(std::u16string_view text);

  void Walk(SnapshotCodec& codec);

 private:
  std::size_t size_ = 0;
  Identity id_ = kNoIdentity;
  char16_t units_[kMaxUnits] = {};
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_SEARCH_H_
