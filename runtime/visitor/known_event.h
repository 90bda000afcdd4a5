#ifndef VITRINE_RUNTIME_VISITOR_KNOWN_EVENT_H_
#define VITRINE_RUNTIME_VISITOR_KNOWN_EVENT_H_

#include <cstdint>
#include <string_view>

namespace vitrine {

/// Events that mean more to the device than an occurrence to count.
enum class EventMeaning : std::uint8_t {
  kNone,
  kPage,
  kView,
  kAddToCart,
  kRemoveFromCart,
  kPurchase,
  kSearch,
  kSelect,
  kNotInterested
};

struct KnownEvent {
  EventMeaning meaning = EventMeaning::kNone;
  /// What one item of the event adds to its category's and brand's affinity.
  std::uint8_t weight = 0;
};

/// By GA4 event name; unknown names mean nothing and weigh nothing.
KnownEvent KnownEventOf(std::u16string_view name);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_KNOWN_EVENT_H_
