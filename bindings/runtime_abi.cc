#include "bindings/runtime_abi.h"

#include <cstring>
#include <limits>

#include "bindings/runtime_input.h"
#include "bindings/runtime_instance.h"
#include "bindings/runtime_results.h"
#include "runtime/visitor/known_event.h"

namespace vitrine {
namespace {

static_assert(sizeof(VitrineEvent) == 48);
static_assert(offsetof(VitrineEvent, value) == 24);
static_assert(offsetof(VitrineEvent, item_count) == 32);
static_assert(offsetof(VitrineEvent, properties_offset) == 40);
static_assert(sizeof(VitrinePage) == 48);
static_assert(offsetof(VitrinePage, source) == 16);
static_assert(sizeof(VitrineModelInfo) == 16);
static_assert(sizeof(VitrineItemRecord) == 48);
static_assert(offsetof(VitrineItemRecord, price) == 24);
static_assert(offsetof(VitrineItemRecord, availability) == 40);
static_assert(VITRINE_NONE == kNone);
static_assert(VITRINE_MAX_ITEMS == kMaxEventItems);
static_assert(VITRINE_SEEN == static_cast<std::uint32_t>(Outcome::kSeen));

constexpr std::u16string_view kPageView = u"page_view";

/// Finite, and within JavaScript's calendar.
[[gnu::noinline]] bool IsTime(double now) {
  return now <= kMaxTimeMs && now >= -kMaxTimeMs;
}

/// Zeroes what calls before left behind: in the arena, and on the stack, where
/// none goes deeper than this.
[[gnu::noinline]] void WipeTraces(Vitrine* vitrine) {
  vitrine->arena.Wipe();
  std::uint8_t stack[16'384];
  std::memset(stack, 0, sizeof stack);
  // Without it, nobody would read what was set, and nothing would be set.
  asm volatile("" : : "r"(stack) : "memory");
}

/// What came in must not be kept.
std::int32_t Ignore(Vitrine* vitrine) {
  vitrine->arena.Wipe();
  return VITRINE_IGNORED;
}

std::int32_t StatusOf(Recorded recorded) {
  return recorded == Recorded::kDuplicateOrder ? VITRINE_DUPLICATE : VITRINE_OK;
}

/// How many of the kind the bundle names.
std::size_t PropertiesOf(const Program& program, PropertyKind kind) {
  std::size_t count = 0;
  for (const Property& property : program.properties) {
    count += property.kind == kind;
  }
  return count;
}

/// Reads the names at the arena's start; false when there are too many, or one
/// is none.
bool ReadListed(const Arena& arena, std::uint32_t count, IdentityKind kind,
                Array<Identity>& names) {
  if (count > VITRINE_MAX_LISTED) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    VitrineText text;
    std::u16string_view name;
    if (!arena.Read(i * std::uint32_t{sizeof text}, text) ||
        !arena.Read(text, name)) {
      return false;
    }
    names.push_back(IdentityOf(kind, name));
  }
  return true;
}

/// Carries out what a record tells.
void TellItem(const VitrineItemRecord& in, Model::Item& item,
              std::span<const KeptValue> properties, Model& model) {
  if (in.number != VITRINE_NONE) {
    item.price = in.price;
    item.rebuy_ms = in.rebuy_days * kDayMs;
    model.Tell(in.number, item, properties);
    return;
  }
  model.Update(item.id, in.price);
  if (in.availability != VITRINE_NONE) {
    model.Update(item.id, item.availability);
  }
  model.Update(item.id, properties);
}

/// Reads records, each with so many of the values at `values`, and carries them
/// out up to the first that is none; false when one is.
bool TellItems(const Arena& arena, std::uint32_t count, std::uint32_t values,
               std::size_t of_each, Model& model) {
  VitrineItemRecord in;
  Array<Value> told;
  Array<KeptValue> kept;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::u16string_view id;
    Model::Item item;
    // Counts whose offset would overflow fail at the arena's end long before.
    if (!arena.Read(i * std::uint32_t{sizeof in}, in) ||
        !arena.Read(in.id, id) ||
        !ReadIdentity(arena, in.category, item.category) ||
        !ReadIdentity(arena, in.brand, item.brand) ||
        (in.availability >= kAvailabilities &&
         in.availability != VITRINE_NONE) ||
        (in.number >= model.size() && in.number != VITRINE_NONE)) {
      return false;
    }
    told.clear();
    if (!ReadValues(arena, values, of_each, told)) return false;
    values += static_cast<std::uint32_t>(of_each * sizeof(VitrineValue));
    kept.clear();
    for (const Value& value : told) {
      kept.push_back({value.tag, value.number, value.text});
    }
    item.id = IdentityOf(IdentityKind::kItem, id);
    if (in.availability != VITRINE_NONE) {
      item.availability = static_cast<Availability>(in.availability);
    }
    TellItem(in, item, kept, model);
  }
  return true;
}

std::int32_t StatusOf(ReadError error) {
  return error == ReadError::kNone
             ? VITRINE_OK
             : VITRINE_LOAD_ERROR - static_cast<std::int32_t>(error);
}

}  // namespace
}  // namespace vitrine

using vitrine::IsTime;

std::uint32_t vitrine_abi_version() { return VITRINE_ABI_VERSION; }

Vitrine* vitrine_new() { return new Vitrine; }

void vitrine_delete(Vitrine* vitrine) { delete vitrine; }

std::uint8_t* vitrine_arena(Vitrine* vitrine, std::uint32_t size) {
  if (size > VITRINE_MAX_ARENA_BYTES) return nullptr;
  return vitrine->arena.Reserve(size);
}

std::int32_t vitrine_load(Vitrine* vitrine, double now, std::uint32_t size) {
  const auto bytes = vitrine->arena.bytes();
  if (!IsTime(now) || size > bytes.size()) return VITRINE_BAD_INPUT;
  const std::int32_t status =
      vitrine::StatusOf(vitrine->engine.Load(bytes.first(size), now));
  if (status != VITRINE_OK) return status;
  vitrine::PutBundleInfo(vitrine->engine.program(),
                         vitrine::BundleChecksum(bytes), vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_model(Vitrine* vitrine, std::uint32_t size) {
  const auto bytes = vitrine->arena.bytes();
  if (size > bytes.size()) return VITRINE_BAD_INPUT;
  const std::int32_t status =
      vitrine::StatusOf(vitrine->engine.LoadModel(bytes.first(size)));
  vitrine->arena.Release();
  if (status != VITRINE_OK) return status;
  vitrine::PutModelInfo(*vitrine->engine.model(), vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_part(Vitrine* vitrine, std::uint32_t size) {
  const auto bytes = vitrine->arena.bytes();
  if (size > bytes.size()) return VITRINE_BAD_INPUT;
  if (vitrine->engine.model() == nullptr) return VITRINE_NO_MODEL;
  const std::int32_t status =
      vitrine::StatusOf(vitrine->engine.AddPart(bytes.first(size)));
  vitrine->arena.Release();
  return status;
}

std::int32_t vitrine_items(Vitrine* vitrine, std::uint32_t count,
                           std::uint32_t properties_offset) {
  vitrine::Model* model = vitrine->engine.model();
  if (model == nullptr) return VITRINE_NO_MODEL;
  const std::size_t of_each =
      properties_offset != 0 && vitrine->engine.loaded()
          ? vitrine::PropertiesOf(vitrine->engine.program(),
                                  vitrine::PropertyKind::kOfItem)
          : 0;
  return vitrine::TellItems(vitrine->arena, count, properties_offset, of_each,
                            *model)
             ? VITRINE_OK
             : VITRINE_BAD_INPUT;
}

std::int32_t vitrine_slots(Vitrine* vitrine, std::uint32_t count) {
  vitrine::Engine& engine = vitrine->engine;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  std::span<const std::uint32_t> slots;
  if (!vitrine->arena.Read(count, slots)) return VITRINE_BAD_INPUT;
  for (std::uint32_t slot : slots) {
    if (slot >= engine.program().slots.size()) return VITRINE_BAD_INPUT;
  }
  engine.SetSlots(slots);
  return VITRINE_OK;
}

std::int32_t vitrine_consent(Vitrine* vitrine, double now,
                             std::uint32_t personalise, double seed) {
  if (!IsTime(now)) return VITRINE_BAD_INPUT;
  vitrine->engine.SetConsent(personalise != 0, now, seed);
  vitrine::WipeTraces(vitrine);
  return VITRINE_OK;
}

std::int32_t vitrine_values(Vitrine* vitrine, double now, std::uint32_t count) {
  vitrine::Engine& engine = vitrine->engine;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  // No offset of one of them overflows.
  if (!IsTime(now) ||
      count > vitrine->arena.bytes().size() / sizeof(VitrineValue)) {
    return VITRINE_BAD_INPUT;
  }
  vitrine::Array<vitrine::ValueNode> nodes;
  for (std::uint32_t i = 0; i < count;) {
    std::uint32_t read = 0;
    const std::uint32_t passed =
        vitrine::ReadTree(vitrine->arena, i, count, read, nodes);
    if (passed == 0 || read >= engine.program().reads.size()) {
      return VITRINE_BAD_INPUT;
    }
    engine.SetValue(read, nodes, now);
    i += passed;
  }
  return VITRINE_OK;
}

std::int32_t vitrine_active(Vitrine* vitrine, double now, double ms) {
  if (!IsTime(now)) return VITRINE_BAD_INPUT;
  if (!vitrine->engine.personalise()) return VITRINE_IGNORED;
  vitrine->engine.ChangingVisitor(now).AddActive(now, ms);
  return VITRINE_OK;
}

std::int32_t vitrine_force(Vitrine* vitrine, std::uint32_t experiment,
                           std::uint32_t arm) {
  vitrine::Engine& engine = vitrine->engine;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  const auto& experiments = engine.program().experiments;
  if (experiment >= experiments.size() ||
      (arm >= experiments[experiment].arm_count && arm != VITRINE_NONE)) {
    return VITRINE_BAD_INPUT;
  }
  engine.Force(experiment, arm);
  return VITRINE_OK;
}

std::int32_t vitrine_page(Vitrine* vitrine, double now) {
  const vitrine::Arena& arena = vitrine->arena;
  VitrinePage in;
  vitrine::PageInput page;
  vitrine::TouchInput& touch = page.touch;
  if (!IsTime(now) || !arena.Read(0, in) || !arena.Read(in.item, page.item) ||
      !arena.Read(in.category, page.category) ||
      !arena.Read(in.source, touch.source) ||
      !arena.Read(in.medium, touch.medium) ||
      !arena.Read(in.campaign, touch.campaign) ||
      !arena.Read(in.channel, touch.channel)) {
    return VITRINE_BAD_INPUT;
  }
  vitrine->engine.SetPage(page);
  if (!vitrine->engine.personalise()) return vitrine::Ignore(vitrine);
  vitrine::Visitor& visitor = vitrine->engine.ChangingVisitor(now);
  visitor.Touch(now, touch);
  visitor.Record(now, {.name = vitrine::kPageView,
                       .transaction = {},
                       .search = {},
                       .value = std::numeric_limits<double>::quiet_NaN(),
                       .items = {},
                       .event_properties = {},
                       .item_properties = {}});
  return VITRINE_OK;
}

std::int32_t vitrine_event(Vitrine* vitrine, double now) {
  const vitrine::Arena& arena = vitrine->arena;
  vitrine::Engine& engine = vitrine->engine;
  VitrineEvent in;
  vitrine::EventInput event;
  vitrine::Array<vitrine::ItemInput> items;
  vitrine::Array<vitrine::Value> properties;
  if (!IsTime(now) || !arena.Read(0, in) || !arena.Read(in.name, event.name) ||
      !arena.Read(in.transaction, event.transaction) ||
      !arena.Read(in.search, event.search) ||
      !vitrine::ReadItems(arena, in.items_offset, in.item_count, items)) {
    return VITRINE_BAD_INPUT;
  }
  if (in.properties_offset != 0 && engine.loaded()) {
    const std::size_t of_event = vitrine::PropertiesOf(
        engine.program(), vitrine::PropertyKind::kOfEvent);
    const std::size_t count =
        of_event +
        items.size() * vitrine::PropertiesOf(engine.program(),
                                             vitrine::PropertyKind::kOfItem);
    if (!vitrine::ReadValues(arena, in.properties_offset, count, properties)) {
      return VITRINE_BAD_INPUT;
    }
    const std::span<const vitrine::Value> told = properties;
    event.event_properties = told.first(of_event);
    event.item_properties = told.subspan(of_event);
  }
  if (!engine.personalise()) return vitrine::Ignore(vitrine);
  event.value = in.value;
  event.items = items;
  if (vitrine::KnownEventOf(event.name).meaning ==
          vitrine::EventMeaning::kView &&
      !items.empty() && !items[0].id.empty()) {
    engine.ViewItem(
        vitrine::IdentityOf(vitrine::IdentityKind::kItem, items[0].id));
  }
  return vitrine::StatusOf(engine.ChangingVisitor(now).Record(now, event));
}

std::int32_t vitrine_cart(Vitrine* vitrine, double now, std::uint32_t count) {
  vitrine::Array<vitrine::ItemInput> items;
  if (!IsTime(now) || !vitrine::ReadItems(vitrine->arena, 0, count, items)) {
    return VITRINE_BAD_INPUT;
  }
  if (!vitrine->engine.personalise()) return vitrine::Ignore(vitrine);
  vitrine->engine.ChangingVisitor(now).SetCart(now, items);
  return VITRINE_OK;
}

std::int32_t vitrine_decide(Vitrine* vitrine, double now) {
  if (!IsTime(now)) return VITRINE_BAD_INPUT;
  if (!vitrine->engine.loaded()) return VITRINE_NO_BUNDLE;
  vitrine::PutDecision(vitrine->engine, now, vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_report(Vitrine* vitrine, double now, std::uint32_t rule,
                            std::uint32_t outcome, std::uint32_t count) {
  vitrine::Engine& engine = vitrine->engine;
  std::span<const std::uint32_t> items;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  if (!IsTime(now) || rule >= engine.program().rules.size() ||
      outcome > VITRINE_SEEN || count > VITRINE_MAX_ITEMS ||
      !vitrine->arena.Read(count, items)) {
    return VITRINE_BAD_INPUT;
  }
  if (!engine.personalise()) return vitrine::Ignore(vitrine);
  engine.Report(rule, static_cast<vitrine::Outcome>(outcome), now, items);
  return VITRINE_OK;
}

std::int32_t vitrine_segments(Vitrine* vitrine, double now) {
  if (!IsTime(now)) return VITRINE_BAD_INPUT;
  if (!vitrine->engine.loaded()) return VITRINE_NO_BUNDLE;
  const vitrine::Machine& machine = vitrine->engine.Settled(now);
  return vitrine::PutSegments(vitrine->engine.program(), machine,
                              vitrine->arena);
}

std::int32_t vitrine_profile(Vitrine* vitrine, double now) {
  if (!IsTime(now)) return VITRINE_BAD_INPUT;
  vitrine::Engine& engine = vitrine->engine;
  vitrine::PutProfile(engine.personalise() ? &engine.VisitorAt(now) : nullptr,
                      vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_explain(Vitrine* vitrine, double now, std::uint32_t slot) {
  vitrine::Engine& engine = vitrine->engine;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  if (!IsTime(now) || slot >= engine.program().slots.size()) {
    return VITRINE_BAD_INPUT;
  }
  vitrine::PutExplanation(engine, now, slot, vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_explain_items(Vitrine* vitrine, double now,
                                   std::uint32_t slot) {
  vitrine::Engine& engine = vitrine->engine;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  if (!IsTime(now) || slot >= engine.program().slots.size()) {
    return VITRINE_BAD_INPUT;
  }
  vitrine::PutItemsExplanation(engine, now, slot, vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_forget_one(Vitrine* vitrine, double now,
                                std::uint32_t field) {
  static constexpr vitrine::Identity vitrine::Item::*kFields[] = {
      &vitrine::Item::id, &vitrine::Item::category, &vitrine::Item::brand};
  const vitrine::Arena& arena = vitrine->arena;
  VitrineText in;
  std::u16string_view text;
  if (!IsTime(now) || field > VITRINE_FORGET_BRAND || !arena.Read(0, in) ||
      !arena.Read(in, text) || text.empty()) {
    return VITRINE_BAD_INPUT;
  }
  if (!vitrine->engine.personalise()) return vitrine::Ignore(vitrine);
  const auto kind = field == VITRINE_FORGET_ITEM
                        ? vitrine::IdentityKind::kItem
                        : vitrine::IdentityKind::kValue;
  vitrine->engine.ChangingVisitor(now).ForgetItems(
      now, {kFields[field], vitrine::IdentityOf(kind, text)});
  return VITRINE_OK;
}

std::int32_t vitrine_hold(Vitrine* vitrine, std::uint32_t segment,
                          std::uint32_t holds) {
  vitrine::Engine& engine = vitrine->engine;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  if (segment >= engine.program().segments.size() || holds > 1) {
    return VITRINE_BAD_INPUT;
  }
  engine.HoldSegment(segment, holds != 0);
  return VITRINE_OK;
}

std::int32_t vitrine_rerank(Vitrine* vitrine, double now, std::uint32_t count,
                            std::uint32_t most) {
  vitrine::Engine& engine = vitrine->engine;
  if (!engine.loaded()) return VITRINE_NO_BUNDLE;
  vitrine::Array<vitrine::Identity> items;
  if (!IsTime(now) ||
      !vitrine::ReadListed(vitrine->arena, count, vitrine::IdentityKind::kItem,
                           items)) {
    return VITRINE_BAD_INPUT;
  }
  vitrine::PutOrder(engine, now, items, most, vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_interests(Vitrine* vitrine, double now,
                               std::uint32_t count) {
  vitrine::Engine& engine = vitrine->engine;
  vitrine::Array<vitrine::Identity> categories;
  if (!IsTime(now) ||
      !vitrine::ReadListed(vitrine->arena, count, vitrine::IdentityKind::kValue,
                           categories)) {
    return VITRINE_BAD_INPUT;
  }
  vitrine::PutInterests(engine.personalise() ? &engine.VisitorAt(now) : nullptr,
                        categories, vitrine->arena);
  return VITRINE_OK;
}

std::int32_t vitrine_snapshot(Vitrine* vitrine, double now) {
  if (!IsTime(now)) return VITRINE_BAD_INPUT;
  if (!vitrine->engine.personalise()) return 0;
  const vitrine::Bytes bytes = vitrine->engine.VisitorAt(now).Snapshot(now);
  return vitrine::PutResult(bytes.data(), bytes.size(), vitrine->arena);
}

std::int32_t vitrine_restore(Vitrine* vitrine, double now, std::uint32_t size) {
  const auto bytes = vitrine->arena.bytes();
  if (!IsTime(now) || size > bytes.size()) return VITRINE_BAD_INPUT;
  if (!vitrine->engine.personalise()) return vitrine::Ignore(vitrine);
  const vitrine::RestoreError error =
      vitrine->engine.Restore(bytes.first(size), now);
  if (error != vitrine::RestoreError::kNone) {
    return VITRINE_RESTORE_ERROR - static_cast<std::int32_t>(error);
  }
  return vitrine->engine.visitor().times_moved() ? VITRINE_MOVED : VITRINE_OK;
}

std::int32_t vitrine_forget(Vitrine* vitrine, double now, double seed) {
  if (!IsTime(now)) return VITRINE_BAD_INPUT;
  if (!vitrine->engine.personalise()) return VITRINE_IGNORED;
  vitrine->engine.Forget(now, seed);
  vitrine::WipeTraces(vitrine);
  return VITRINE_OK;
}

std::int32_t vitrine_text(Vitrine* vitrine, std::uint32_t kind,
                          std::uint32_t index) {
  if (!vitrine->engine.loaded()) return VITRINE_NO_BUNDLE;
  return vitrine::PutBundleText(vitrine->engine.program(), kind, index,
                                vitrine->arena);
}
