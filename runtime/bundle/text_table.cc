#include "runtime/bundle/text_table.h"

namespace vitrine {

// Out of line, as every call would bring its own copy to the browser module.
[[gnu::noinline]] std::string_view TextTable::operator[](
    std::uint32_t index) const {
  const std::uint32_t begin = index == 0 ? 0 : ends_[index - 1];
  return {bytes_.data() + begin, ends_[index] - begin};
}

}  // namespace vitrine
