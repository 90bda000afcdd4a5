#ifndef VITRINE_RUNTIME_TRAINING_ITEM_CHAINS_H_
#define VITRINE_RUNTIME_TRAINING_ITEM_CHAINS_H_

#include <cstdint>
#include <vector>

namespace vitrine {

/// Two items, and how much they go together.
struct ItemLink {
  float weight = 0;
  std::uint32_t one = 0;  ///< the lower number
  std::uint32_t other = 0;
};

/// Items in chains, in which those that go together most stand side by side:
/// link by link, the heaviest one first, items are joined that are ends of two
/// different chains. Links of the same two items count together.
class ItemChains {
 public:
  ItemChains(std::uint32_t items, std::vector<ItemLink> links);

  /// The same items chain after chain, each where the first of its items stands
  /// in `order`, and beginning with the end that comes first there.
  std::vector<std::uint32_t> Along(
      const std::vector<std::uint32_t>& order) const;

 private:
  /// The items beside an item in its chain; kNone: it is an end.
  struct Beside {
    std::uint32_t items[2];
  };

  void Join(std::uint32_t one, std::uint32_t other);
  /// The end of the item's chain that lies in this direction.
  std::uint32_t EndOf(std::uint32_t item, std::uint32_t direction) const;

  std::vector<Beside> beside_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ITEM_CHAINS_H_
