// A list of the shop in an order that suits the visitor better.
#include "runtime/rank/recommend.h"

namespace vitrine {

void Recommender::Rerank(Items items, std::uint32_t most,
                         Array<std::uint32_t>& order) {
  hope_ = 1;
  hoped_ = 0;
  WantViewed();
  SetContext(situation_.viewed.empty() ? Current() : situation_.viewed);
  candidates_.Clear();
  candidates_.AddRelated({.again = true}, context_);
  const auto count = static_cast<std::uint32_t>(items.size());
  if (most > count) most = count;
  order.resize(count);
  // The list without what was placed: none can be more than `most` places
  // before the next one, because it had to go then.
  for (std::uint32_t i = 0; i < count; ++i) order[i] = i;
  for (std::uint32_t place = 0; place < count; ++place) {
    std::uint32_t best = place;
    float most_score = -1;
    for (std::uint32_t i = place; i < count && order[i] <= place + most; ++i) {
      const std::uint32_t item = items[order[i]];
      const float score = item == kNone ? 0 : candidates_.ScoreOf(item);
      if (score > most_score) {
        most_score = score;
        best = i;
      }
      if (i == place && order[i] + most == place) break;
    }
    const std::uint32_t moved = order[best];
    for (std::uint32_t i = best; i > place; --i) order[i] = order[i - 1];
    order[place] = moved;
  }
}

}  // namespace vitrine
