#include "runtime/visitor/search.h"

#include <algorithm>

namespace vitrine {

void Search::Set(std::u16string_view text) {
  if (text.empty()) return;
  size_ = std::min(text.size(), kMaxUnits);
  for (std::size_t i = 0; i < size_; ++i) units_[i] = text[i];
  id_ = IdentityOf(IdentityKind::kValue, this->text());
}

void Search::Write(SnapshotWriter& writer) const { writer.Text(text()); }

void Search::Read(SnapshotReader& reader) {
  char16_t units[kMaxUnits];
  Set({units, reader.Text(units, kMaxUnits)});
}

}  // namespace vitrine
