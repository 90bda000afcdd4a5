#include "runtime/visitor/affinity.h"

#include <cmath>

#include "runtime/base/exp2.h"
#include "runtime/visitor/recent.h"

namespace vitrine {
namespace {

/// Half-lives after which the landmark moves, long before weights overflow.
constexpr double kLandmarkHalfLives = 64;
/// Weights outside this range are dropped, or refused in a snapshot.
constexpr double kLeastWeight = 1e-60;
constexpr double kMostWeight = 1e60;

bool Stronger(const AffinityEntry& a, const AffinityEntry& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.id < b.id;
}

}  // namespace

double Affinity::ShareOf(Identity id) const {
  const std::size_t at = Find(entries_, id);
  return at < entries_.size() ? Share(at) : 0;
}

double Affinity::Share(std::size_t index) const {
  double sum = 0;
  for (const AffinityEntry& entry : entries_) sum += entry.weight;
  return entries_[index].weight / sum;
}

void Affinity::MoveLandmark(double now) {
  if (entries_.empty()) landmark_ = now;
  const double age = std::floor((now - landmark_) / kAffinityHalfLifeMs);
  if (age < kLandmarkHalfLives) return;
  // Whole powers of two change no digit of a weight, so the order stays.
  const double scale = Exp2(-age);
  for (AffinityEntry& entry : entries_) entry.weight *= scale;
  while (!entries_.empty() && entries_.back().weight < kLeastWeight) {
    entries_.erase(entries_.size() - 1);
  }
  landmark_ += age * kAffinityHalfLifeMs;
}

void Affinity::Add(double now, Identity id, std::u16string_view text,
                   double weight) {
  if (id == kNoIdentity || weight <= 0) return;
  MoveLandmark(now);
  std::size_t at = Find(entries_, id);
  weight *= Exp2((now - landmark_) / kAffinityHalfLifeMs);
  if (at < entries_.size()) {
    weight += entries_[at].weight;
  } else if (at == kMaxAffinities) {
    --at;
  }
  if (at < entries_.size()) entries_.erase(at);
  const AffinityEntry entry = {id, weight, Label(text)};
  while (at > 0 && Stronger(entry, entries_[at - 1])) --at;
  entries_.insert(at, entry);
}

void Affinity::Remove(Identity id) { vitrine::Remove(entries_, id); }

[[gnu::noinline]] void Affinity::Walk(SnapshotCodec& codec, double began) {
  codec.Count(entries_, kMaxAffinities);
  if (entries_.empty()) return;
  codec.Time(landmark_, began);
  const AffinityEntry* previous = nullptr;
  for (AffinityEntry& entry : entries_) {
    codec.UniqueLabel(IdentityKind::kValue, entry.id, entry.name);
    codec.Real(entry.weight);
    codec.Require(entry.weight >= kLeastWeight && entry.weight <= kMostWeight,
                  RestoreError::kValue);
    codec.Require(previous == nullptr || Stronger(*previous, entry),
                  RestoreError::kOrder);
    previous = &entry;
  }
}

}  // namespace vitrine
