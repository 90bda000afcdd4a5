#ifndef VITRINE_RUNTIME_BASE_IDENTITY_H_
#define VITRINE_RUNTIME_BASE_IDENTITY_H_

#include <cstdint>
#include <string_view>

namespace vitrine {

/// Names a thing wherever it crosses files, models, tabs or time (snapshots,
/// tokens, equality of values). Dense indexes never do: they are private to
/// one bundle. Zero stands for "nothing".
using Identity = std::uint64_t;

inline constexpr Identity kNoIdentity = 0;

/// What a name is the name of: equal texts of different kinds are different
/// identities. The numbers are part of the bundle and snapshot formats.
enum class IdentityKind : std::uint8_t {
  kValue = 0,  ///< a text value: attribute, category, brand
  kEvent = 1,  ///< an event name
  kItem = 2,   ///< an item id
  kRule = 3,   ///< a rule id
  kOrder = 4,  ///< a transaction id
  kShown = 5,  ///< a rule id: that it was shown. In the order of Outcome
  kClicked = 6,
  kDismissed = 7,
  kConverted = 8,
  kExperiment = 9,  ///< an experiment's name
};
inline constexpr std::uint32_t kIdentityKinds = 10;

/// 64-bit FNV-1a (Fowler, Noll, Vo) taken over 16-bit units instead of bytes,
/// so that it can be computed from JavaScript text without conversion.
class IdentityHasher {
 public:
  /// Starts with the kind's name and a NUL unit.
  explicit IdentityHasher(IdentityKind kind);
  void Add(char16_t unit) { state_ = (state_ ^ unit) * 0x100000001b3ULL; }
  /// Never returns kNoIdentity.
  Identity Finish() const { return state_ == kNoIdentity ? 1 : state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// Identity of UTF-16 text. Unpaired surrogates are hashed as they are.
Identity IdentityOf(IdentityKind kind, std::u16string_view text);

/// Identity of valid UTF-8 text: the same number as of its UTF-16 form.
Identity IdentityOf(IdentityKind kind, std::string_view utf8);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_IDENTITY_H_
