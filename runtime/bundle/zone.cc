#include "runtime/bundle/zone.h"

namespace vitrine {
namespace {

constexpr double kMinuteMs = 60'000;

std::span<const ZoneChange> ChangesOf(const Program& program,
                                      std::uint32_t zone) {
  static constexpr ZoneChange kUtc = {};
  if (program.zones.empty()) return {&kUtc, 1};
  const List& list = program.zones[zone];
  return {program.zone_changes.data() + list.first, list.count};
}

}  // namespace

double LocalTime(const Program& program, std::uint32_t zone, double now) {
  const auto changes = ChangesOf(program, zone);
  std::size_t i = changes.size() - 1;
  while (i > 0 && changes[i].at > now) --i;
  return now + changes[i].offset * kMinuteMs;
}

double StartOfDay(const Program& program, std::uint32_t zone, double now,
                  std::int32_t days_ahead) {
  const auto changes = ChangesOf(program, zone);
  const double midnight =
      (__builtin_floor(LocalTime(program, zone, now) / kDayMs) + days_ahead) *
      kDayMs;
  // Between two changes local time passes midnight once, or has passed it
  // already when the first of them comes.
  double start = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    start = midnight - changes[i].offset * kMinuteMs;
    if (i > 0 && start < changes[i].at) start = changes[i].at;
    if (i + 1 == changes.size()) break;
    // A day to come does not begin in the past, though a clock that is put
    // back over midnight shows it twice.
    const double end = changes[i + 1].at;
    if (start < end && (days_ahead <= 0 || end > now)) break;
  }
  return start;
}

}  // namespace vitrine
