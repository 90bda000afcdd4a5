#include "bindings/jobs/variants.h"

#include <algorithm>
#include <string>

#include "runtime/bundle/program.h"

namespace vitrine::jobs {
namespace {

using ingest::Dictionary;
using ingest::FeedProduct;

/// For each product the number of its group, or kAbsent. A product whose id is
/// that of a group, and which names none, is of it.
std::vector<std::uint32_t> GroupsOf(const ingest::Feed& feed,
                                    const Dictionary& items,
                                    Dictionary& groups) {
  for (const FeedProduct& product : feed.products) {
    if (!product.group.empty()) groups.Add(product.group);
  }
  std::vector<std::uint32_t> group_of;
  group_of.reserve(feed.products.size());
  for (const FeedProduct& product : feed.products) {
    group_of.push_back(groups.Find(product.group.empty() ? items[product.item]
                                                         : product.group));
  }
  return group_of;
}

}  // namespace

std::uint32_t Variants::ItemOfAlias(std::string_view id) const {
  const auto found =
      std::lower_bound(aliases.begin(), aliases.end(), id,
                       [](const ItemAlias& alias, std::string_view text) {
                         return alias.id < text;
                       });
  return found != aliases.end() && found->id == id ? found->item : kNone;
}

Variants FindVariants(const ingest::Feed& feed, const std::vector<LogRow>& rows,
                      const Dictionary& items) {
  Variants variants;
  Dictionary groups;
  const std::vector<std::uint32_t> group_of = GroupsOf(feed, items, groups);
  if (groups.size() == 0) return variants;

  std::vector<std::uint32_t> events(items.size());
  for (const LogRow& row : rows) ++events[row.item];
  std::vector<const FeedProduct*> chosen(groups.size());
  std::vector<std::uint32_t> sizes(groups.size());
  for (std::size_t i = 0; i < feed.products.size(); ++i) {
    if (group_of[i] == Dictionary::kAbsent) continue;
    const FeedProduct& product = feed.products[i];
    const FeedProduct*& best = chosen[group_of[i]];
    ++sizes[group_of[i]];
    if (best == nullptr) {
      best = &product;
      continue;
    }
    const bool sold = product.availability != Availability::kOutOfStock;
    const bool best_sold = best->availability != Availability::kOutOfStock;
    if (sold != best_sold ? sold : events[product.item] > events[best->item]) {
      best = &product;
    }
  }

  variants.item_of.resize(items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) variants.item_of[i] = i;
  std::vector<bool> has_alias(groups.size());
  const auto add = [&](std::string_view id, std::uint32_t group) {
    const std::uint32_t item = chosen[group]->item;
    if (id == items[item]) return;
    has_alias[group] = true;
    variants.aliases.push_back({.id = std::string(id), .item = item});
    const std::uint32_t number = items.Find(id);
    if (number != Dictionary::kAbsent) variants.item_of[number] = item;
  };
  for (std::size_t i = 0; i < feed.products.size(); ++i) {
    if (group_of[i] == Dictionary::kAbsent) continue;
    add(items[feed.products[i].item], group_of[i]);
  }
  for (std::uint32_t group = 0; group < groups.size(); ++group) {
    // Otherwise a product has this id, here or in another group.
    const std::uint32_t number = items.Find(groups[group]);
    const bool product = number < feed.has_item.size() && feed.has_item[number];
    if (!product) add(groups[group], group);
  }
  for (std::uint32_t group = 0; group < groups.size(); ++group) {
    if (!has_alias[group]) continue;
    ++variants.groups;
    variants.products += sizes[group];
  }
  std::sort(variants.aliases.begin(), variants.aliases.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return variants;
}

}  // namespace vitrine::jobs
