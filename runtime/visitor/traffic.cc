#include "runtime/visitor/traffic.h"

#include <cstring>

namespace vitrine {
namespace {

constexpr std::size_t kFirst =
    static_cast<std::size_t>(TrafficField::kFirstSource);
constexpr std::size_t kChannel =
    static_cast<std::size_t>(TrafficField::kChannel);

}  // namespace

void Traffic::Touch(const TouchInput& touch) {
  if (touch.channel.empty()) return;
  const std::u16string_view texts[] = {touch.source, touch.medium,
                                       touch.campaign, touch.channel};
  for (std::size_t i = 0; i < kFirst; ++i) {
    fields_[i] = NameOf(IdentityKind::kValue, texts[i]);
  }
  if (fields_[kFirst + kChannel] == kNoIdentity) {
    std::memcpy(fields_ + kFirst, fields_, kFirst * sizeof *fields_);
  }
}

void Traffic::Write(SnapshotWriter& writer) const {
  const bool known = fields_[kChannel] != kNoIdentity;
  writer.Byte(known);
  if (!known) return;
  for (Identity field : fields_) writer.Name(field);
}

void Traffic::Read(SnapshotReader& reader) {
  if (reader.Number(1, RestoreError::kValue) == 0) return;
  for (Identity& field : fields_) field = reader.Name();
}

}  // namespace vitrine
