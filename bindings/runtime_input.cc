#include "bindings/runtime_input.h"

#include "runtime/rank/part.h"

namespace vitrine {
namespace {

static_assert(sizeof(VitrineText) == 8);
static_assert(sizeof(VitrineValue) == 64);
static_assert(offsetof(VitrineValue, number) == 16);
static_assert(offsetof(VitrineValue, text) == 24);
static_assert(offsetof(VitrineValue, lower) == 32);
static_assert(offsetof(VitrineValue, version) == 40);
static_assert(offsetof(VitrineValue, json) == 48);
static_assert(offsetof(VitrineValue, key) == 56);
static_assert(sizeof(VitrineItem) == 48);
static_assert(offsetof(VitrineItem, price) == 24);
static_assert(offsetof(VitrineItem, quantity) == 32);
static_assert(offsetof(VitrineItem, availability) == 40);

/// Texts stay where they are. `size` is that which the host tells.
bool ReadNode(const Arena& arena, std::uint32_t offset, ValueNode& node) {
  VitrineValue in;
  node = {};
  Value& value = node.value;
  if (!arena.Read(offset, in) || in.size == 0 ||
      in.tag > static_cast<std::uint32_t>(ValueTag::kObject) ||
      !arena.Read(in.text, value.units) ||
      !arena.Read(in.version, value.version) ||
      !ReadIdentity(arena, in.text, value.text) ||
      !ReadIdentity(arena, in.lower, value.lower) ||
      !ReadIdentity(arena, in.json, value.json) ||
      !ReadIdentity(arena, in.key, node.key)) {
    return false;
  }
  node.size = in.size;
  value.tag = static_cast<ValueTag>(in.tag);
  if (value.tag == ValueTag::kNull) {
    value = Value::Null();
    return true;
  }
  value.number = in.number;
  value.truthy =
      value.tag > ValueTag::kText ||
      (value.tag == ValueTag::kText ? !value.units.empty()
                                    : in.number != 0 && in.number == in.number);
  return true;
}

}  // namespace

bool ReadIdentity(const Arena& arena, const VitrineText& text, Identity& id) {
  std::u16string_view units;
  if (!arena.Read(text, units)) return false;
  id = text.length == VITRINE_NONE ? kNoIdentity
                                   : IdentityOf(IdentityKind::kValue, units);
  return true;
}

bool ReadItems(const Arena& arena, std::uint32_t offset, std::uint32_t count,
               Array<ItemInput>& items) {
  if (count > VITRINE_MAX_ITEMS) count = VITRINE_MAX_ITEMS;
  items.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    VitrineItem in;
    ItemInput item;
    // An offset that overflows is past the end for the first item already.
    if (!arena.Read(offset + i * std::uint32_t{sizeof in}, in) ||
        !arena.Read(in.id, item.id) || !arena.Read(in.brand, item.brand) ||
        !arena.Read(in.category, item.category) ||
        (in.availability >= kAvailabilities &&
         in.availability != VITRINE_NONE)) {
      return false;
    }
    item.price = in.price;
    item.quantity = in.quantity;
    item.sold_out = in.availability ==
                    static_cast<std::uint32_t>(Availability::kOutOfStock);
    items.push_back(item);
  }
  return true;
}

bool ReadValues(const Arena& arena, std::uint32_t offset, std::size_t count,
                Array<Value>& values) {
  for (std::size_t i = 0; i < count; ++i) {
    ValueNode node;
    // An offset that overflows is past the end for a value before.
    if (!ReadNode(arena, offset, node)) return false;
    values.push_back(node.value);
    offset += std::uint32_t{sizeof(VitrineValue)};
  }
  return true;
}

std::uint32_t ReadTree(const Arena& arena, std::uint32_t first,
                       std::uint32_t count, std::uint32_t& read,
                       Array<ValueNode>& nodes) {
  constexpr std::uint32_t kBytes = sizeof(VitrineValue);
  VitrineValue in;
  if (!arena.Read(first * kBytes, in) || in.size > count - first) return 0;
  read = in.read;
  const std::uint32_t kept =
      in.size < VITRINE_MAX_NODES ? in.size : VITRINE_MAX_NODES;
  nodes.resize(kept);
  // Where the nodes end that contain the present one, the innermost last.
  std::uint32_t ends[VITRINE_MAX_NODES + 1] = {kept};
  std::uint32_t depth = 0;
  for (std::uint32_t i = 0; i < kept; ++i) {
    while (ends[depth] == i) --depth;
    ValueNode& node = nodes[i];
    if (!ReadNode(arena, (first + i) * kBytes, node)) return 0;
    if (node.value.tag == ValueTag::kList) node.value.node = &node;
    const std::uint32_t room = ends[depth] - i;
    if (node.size > room) node.size = room;
    ends[++depth] = i + node.size;
  }
  return in.size;
}

}  // namespace vitrine
