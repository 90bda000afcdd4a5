#include "bindings/runtime_results.h"

#include <cstring>
#include <iterator>
#include <limits>
#include <string_view>

#include "runtime/bundle/columns.h"
#include "runtime/decide/explain.h"
#include "runtime/visitor/recent.h"

namespace vitrine {
namespace {

static_assert(sizeof(VitrineDecision) == 32);
static_assert(offsetof(VitrineDecision, slot_count) == 16);
static_assert(offsetof(VitrineDecision, wanted_count) == 24);
static_assert(sizeof(VitrineSlotDecision) == 32);
static_assert(sizeof(VitrineRead) == 8);
static_assert(sizeof(VitrineExperiment) == 8);
static_assert(sizeof(VitrineBundleInfo) == 64);
static_assert(offsetof(VitrineBundleInfo, reads_offset) == 36);
static_assert(offsetof(VitrineBundleInfo, slot_types_offset) == 56);
static_assert(sizeof(VitrineRecommended) == 16);
static_assert(sizeof(VitrineProfile) == 104);
static_assert(offsetof(VitrineProfile, known) == 32);
static_assert(offsetof(VitrineProfile, view_count) == 52);
static_assert(offsetof(VitrineProfile, purchase_count) == 76);
static_assert(sizeof(VitrineProfileEntry) == 16);
static_assert(sizeof(VitrineExplanation) == 16);
static_assert(sizeof(VitrineItemsExplanation) == 16);
static_assert(sizeof(VitrineItemExplanation) == 56);
static_assert(offsetof(VitrineItemExplanation, score) == 24);
static_assert(sizeof(VitrinePart) == 16);
static_assert(sizeof(VitrineOrder) == 16);
static_assert(sizeof(VitrineRuleExplanation) == 24);
static_assert(sizeof(VitrineLeafExplanation) == 64);
static_assert(offsetof(VitrineLeafExplanation, found_number) == 16);
static_assert(offsetof(VitrineLeafExplanation, operands_offset) == 56);

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
constexpr VitrineText kNoText = {0, VITRINE_NONE};
/// Of a long list the first ones tell enough.
constexpr std::size_t kMaxOperands = 32;

/// A list's elements, as many of them as are told.
template <typename T>
std::span<const T> Told(std::span<const T> elements) {
  return elements.first(elements.size() < kMaxOperands ? elements.size()
                                                       : kMaxOperands);
}

/// The symbol of an identity, if the bundle happens to hold it.
std::uint32_t SymbolOf(std::span<const Identity> identities, Identity text) {
  const std::size_t at =
      FindEntry(identities.data(), identities.size(), sizeof(Identity), text);
  return at < identities.size() ? static_cast<std::uint32_t>(at) : VITRINE_NONE;
}

/// Where the strings stand of which a bundle has one for each row.
struct NameColumn {
  std::uint8_t table;
  std::uint8_t at;
};
/// By VITRINE_TEXT_*. Contents are texts themselves.
constexpr NameColumn kNames[] = {
    {kAttributeTable, offsetof(Attribute, name)},
    {kSlotTable, offsetof(Slot, name)},
    {kSegmentTable, offsetof(Segment, name)},
    {kRuleTable, offsetof(Rule, id)},
    {},
    {kInputTable, offsetof(Input, name)},
    {kSymbolTable, offsetof(Symbol, string)},
    {kReadTable, offsetof(Read, path)},
    {kPropertyTable, offsetof(Property, name)},
    {kExperimentTable, offsetof(Experiment, name)},
    {kArmTable, offsetof(Arm, name)},
};
static_assert(std::size(kNames) == VITRINE_TEXT_ARM + 1);

/// What a page is told of every row of a table, as it lies in the row, whose
/// gaps are zero; and where in VitrineBundleInfo the number of rows and that
/// list's offset stand.
struct InfoColumn {
  std::uint8_t table;
  std::uint8_t at;
  std::uint8_t bytes;  ///< 0: only how many rows there are
  std::uint8_t count;
  std::uint8_t offset;
};
constexpr InfoColumn kInfoColumns[] = {
    {kSegmentTable, 0, 0, offsetof(VitrineBundleInfo, segment_count),
     offsetof(VitrineBundleInfo, reserved)},
    {kRuleTable, 0, 0, offsetof(VitrineBundleInfo, rule_count),
     offsetof(VitrineBundleInfo, reserved)},
    {kAttributeTable, offsetof(Attribute, type), 1,
     offsetof(VitrineBundleInfo, attribute_count),
     offsetof(VitrineBundleInfo, attribute_types_offset)},
    {kReadTable, offsetof(Read, attribute), sizeof(VitrineRead),
     offsetof(VitrineBundleInfo, read_count),
     offsetof(VitrineBundleInfo, reads_offset)},
    {kPropertyTable, offsetof(Property, kind), 1,
     offsetof(VitrineBundleInfo, property_count),
     offsetof(VitrineBundleInfo, properties_offset)},
    {kExperimentTable, offsetof(Experiment, first_arm),
     sizeof(VitrineExperiment), offsetof(VitrineBundleInfo, experiment_count),
     offsetof(VitrineBundleInfo, experiments_offset)},
    {kSlotTable, offsetof(Slot, type), 1,
     offsetof(VitrineBundleInfo, slot_count),
     offsetof(VitrineBundleInfo, slot_types_offset)},
};
static_assert(offsetof(Read, needs) ==
              offsetof(Read, attribute) + offsetof(VitrineRead, needs));
static_assert(offsetof(Experiment, arm_count) ==
              offsetof(Experiment, first_arm) +
                  offsetof(VitrineExperiment, arm_count));

/// Puts a leaf's operands and enters them in its explanation.
void PutOperands(const Program &program, const Leaf &leaf, Arena &arena,
                 VitrineLeafExplanation &out) {
  const OperandKind kind = OperandKindOf(leaf.op);
  const std::span<const double> numbers = Told(NumberOperands(program, leaf));
  std::span<const std::uint32_t> others;
  switch (kind) {
    case OperandKind::kNothing:
    case OperandKind::kNumber:
    case OperandKind::kNumberList:
      break;
    case OperandKind::kSymbolList: {
      const List &list = program.symbol_lists[leaf.operand];
      others = Told(
          std::span(program.symbol_elements).subspan(list.first, list.count));
      break;
    }
    default:
      others = {&leaf.operand, 1};
  }
  out.operand_kind = static_cast<std::uint32_t>(kind);
  out.operand_count =
      static_cast<std::uint32_t>(numbers.size() + others.size());
  out.operands_offset =
      others.empty() ? arena.PutBytes(numbers.data(), numbers.size_bytes())
                     : arena.PutBytes(others.data(), others.size_bytes());
}

VitrineText PutLabel(const Label &label, Arena &arena) {
  return label.text().empty() ? kNoText : arena.PutText(label.text());
}

/// `fill(i, entry)` may put texts itself. Returns the list's offset.
template <typename Fill>
std::uint32_t PutEntries(std::size_t count, Arena &arena, Fill fill) {
  const std::uint32_t at = arena.Put<VitrineProfileEntry>(count);
  for (std::size_t i = 0; i < count; ++i) {
    VitrineProfileEntry entry = {};
    fill(i, entry);
    arena.Set(at + static_cast<std::uint32_t>(i * sizeof entry), entry);
  }
  return at;
}

std::uint32_t PutAffinity(const Affinity &affinity, Arena &arena,
                          std::uint32_t &count) {
  const auto entries = affinity.entries();
  count = static_cast<std::uint32_t>(entries.size());
  return PutEntries(entries.size(), arena,
                    [&](std::size_t i, VitrineProfileEntry &entry) {
                      entry.text = PutLabel(entries[i].name, arena);
                      entry.number = affinity.Share(i);
                    });
}

/// Puts what `make` makes of each row; returns its offset. `make` may put more
/// itself.
template <typename Row, typename Make>
std::uint32_t PutRows(const Array<Row> &rows, Arena &arena,
                      std::uint32_t &count, Make make) {
  using Out = decltype(make(rows[0]));
  count = static_cast<std::uint32_t>(rows.size());
  const std::uint32_t at = arena.Put<Out>(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    arena.Set(at + i * std::uint32_t{sizeof(Out)}, make(rows[i]));
  }
  return at;
}

VitrineLeafExplanation ExplainLeaf(const Program &program,
                                   const Machine &machine,
                                   const Visitor &visitor, Reason reason,
                                   Arena &arena) {
  const Leaf &leaf = program.conditions.leaves[reason.leaf];
  const Input &input = program.inputs[leaf.input];
  const Machine::Found &found = machine.input(leaf.input);
  VitrineLeafExplanation out = {
      .input = leaf.input,
      .source = static_cast<std::uint32_t>(input.source),
      .op = static_cast<std::uint32_t>(leaf.op),
      .wanted = reason.wanted,
      .found_number = found.number,
      .since = kNotKnown,
      .drops_at = kNotKnown,
      .found_tag = static_cast<std::uint32_t>(found.tag),
      .found_symbol = SymbolOf(machine.identities(), found.text)};
  if ((input.source == InputSource::kCounter ||
       input.source == InputSource::kSince) &&
      found.tag != ValueTag::kUnknown) {
    out.since = visitor.Since(input.argument);
    out.drops_at = visitor.DropsAt(input.argument);
  }
  PutOperands(program, leaf, arena, out);
  return out;
}

VitrineRuleExplanation ExplainRule(const Program &program,
                                   const Machine &machine,
                                   const Visitor &visitor, std::uint32_t index,
                                   std::uint32_t winner, std::uint32_t &room,
                                   Arena &arena) {
  const Rule &rule = program.rules[index];
  const Truth truth = machine.truth(rule.node);
  VitrineRuleExplanation out = {.rule = index,
                                .outcome = truth == Truth::kUnknown
                                               ? VITRINE_OUTCOME_UNKNOWN
                                               : VITRINE_OUTCOME_FALSE,
                                .priority = rule.priority,
                                .group = rule.group};
  Array<Reason> reasons = ReasonsFor(program, machine, rule.node);
  if (truth == Truth::kTrue) {
    // What comes before the winner would have won; VITRINE_NONE is past all.
    out.outcome = index == winner  ? VITRINE_OUTCOME_WON
                  : index > winner ? VITRINE_OUTCOME_OUTRANKED
                                   : VITRINE_OUTCOME_GROUP;
    if (reasons.size() > room) reasons.resize(room);
    room -= static_cast<std::uint32_t>(reasons.size());
  }
  out.leaves_offset =
      PutRows(reasons, arena, out.leaf_count, [&](Reason reason) {
        return ExplainLeaf(program, machine, visitor, reason, arena);
      });
  return out;
}

/// Returns the list's offset.
std::uint32_t PutRecommended(std::span<const Recommended> items, Arena &arena) {
  const std::uint32_t first = arena.Put<VitrineRecommended>(items.size());
  std::uint32_t offset = first;
  for (const Recommended &item : items) {
    const VitrineRecommended out = {
        .item = item.item,
        .strategy = static_cast<std::uint32_t>(item.strategy),
        .because = item.because,
        .reserved = 0};
    arena.Set(offset, out);
    offset += sizeof out;
  }
  return first;
}

}  // namespace

void PutBundleInfo(const Program &program, std::uint64_t checksum,
                   Arena &arena) {
  arena.BeginResult();
  const std::uint32_t at = arena.Put<VitrineBundleInfo>(1);
  arena.Set(at, checksum);
  arena.Set(at + std::uint32_t{offsetof(VitrineBundleInfo, content_count)},
            program.contents.size());
  for (const InfoColumn &column : kInfoColumns) {
    const RawArray &rows = ArrayOf(program, column.table);
    const auto count = static_cast<std::uint32_t>(rows.size());
    const std::uint32_t list = arena.PutBytes(nullptr, count * column.bytes);
    arena.Set(at + column.count, count);
    if (column.bytes == 0) continue;
    arena.Set(at + column.offset, list);
    for (std::uint32_t i = 0; i < count; ++i) {
      arena.SetBytes(list + i * column.bytes,
                     rows.bytes() + i * kStrides[column.table] + column.at,
                     column.bytes);
    }
  }
}

void PutModelInfo(const Model &model, Arena &arena) {
  const VitrineModelInfo info = {.item_count = model.size(),
                                 .first_shard = model.first_shard(),
                                 .first_display = model.first_display(),
                                 .reserved = 0};
  PutResult(&info, sizeof info, arena);
}

void PutDecision(Engine &engine, double now, Arena &arena) {
  const std::span<const SlotDecision> decisions = engine.Decide(now);
  const Program &program = engine.program();
  arena.BeginResult();
  const std::uint32_t at = arena.Put<VitrineDecision>(1);
  VitrineDecision out = {};
  out.next_change_at = engine.NextChangeAt();
  out.next_active_in = engine.NextActiveIn();
  out.slot_count = static_cast<std::uint32_t>(decisions.size());
  out.slots_offset = arena.Put<VitrineSlotDecision>(decisions.size());
  std::uint32_t offset = out.slots_offset;
  for (const SlotDecision &decision : decisions) {
    VitrineSlotDecision slot = {
        .rule = decision.rule,
        .content = VITRINE_NONE,
        .experiment = VITRINE_NONE,
        .arm = 0,
        .changed = decision.changed ? 1U : 0U,
        .item_count = static_cast<std::uint32_t>(decision.items.size()),
        .items_offset = PutRecommended(decision.items, arena),
        .reserved = 0};
    if (decision.rule != kNone) {
      const Rule &rule = program.rules[decision.rule];
      slot.content = rule.content;
      slot.experiment = rule.experiment;
      slot.arm = rule.arm;
    }
    arena.Set(offset, slot);
    offset += sizeof slot;
  }
  const std::span<const std::uint32_t> wanted = engine.WantedFiles();
  out.wanted_count = static_cast<std::uint32_t>(wanted.size());
  out.wanted_offset = arena.PutBytes(wanted.data(), wanted.size_bytes());
  arena.Set(at, out);
}

std::int32_t PutSegments(const Program &program, const Machine &machine,
                         Arena &arena) {
  arena.BeginResult();
  const std::uint32_t at = arena.Put<std::uint32_t>(program.segments.size());
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < program.segments.size(); ++i) {
    if (machine.truth(program.segments[i].node) != Truth::kTrue) continue;
    arena.Set(at + count * std::uint32_t{sizeof i}, i);
    ++count;
  }
  return static_cast<std::int32_t>(count);
}

void PutProfile(const Visitor *visitor, Arena &arena) {
  arena.BeginResult();
  const std::uint32_t at = arena.Put<VitrineProfile>(1);
  VitrineProfile out = {};
  if (visitor != nullptr) {
    out.known = 1;
    out.seed = visitor->seed();
    out.visit_started = visitor->visit().started_at();
    out.visit_number = visitor->visit().number();
    out.visit_pages = visitor->visit().pages();
    out.cart_quantity = visitor->cart().quantity();
    out.cart_value = visitor->cart().value();
    out.orders_count = visitor->orders().count();
    out.orders_value = visitor->orders().value();
    out.event_count = visitor->event_count();

    const auto views = visitor->views().items();
    out.view_count = static_cast<std::uint32_t>(views.size());
    out.views_offset = PutEntries(
        views.size(), arena, [&](std::size_t i, VitrineProfileEntry &entry) {
          entry.text = PutLabel(views[i].item, arena);
          entry.number = views[i].at;
        });
    const auto purchases = visitor->purchases().items();
    out.purchase_count = static_cast<std::uint32_t>(purchases.size());
    out.purchases_offset = PutEntries(
        purchases.size(), arena,
        [&](std::size_t i, VitrineProfileEntry &entry) {
          const std::size_t viewed = FindEntry(
              views.data(), views.size(), sizeof views[0], purchases[i].id);
          entry.text = viewed < views.size()
                           ? PutLabel(views[viewed].item, arena)
                           : kNoText;
          entry.number = purchases[i].at;
        });
    const auto unwanted = visitor->attention().unwanted();
    out.unwanted_count = static_cast<std::uint32_t>(unwanted.size());
    out.unwanted_offset = PutEntries(
        unwanted.size(), arena, [&](std::size_t i, VitrineProfileEntry &entry) {
          entry.text = PutLabel(unwanted[i].item, arena);
        });
    out.shown_count =
        static_cast<std::uint32_t>(visitor->attention().shown().size());
    out.categories_offset =
        PutAffinity(visitor->categories(), arena, out.category_count);
    out.brands_offset = PutAffinity(visitor->brands(), arena, out.brand_count);
  }
  arena.Set(at, out);
}

void PutExplanation(Engine &engine, double now, std::uint32_t slot,
                    Arena &arena) {
  const Program &program = engine.program();
  const Slot &place = program.slots[slot];
  VitrineExplanation out = {};
  const Machine &machine = engine.Explain(slot, now, out.winner);
  arena.BeginResult();
  const std::uint32_t at = arena.Put<VitrineExplanation>(1);
  out.rule_count = place.rule_count;
  out.rules_offset = arena.Put<VitrineRuleExplanation>(place.rule_count);
  std::uint32_t room = VITRINE_MAX_REASONS;
  for (std::uint32_t i = 0; i < place.rule_count; ++i) {
    const VitrineRuleExplanation rule =
        ExplainRule(program, machine, engine.visitor(), place.first_rule + i,
                    out.winner, room, arena);
    arena.Set(out.rules_offset + i * std::uint32_t{sizeof rule}, rule);
  }
  arena.Set(at, out);
}

void PutItemsExplanation(Engine &engine, double now, std::uint32_t slot,
                         Arena &arena) {
  const Trace trace = engine.ExplainItems(slot, now);
  VitrineItemsExplanation out = {};
  arena.BeginResult();
  const std::uint32_t at = arena.Put<VitrineItemsExplanation>(1);
  const std::uint32_t parts =
      PutRows(trace.parts, arena, out.item_count, [](const PartTrace &part) {
        return VitrinePart{part.context, static_cast<std::uint32_t>(part.kind),
                           part.weight};
      });
  out.items_offset =
      PutRows(trace.items, arena, out.item_count, [&](const ItemTrace &item) {
        return VitrineItemExplanation{
            .item = item.item,
            .strategy = static_cast<std::uint32_t>(item.strategy),
            .source = item.source,
            .part_count = item.part_count,
            .parts_offset =
                parts + item.first_part * std::uint32_t{sizeof(VitrinePart)},
            .reserved = 0,
            .score = item.score,
            .boost = item.boost,
            .rotation = item.rotation,
            .likeness = item.likeness};
      });
  out.removed_count = kRemovals;
  out.removed_offset = arena.PutBytes(trace.removed, sizeof trace.removed);
  arena.Set(at, out);
}

void PutOrder(Engine &engine, double now, std::span<const Identity> items,
              std::uint32_t most, Arena &arena) {
  VitrineOrder out = {};
  std::span<const std::uint32_t> order;
  std::span<const std::uint32_t> wanted;
  if (engine.model() != nullptr) {
    order = engine.Rerank(items, most, now);
    wanted = engine.WantedFiles();
  }
  arena.BeginResult();
  const std::uint32_t at = arena.Put<VitrineOrder>(1);
  out.count = static_cast<std::uint32_t>(order.size());
  out.items_offset = arena.PutBytes(order.data(), order.size_bytes());
  out.wanted_count = static_cast<std::uint32_t>(wanted.size());
  out.wanted_offset = arena.PutBytes(wanted.data(), wanted.size_bytes());
  arena.Set(at, out);
}

void PutInterests(const Visitor *visitor, std::span<const Identity> categories,
                  Arena &arena) {
  arena.BeginResult();
  std::uint32_t at = arena.Put<double>(categories.size());
  if (visitor == nullptr) return;
  for (const Identity category : categories) {
    arena.Set(at, visitor->categories().ShareOf(category));
    at += std::uint32_t{sizeof(double)};
  }
}

std::int32_t PutBundleText(const Program &program, std::uint32_t kind,
                           std::uint32_t index, Arena &arena) {
  const TextTable *texts = &program.strings;
  if (kind == VITRINE_TEXT_CONTENT) {
    texts = &program.contents;
  } else {
    if (kind >= std::size(kNames)) return VITRINE_BAD_INPUT;
    const NameColumn &names = kNames[kind];
    const RawArray &rows = ArrayOf(program, names.table);
    if (index >= rows.size()) return VITRINE_BAD_INPUT;
    std::memcpy(&index, rows.bytes() + index * kStrides[names.table] + names.at,
                sizeof index);
  }
  if (index >= texts->size()) return VITRINE_BAD_INPUT;
  const std::string_view text = (*texts)[index];
  return PutResult(text.data(), text.size(), arena);
}

std::int32_t PutResult(const void *bytes, std::size_t size, Arena &arena) {
  arena.BeginResult();
  arena.PutBytes(bytes, size);
  return static_cast<std::int32_t>(size);
}

}  // namespace vitrine
