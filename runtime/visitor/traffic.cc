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
    fields_[i] = {NameOf(IdentityKind::kValue, texts[i]), Label(texts[i])};
  }
  if (fields_[kFirst + kChannel].id == kNoIdentity) {
    std::memcpy(fields_ + kFirst, fields_, kFirst * sizeof *fields_);
  }
}

[[gnu::noinline]] void Traffic::Walk(SnapshotCodec& codec) {
  if (codec.Number(fields_[kChannel].id != kNoIdentity, 1) == 0) return;
  for (Field& field : fields_) {
    codec.NamedLabel(IdentityKind::kValue, field.id, field.text);
  }
}

}  // namespace vitrine
