#ifndef VITRINE_TESTS_NATIVE_ABI_CLIENT_H_
#define VITRINE_TESTS_NATIVE_ABI_CLIENT_H_

#include <cmath>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/runtime_abi.h"
#include "runtime/base/bytes.h"

namespace vitrine::testing {

struct AbiItem {
  std::u16string_view id;
  std::u16string_view brand = {};
  std::u16string_view category = {};
  double price = std::nan("");
  double quantity = std::nan("");
  std::uint32_t availability = VITRINE_NONE;
};

/// A node of a value, or a value by itself. Texts without data are absent.
struct AbiValue {
  std::uint32_t read = 0;
  std::uint32_t tag = 0;
  double number = 0;
  std::u16string_view text = {};
  std::u16string_view lower = {};
  std::u16string_view version = {};
  std::u16string_view json = {};
  std::u16string_view key = {};
  std::uint32_t size = 1;
};

/// How the visitor came.
struct AbiTouch {
  std::u16string_view source = {};
  std::u16string_view medium = {};
  std::u16string_view campaign = {};
  std::u16string_view channel = {};
};

/// What is told of an item.
struct AbiRecord {
  std::u16string_view id;
  double price = std::nan("");
  std::uint32_t availability = VITRINE_NONE;
  std::uint32_t number = VITRINE_NONE;
  std::u16string_view category = {};  ///< empty: absent
  std::u16string_view brand = {};     ///< likewise
  /// Of the item's only property; without data: null.
  std::u16string_view property = {};
};

/// Calls the C ABI as JavaScript does: structs and texts through the arena.
class AbiClient {
 public:
  Vitrine *get() { return vitrine_.get(); }

  std::int32_t Load(const Bytes &bundle, double now) {
    Begin();
    PutBytes(bundle.data(), bundle.size());
    Send();
    return vitrine_load(get(), now, static_cast<std::uint32_t>(bundle.size()));
  }
  std::int32_t Model(const Bytes &core) {
    Begin();
    PutBytes(core.data(), core.size());
    Send();
    return vitrine_model(get(), static_cast<std::uint32_t>(core.size()));
  }
  std::int32_t Part(const Bytes &part) {
    Begin();
    PutBytes(part.data(), part.size());
    Send();
    return vitrine_part(get(), static_cast<std::uint32_t>(part.size()));
  }
  /// `properties`: the bundle names one of items.
  std::int32_t Tell(std::span<const AbiRecord> records,
                    bool properties = false) {
    Begin();
    input_.resize(records.size() * sizeof(VitrineItemRecord));
    const auto name = [this](std::u16string_view text) {
      return text.empty() ? VitrineText{0, VITRINE_NONE} : PutText(text);
    };
    for (std::size_t i = 0; i < records.size(); ++i) {
      const AbiRecord &record = records[i];
      const VitrineItemRecord in = {PutText(record.id),    name(record.brand),
                                    name(record.category), record.price,
                                    std::nan(""),          record.availability,
                                    record.number};
      Set(i * sizeof in, in);
    }
    std::vector<AbiValue> values;
    for (const AbiRecord &record : records) {
      const bool told = record.property.data() != nullptr;
      values.push_back({.tag = told ? 3U : 0U,
                        .number = std::nan(""),
                        .text = record.property});
    }
    const std::uint32_t offset = properties ? PutValues(values) : 0;
    Send();
    return vitrine_items(get(), static_cast<std::uint32_t>(records.size()),
                         offset);
  }
  /// Puts names where calls about a listing read them; returns how many.
  std::uint32_t SendListed(std::span<const std::u16string_view> names) {
    Begin();
    input_.resize(names.size() * sizeof(VitrineText));
    for (std::size_t i = 0; i < names.size(); ++i) {
      Set(i * sizeof(VitrineText), PutText(names[i]));
    }
    Send();
    return static_cast<std::uint32_t>(names.size());
  }
  /// The ids' order; empty where it gave none.
  std::vector<std::uint32_t> Rerank(double now,
                                    std::span<const std::u16string_view> ids,
                                    std::uint32_t most) {
    const std::uint32_t count = SendListed(ids);
    if (vitrine_rerank(get(), now, count, most) != VITRINE_OK) return {};
    const auto order = Result<VitrineOrder>();
    return Results<std::uint32_t>(order.items_offset, order.count);
  }
  /// Shares of these categories.
  std::vector<double> Interests(double now,
                                std::span<const std::u16string_view> names) {
    const std::uint32_t count = SendListed(names);
    if (vitrine_interests(get(), now, count) != VITRINE_OK) return {};
    return Results<double>(0, count);
  }
  std::int32_t Tell(const AbiRecord &record) {
    return Tell(std::span(&record, 1));
  }
  std::int32_t Slots(std::initializer_list<std::uint32_t> slots) {
    Begin();
    PutBytes(slots.begin(), slots.size() * sizeof(std::uint32_t));
    Send();
    return vitrine_slots(get(), static_cast<std::uint32_t>(slots.size()));
  }
  std::int32_t Consent(double now, bool personalise, double seed = 1) {
    return vitrine_consent(get(), now, personalise ? 1 : 0, seed);
  }
  std::int32_t Values(double now, std::span<const AbiValue> values) {
    Begin();
    PutValues(values);
    Send();
    return vitrine_values(get(), now,
                          static_cast<std::uint32_t>(values.size()));
  }
  std::int32_t Value(double now, const AbiValue &value) {
    return Values(now, std::span(&value, 1));
  }
  std::int32_t Page(double now, std::u16string_view item = {},
                    std::u16string_view category = {},
                    const AbiTouch &touch = {}) {
    Begin();
    VitrinePage in = {};
    const std::size_t at = Put(in);
    in.item = PutText(item);
    in.category = PutText(category);
    in.source = PutText(touch.source);
    in.medium = PutText(touch.medium);
    in.campaign = PutText(touch.campaign);
    in.channel = PutText(touch.channel);
    Set(at, in);
    Send();
    return vitrine_page(get(), now);
  }
  /// `properties`: of the event, then of each item.
  std::int32_t Event(double now, std::u16string_view name,
                     std::span<const AbiItem> items = {},
                     std::u16string_view transaction = {},
                     double value = std::nan(""),
                     std::u16string_view search = {},
                     std::span<const AbiValue> properties = {}) {
    Begin();
    VitrineEvent in = {};
    in.value = value;
    in.item_count = static_cast<std::uint32_t>(items.size());
    const std::size_t at = Put(in);
    in.items_offset = PutItems(items);
    if (!properties.empty()) in.properties_offset = PutValues(properties);
    in.name = PutText(name);
    in.transaction = PutText(transaction);
    in.search = PutText(search);
    Set(at, in);
    Send();
    return vitrine_event(get(), now);
  }
  std::int32_t Event(double now, std::u16string_view name,
                     const AbiItem &item) {
    return Event(now, name, std::span(&item, 1));
  }
  std::int32_t Cart(double now, std::span<const AbiItem> items) {
    Begin();
    PutItems(items);
    Send();
    return vitrine_cart(get(), now, static_cast<std::uint32_t>(items.size()));
  }
  std::int32_t Report(double now, std::uint32_t rule, std::uint32_t outcome,
                      std::span<const std::uint32_t> items = {}) {
    Begin();
    PutBytes(items.data(), items.size_bytes());
    Send();
    return vitrine_report(get(), now, rule, outcome,
                          static_cast<std::uint32_t>(items.size()));
  }
  std::int32_t Restore(double now, const Bytes &snapshot) {
    Begin();
    PutBytes(snapshot.data(), snapshot.size());
    Send();
    return vitrine_restore(get(), now,
                           static_cast<std::uint32_t>(snapshot.size()));
  }
  Bytes Snapshot(double now) {
    return ResultBytes(vitrine_snapshot(get(), now));
  }
  std::string Text(std::uint32_t kind, std::uint32_t index) {
    const std::int32_t size = vitrine_text(get(), kind, index);
    if (size < 0) return "status " + std::to_string(size);
    const Bytes bytes = ResultBytes(size);
    return {bytes.begin(), bytes.end()};
  }
  /// Rule ids per slot, empty where nothing applies.
  std::vector<std::string> Decide(double now) {
    std::vector<std::string> rules;
    recommended.clear();
    wanted_files.clear();
    if (vitrine_decide(get(), now) != VITRINE_OK) return rules;
    const auto decision = Result<VitrineDecision>();
    next_change_at = decision.next_change_at;
    next_active_in = decision.next_active_in;
    decided = Results<VitrineSlotDecision>(decision.slots_offset,
                                           decision.slot_count);
    for (const VitrineSlotDecision &slot : decided) {
      recommended.push_back(
          Results<VitrineRecommended>(slot.items_offset, slot.item_count));
    }
    wanted_files =
        Results<std::uint32_t>(decision.wanted_offset, decision.wanted_count);
    for (const VitrineSlotDecision &slot : decided) {
      rules.push_back(
          slot.rule == VITRINE_NONE ? "" : Text(VITRINE_TEXT_RULE, slot.rule));
    }
    return rules;
  }
  /// Numbers of the items in a slot of the last Decide.
  std::vector<std::uint32_t> Items(std::size_t slot) const {
    std::vector<std::uint32_t> items;
    for (const VitrineRecommended &one : recommended[slot]) {
      items.push_back(one.item);
    }
    return items;
  }

  template <typename T>
  T Result(std::uint32_t offset = 0) {
    T value;
    std::memcpy(&value, vitrine_arena(get(), 0) + offset, sizeof value);
    return value;
  }
  template <typename T>
  std::vector<T> Results(std::uint32_t offset, std::uint32_t count) {
    std::vector<T> values(count);
    for (T &value : values) {
      value = Result<T>(offset);
      offset += static_cast<std::uint32_t>(sizeof(T));
    }
    return values;
  }
  std::u16string ResultText(const VitrineText &text) {
    if (text.length == VITRINE_NONE) return u"(none)";
    std::u16string units(text.length, u'\0');
    std::memcpy(units.data(), vitrine_arena(get(), 0) + text.offset,
                text.length * 2);
    return units;
  }
  Bytes ResultBytes(std::int32_t size) {
    const std::uint8_t *first = vitrine_arena(get(), 0);
    return {first, first + (size > 0 ? size : 0)};
  }

  /// The first leaf of a rule in what vitrine_explain gave.
  VitrineLeafExplanation FirstReason(std::uint32_t rule) {
    const auto slot = Result<VitrineExplanation>();
    return Result<VitrineLeafExplanation>(
        Results<VitrineRuleExplanation>(slot.rules_offset,
                                        slot.rule_count)[rule]
            .leaves_offset);
  }

  // Of the last Decide.
  double next_change_at = 0;
  double next_active_in = 0;
  std::vector<VitrineSlotDecision> decided;                  ///< by slot
  std::vector<std::vector<VitrineRecommended>> recommended;  ///< by slot
  std::vector<std::uint32_t> wanted_files;

 private:
  struct Delete {
    void operator()(Vitrine *vitrine) const { vitrine_delete(vitrine); }
  };

  void Begin() { input_.clear(); }
  void PutBytes(const void *data, std::size_t size) {
    input_.append({static_cast<const std::uint8_t *>(data), size});
    input_.resize((input_.size() + 7) / 8 * 8);
  }
  template <typename T>
  std::size_t Put(const T &value) {
    const std::size_t at = input_.size();
    PutBytes(&value, sizeof value);
    return at;
  }
  template <typename T>
  void Set(std::size_t at, const T &value) {
    std::memcpy(input_.data() + at, &value, sizeof value);
  }
  VitrineText PutText(std::u16string_view text) {
    if (text.data() == nullptr) return {0, VITRINE_NONE};
    const auto at = static_cast<std::uint32_t>(input_.size());
    PutBytes(text.data(), text.size() * 2);
    return {at, static_cast<std::uint32_t>(text.size())};
  }
  std::uint32_t PutItems(std::span<const AbiItem> items) {
    const std::size_t at = input_.size();
    input_.resize(at + items.size() * sizeof(VitrineItem));
    for (std::size_t i = 0; i < items.size(); ++i) {
      const VitrineItem item = {PutText(items[i].id),
                                PutText(items[i].brand),
                                PutText(items[i].category),
                                items[i].price,
                                items[i].quantity,
                                items[i].availability,
                                0};
      Set(at + i * sizeof item, item);
    }
    return static_cast<std::uint32_t>(at);
  }
  std::uint32_t PutValues(std::span<const AbiValue> values) {
    const std::size_t at = input_.size();
    input_.resize(at + values.size() * sizeof(VitrineValue));
    for (std::size_t i = 0; i < values.size(); ++i) {
      const AbiValue &value = values[i];
      const VitrineValue in = {value.read,           value.tag,
                               value.size,           0,
                               value.number,         PutText(value.text),
                               PutText(value.lower), PutText(value.version),
                               PutText(value.json),  PutText(value.key)};
      Set(at + i * sizeof in, in);
    }
    return static_cast<std::uint32_t>(at);
  }
  void Send() {
    std::uint8_t *arena =
        vitrine_arena(get(), static_cast<std::uint32_t>(input_.size()));
    if (!input_.empty()) std::memcpy(arena, input_.data(), input_.size());
  }

  std::unique_ptr<Vitrine, Delete> vitrine_{vitrine_new()};
  Bytes input_;
};

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_ABI_CLIENT_H_
