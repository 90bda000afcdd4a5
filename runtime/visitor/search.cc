#include "runtime/visitor/search.h"

#include <algorithm>

namespace vitrine {

void Search::Set(std::u16string_view text) {
  if (text.empty()) return;
  size_ = std::min(text.size(), kMaxUnits);
  for (std::size_t i = 0; i < size_; ++i) units_[i] = text[i];
  id_ = IdentityOf(IdentityKind::kValue, this->text());
}

[[gnu::noinline]] void Search::Walk(SnapshotCodec& codec) {
  size_ = codec.Text(units_, size_, kMaxUnits);
  Set(text());
}

}  // namespace vitrine
