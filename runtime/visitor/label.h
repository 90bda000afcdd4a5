#ifndef VITRINE_RUNTIME_VISITOR_LABEL_H_
#define VITRINE_RUNTIME_VISITOR_LABEL_H_

#include <cstdint>
#include <string_view>

namespace vitrine {

/// A short text kept so that it can be shown. A longer one is not kept, not
/// even its beginning: a cut item id would name another item.
class Label {
 public:
  static constexpr std::size_t kMaxUnits = 40;

  Label() = default;
  explicit Label(std::u16string_view text) {
    if (text.size() > kMaxUnits) return;
    for (char16_t unit : text) units_[size_++] = unit;
  }

  /// Without data: too long to be kept. Valid as long as the label.
  std::u16string_view text() const {
    return size_ == 0 ? std::u16string_view()
                      : std::u16string_view(units_, size_);
  }

 private:
  friend class SnapshotCodec;

  std::uint8_t size_ = 0;
  char16_t units_[kMaxUnits] = {};
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_LABEL_H_
