#include "runtime/decide/allocation.h"

#include "runtime/base/text.h"

namespace vitrine {
namespace {

constexpr std::uint32_t kEmptyHash = 0x811c9dc5;

std::uint32_t Hashed(std::uint32_t hash, char16_t unit) {
  return (hash ^ unit) * 0x01000193;
}

std::uint32_t Hashed(std::uint32_t hash, std::u16string_view text) {
  for (char16_t unit : text) hash = Hashed(hash, unit);
  return hash;
}

std::uint32_t Hashed(std::uint32_t hash, std::string_view utf8) {
  ForEachUtf16Unit(utf8, [&](char16_t unit) { hash = Hashed(hash, unit); });
  return hash;
}

}  // namespace

Decimal::Decimal(std::uint32_t number) {
  const auto put = [&](std::uint32_t digit) {
    units_[--first_] = static_cast<char16_t>(u'0' + digit);
  };
  // Divisions wait for each other: half as many take half of the time.
  for (; number >= 10; number /= 100) {
    const std::uint32_t pair = number % 100;
    put(pair % 10);
    put(pair / 10);
  }
  if (number != 0 || first_ == kMost) put(number);
}

Allocation::Allocation(const Program& program)
    : program_(program), first_(OfSource(HashSource::kTime) + 1, kNone) {
  for (std::uint32_t i = 0; i < program.experiments.size(); ++i) {
    const Experiment& experiment = program.experiments[i];
    const bool by_read = experiment.source == HashSource::kRead;
    std::uint32_t& first =
        first_[by_read ? experiment.argument : OfSource(experiment.source)];
    states_.push_back(
        {.seed = Hashed(kEmptyHash, program.strings[experiment.seed]),
         .arm = kNobody,
         .next = first,
         .changed = false});
    first = i;
  }
}

bool Allocation::Hash(std::uint32_t index, std::u16string_view value) {
  const Experiment& experiment = program_.experiments[index];
  State& state = states_[index];
  std::uint32_t chosen = kNobody;
  if (!value.empty()) {
    double place = 0;
    if (experiment.version == 1) {
      place =
          Hashed(Hashed(kEmptyHash, value), program_.strings[experiment.seed]) %
          1'000 / 1e3;
    } else {
      const Decimal once(Hashed(state.seed, value));
      place = Hashed(kEmptyHash, once.text()) % 10'000 / 1e4;
    }
    chosen = kNone;
    for (std::uint32_t arm = experiment.arm_count; arm-- > 0;) {
      const Arm& part = program_.arms[experiment.first_arm + arm];
      if (place >= part.from && place < part.until) chosen = arm;
    }
  }
  state.changed = chosen != state.arm;
  state.arm = chosen;
  return state.changed;
}

}  // namespace vitrine
