#include "runtime/base/identity.h"

#include "runtime/base/text.h"

namespace vitrine {
namespace {

constexpr char kKindNames[kIdentityKinds][11] = {
    "value", "event",   "item",      "rule",      "order",
    "shown", "clicked", "dismissed", "converted", "experiment"};

}  // namespace

IdentityHasher::IdentityHasher(IdentityKind kind) {
  for (const char* c = kKindNames[static_cast<std::uint32_t>(kind)]; *c; ++c) {
    Add(static_cast<char16_t>(*c));
  }
  Add(u'\0');
}

Identity IdentityOf(IdentityKind kind, std::u16string_view text) {
  IdentityHasher hasher(kind);
  for (char16_t unit : text) hasher.Add(unit);
  return hasher.Finish();
}

Identity IdentityOf(IdentityKind kind, std::string_view utf8) {
  IdentityHasher hasher(kind);
  ForEachUtf16Unit(utf8, [&](char16_t unit) { hasher.Add(unit); });
  return hasher.Finish();
}

}  // namespace vitrine
