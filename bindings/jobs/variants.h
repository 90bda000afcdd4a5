#ifndef VITRINE_BINDINGS_JOBS_VARIANTS_H_
#define VITRINE_BINDINGS_JOBS_VARIANTS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "bindings/ingest/dictionary.h"
#include "bindings/ingest/feed.h"
#include "runtime/training/training_log.h"

namespace vitrine::jobs {

/// The products of a feed that have one item_group_id are one item of the
/// model, and the group's id stands for it too. The item is the variant with
/// most events among those that are not out of stock, of equally many the first
/// one of the feed; where all are out of stock, among all.
struct Variants {
  /// By number of the dictionary: the item that it counts for. Short: itself.
  std::vector<std::uint32_t> item_of;
  /// The other variants and the groups, by ascending id.
  std::vector<ItemAlias> aliases;
  std::uint32_t groups = 0;    ///< with aliases
  std::uint32_t products = 0;  ///< of these groups

  std::uint32_t ItemOf(std::uint32_t number) const {
    return number < item_of.size() ? item_of[number] : number;
  }
  /// The item of an alias; kNone: it is none.
  std::uint32_t ItemOfAlias(std::string_view id) const;
};

/// `rows` name items by the numbers of `items`.
Variants FindVariants(const ingest::Feed& feed, const std::vector<LogRow>& rows,
                      const ingest::Dictionary& items);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_VARIANTS_H_
