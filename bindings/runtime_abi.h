#ifndef VITRINE_BINDINGS_RUNTIME_ABI_H_
#define VITRINE_BINDINGS_RUNTIME_ABI_H_

#include <cstddef>
#include <cstdint>

/// The C ABI of the runtime module, version 3. ABI.md tells how to use it;
/// web/src/core/abi.ts repeats the numbers, and a test compares the two.
///
/// One arena per instance carries everything that is not a number: the caller
/// asks for space with vitrine_arena, writes the input at its start, makes the
/// call, and reads the result at the start of the same arena before the next
/// call. Inside the arena, things point to each other by byte offset from its
/// start, so the layout is the same in wasm and natively. Every offset and
/// length is checked: input of any content is safe. The instance pointer is
/// not checked.

extern "C" {

typedef struct Vitrine Vitrine;

enum : std::uint32_t {
  VITRINE_ABI_VERSION = 3,
  VITRINE_MAX_ARENA_BYTES = 16U << 20,
  /// Items of one event or cart that count; further ones are ignored.
  VITRINE_MAX_ITEMS = 64,
  /// UTF-16 units of one text; longer texts are cut.
  VITRINE_MAX_TEXT_UNITS = 1024,
  /// Nodes of one value; what comes after them is ignored.
  VITRINE_MAX_NODES = 512,
  /// Items of one listing.
  VITRINE_MAX_LISTED = 512,
  /// Leaves that vitrine_explain tells of all rules together that hold.
  VITRINE_MAX_REASONS = 1024,
  VITRINE_NONE = 0xffffffff,
};

/// Status of a call. Calls that return a length return it as a number >= 0
/// instead of VITRINE_OK.
enum : std::int32_t {
  VITRINE_OK = 0,
  VITRINE_IGNORED = 1,    ///< behaviour without consent: nothing was kept
  VITRINE_DUPLICATE = 2,  ///< an order that was counted before
  /// Restored. The clock was set back since the snapshot was made, and all
  /// times in it were moved back by the difference.
  VITRINE_MOVED = 3,
  VITRINE_NO_BUNDLE = -1,
  VITRINE_BAD_INPUT = -2,  ///< an offset, length, index or number out of range
  VITRINE_NO_MODEL = -3,
  /// Load: VITRINE_LOAD_ERROR - ReadError (runtime/bundle/reader.h).
  VITRINE_LOAD_ERROR = -100,
  /// Restore: VITRINE_RESTORE_ERROR - RestoreError
  /// (runtime/visitor/snapshot.h).
  VITRINE_RESTORE_ERROR = -200,
};

/// UTF-16 units in the arena. `offset` is even.
struct VitrineText {
  std::uint32_t offset;
  std::uint32_t length;  ///< in units; VITRINE_NONE: there is no text
};

struct VitrineBundleInfo {
  std::uint32_t id_low;  ///< the bundle's checksum
  std::uint32_t id_high;
  std::uint32_t attribute_count;
  std::uint32_t slot_count;
  std::uint32_t segment_count;
  std::uint32_t rule_count;  ///< rows: one for each arm of an experiment
  std::uint32_t content_count;
  /// u8 per attribute: ValueType.
  std::uint32_t attribute_types_offset;
  std::uint32_t read_count;
  std::uint32_t reads_offset;  ///< VitrineRead[read_count]
  std::uint32_t property_count;
  std::uint32_t properties_offset;  ///< u8 per property: PropertyKind
  std::uint32_t experiment_count;
  std::uint32_t experiments_offset;  ///< VitrineExperiment[experiment_count]
  std::uint32_t slot_types_offset;   ///< u8 per slot: SlotType
  std::uint32_t reserved;
};

/// A path that the host walks; VITRINE_TEXT_READ gives it.
struct VitrineRead {
  std::uint32_t attribute;  ///< VITRINE_NONE: the page knows it by itself
  std::uint32_t needs;      ///< bits, see runtime/bundle/program.h
};

struct VitrineExperiment {
  std::uint32_t first_arm;  ///< for VITRINE_TEXT_ARM
  std::uint32_t arm_count;
};

/// The value that a read leads to, followed by what it contains, each node
/// before its own contents. Conversions follow JavaScript and are the host's
/// work; absent texts are those that the read does not need.
struct VitrineValue {
  std::uint32_t read;  ///< index; also event properties: their index. Not
                       ///< looked at in contained nodes
  std::uint32_t tag;   ///< ValueTag: 0 null, 1 truth, 2 number, 3 text, 4 list,
                       ///< 5 object
  std::uint32_t size;  ///< nodes, with this one and all that it contains
  std::uint32_t reserved;
  double number;        ///< Number(value)
  VitrineText text;     ///< String(value)
  VitrineText lower;    ///< the same in lower case
  VitrineText version;  ///< padded as GrowthBook's SDK does
  VitrineText json;     ///< JSON.stringify(value)
  VitrineText key;      ///< in what contains it: member name or index
};

struct VitrineItem {
  VitrineText id;
  VitrineText brand;
  VitrineText category;
  double price;                ///< store currency; NaN: not told
  double quantity;             ///< NaN: 1
  std::uint32_t availability;  ///< Availability; VITRINE_NONE: not told
  std::uint32_t reserved;
};

/// Followed in the arena, at items_offset, by VitrineItem[item_count], and at
/// properties_offset by VitrineValue[]: those of the event, then those of each
/// item, in the order in which the bundle names them. 0: none were told.
struct VitrineEvent {
  VitrineText name;         ///< GA4 event name
  VitrineText transaction;  ///< transaction_id of a purchase
  VitrineText search;       ///< search_term of a search, in lower case
  double value;             ///< of a purchase; NaN: the sum over the items
  std::uint32_t item_count;
  std::uint32_t items_offset;
  std::uint32_t properties_offset;
  std::uint32_t reserved;
};

/// How the visitor came to this page, if from outside.
struct VitrinePage {
  VitrineText item;      ///< item_id, on the page of one item
  VitrineText category;  ///< item_category, on the page of one
  /// Absent: the visitor came from another page of the shop, which changes
  /// nothing. Channel is always there otherwise.
  VitrineText source;
  VitrineText medium;
  VitrineText campaign;
  VitrineText channel;
};

/// Files of a model are numbered: look-up pages, shards, display files.
struct VitrineModelInfo {
  std::uint32_t item_count;
  std::uint32_t first_shard;
  std::uint32_t first_display;
  std::uint32_t reserved;
};

/// What is told of an item: by a display file, with the item's number, or by
/// the shop, as it is now.
struct VitrineItemRecord {
  VitrineText id;
  VitrineText brand;     ///< of a display file; absent: none
  VitrineText category;  ///< likewise
  double price;          ///< store currency; NaN: not known, or as it was
  double rebuy_days;     ///< of a display file: bought again after so many;
                         ///< NaN: never
  std::uint32_t availability;  ///< Availability; VITRINE_NONE: in stock, or as
                               ///< it was
  std::uint32_t number;        ///< VITRINE_NONE: the shop says so
};

/// Followed, at slots_offset, by VitrineSlotDecision[slot_count], and, at
/// wanted_offset, by u32[wanted_count]: the numbers of the model's files that
/// are wanted, the most useful ones first.
struct VitrineDecision {
  double next_change_at;  ///< clock, ms since 1970; Infinity: no such time
  /// Active time, ms, that is still missing until something may change;
  /// Infinity: none ever will.
  double next_active_in;
  std::uint32_t slot_count;
  std::uint32_t slots_offset;
  std::uint32_t wanted_count;
  std::uint32_t wanted_offset;
};

/// Followed, at items_offset, by VitrineRecommended[item_count].
struct VitrineSlotDecision {
  std::uint32_t rule;        ///< VITRINE_NONE: nothing applies
  std::uint32_t content;     ///< VITRINE_NONE: nothing to show
  std::uint32_t experiment;  ///< VITRINE_NONE: none
  std::uint32_t arm;         ///< of the experiment, from 0
  std::uint32_t changed;     ///< 1 when rule, content or items differ from the
                             ///< last decision
  std::uint32_t item_count;
  std::uint32_t items_offset;
  std::uint32_t reserved;
};

struct VitrineRecommended {
  std::uint32_t item;      ///< its number in the model
  std::uint32_t strategy;  ///< Strategy
  std::uint32_t because;   ///< item that speaks for it, or VITRINE_NONE
  std::uint32_t reserved;
};

/// Followed by lists of entries at the offsets given.
struct VitrineProfile {
  double visit_started;  ///< ms since 1970
  double cart_quantity;
  double cart_value;
  double orders_value;
  std::uint32_t known;  ///< 0: no consent, everything else is zero
  std::uint32_t visit_number;
  std::uint32_t visit_pages;
  std::uint32_t orders_count;
  std::uint32_t event_count;  ///< events in the log
  std::uint32_t view_count;   ///< VitrineProfileEntry: item id, last view time
  std::uint32_t views_offset;
  std::uint32_t category_count;  ///< item_category, share of 1, strongest first
  std::uint32_t categories_offset;
  std::uint32_t brand_count;  ///< item_brand, share of 1, strongest first
  std::uint32_t brands_offset;
  std::uint32_t purchase_count;  ///< item id if it was viewed, time of the last
                                 ///< purchase, newest first
  std::uint32_t purchases_offset;
  std::uint32_t unwanted_count;  ///< item id, 0, latest first
  std::uint32_t unwanted_offset;
  std::uint32_t shown_count;  ///< items that were shown and not looked at
  double seed;                ///< by which experiments assign; -1: none
};

struct VitrineProfileEntry {
  VitrineText text;  ///< length VITRINE_NONE: too long to have been kept
  double number;
};

enum : std::uint32_t {
  VITRINE_OUTCOME_WON = 0,
  VITRINE_OUTCOME_OUTRANKED = 1,  ///< holds, but the winner comes first
  VITRINE_OUTCOME_FALSE = 2,
  VITRINE_OUTCOME_UNKNOWN = 3,  ///< would need what consent does not allow
  VITRINE_OUTCOME_GROUP = 4,    ///< holds, but a rule of its group stands in a
                                ///< slot before this one
};

/// Followed, at rules_offset, by VitrineRuleExplanation[rule_count].
struct VitrineExplanation {
  std::uint32_t winner;  ///< rule, or VITRINE_NONE
  std::uint32_t rule_count;
  std::uint32_t rules_offset;
  std::uint32_t reserved;
};

/// Why a rule is where it is. Followed, at leaves_offset, by
/// VitrineLeafExplanation[leaf_count]: of a rule that holds, leaves that make
/// it hold whatever the others are, the last one of the bundle first; of
/// another the first leaf that stopped it, if there is one.
struct VitrineRuleExplanation {
  std::uint32_t rule;
  std::uint32_t outcome;  ///< VITRINE_OUTCOME_*
  std::int32_t priority;
  std::uint32_t group;  ///< rules of one number exclude each other; 0: none
  std::uint32_t leaf_count;
  std::uint32_t leaves_offset;
};

/// A leaf and what it found. Its operands, at most 32, follow at
/// operands_offset.
struct VitrineLeafExplanation {
  std::uint32_t input;   ///< for VITRINE_TEXT_INPUT
  std::uint32_t source;  ///< InputSource
  std::uint32_t op;      ///< LeafOp
  std::uint32_t wanted;  ///< 1: the leaf has to hold, 0: has to fail
  double found_number;
  double since;     ///< counters: counting since, ms since 1970; else NaN
  double drops_at;  ///< counters: when their oldest occurrence is past its
                    ///< window, ms since 1970; Infinity: at no time; else NaN
  std::uint32_t found_tag;
  std::uint32_t found_symbol;  ///< the text that was found; VITRINE_NONE: no
                               ///< text, or none that the bundle names
  std::uint32_t operand_kind;  ///< OperandKind
  std::uint32_t operand_count;
  std::uint32_t operands_offset;  ///< f64 for numbers; u32 for symbols, truth
                                  ///< values, tags, automata and nodes
  std::uint32_t reserved;
};

/// Why the items of a slot are where they are. Followed, at items_offset, by
/// VitrineItemExplanation[item_count], as vitrine_decide has the items, and, at
/// removed_offset, by u32[removed_count]: by Removal (runtime/rank/trace.h),
/// how many others were passed over for it.
struct VitrineItemsExplanation {
  std::uint32_t item_count;
  std::uint32_t items_offset;
  std::uint32_t removed_count;
  std::uint32_t removed_offset;
};

/// Followed, at parts_offset, by VitrinePart[part_count].
struct VitrineItemExplanation {
  std::uint32_t item;      ///< its number in the model
  std::uint32_t strategy;  ///< Strategy
  std::uint32_t source;    ///< place among those of the rule
  std::uint32_t part_count;
  std::uint32_t parts_offset;
  std::uint32_t reserved;
  double score;     ///< of its source; its worth is that times what follows
  double boost;     ///< product of those that hold
  double rotation;  ///< below 1: shown often and never clicked
  double likeness;  ///< below 1: like an item before it
};

struct VitrinePart {
  std::uint32_t item;  ///< that speaks for it
  std::uint32_t kind;  ///< PartKind (runtime/rank/trace.h)
  double weight;
};

/// Followed, at items_offset, by u32[count]: the items of the listing by index,
/// first one first; and, at wanted_offset, by u32[wanted_count]: numbers of the
/// model's files with which the order might be better.
struct VitrineOrder {
  std::uint32_t count;
  std::uint32_t items_offset;
  std::uint32_t wanted_count;
  std::uint32_t wanted_offset;
};

/// Texts of the bundle that vitrine_text gives.
enum : std::uint32_t {
  VITRINE_TEXT_ATTRIBUTE = 0,  ///< attribute name
  VITRINE_TEXT_SLOT = 1,
  VITRINE_TEXT_SEGMENT = 2,
  VITRINE_TEXT_RULE = 3,     ///< rule id
  VITRINE_TEXT_CONTENT = 4,  ///< JSON
  VITRINE_TEXT_INPUT = 5,    ///< what people call it
  VITRINE_TEXT_SYMBOL = 6,   ///< a name that conditions compare with
  VITRINE_TEXT_READ = 7,     ///< path
  VITRINE_TEXT_PROPERTY = 8,
  VITRINE_TEXT_EXPERIMENT = 9,
  VITRINE_TEXT_ARM = 10,
};

/// What the shopper did with a decision. Numbers of vitrine_report.
enum : std::uint32_t {
  VITRINE_SHOWN = 0,
  VITRINE_CLICKED = 1,
  VITRINE_DISMISSED = 2,
  VITRINE_CONVERTED = 3,
};

std::uint32_t vitrine_abi_version(void);

/// A new instance without bundle or consent. Traps when memory is exhausted.
Vitrine *vitrine_new(void);
void vitrine_delete(Vitrine *vitrine);

/// Makes room for `size` bytes and returns the arena's start, aligned to 8;
/// null past VITRINE_MAX_ARENA_BYTES. Contents are kept. Any later call may
/// move the arena: ask again (size 0 will do) before reading a result.
std::uint8_t *vitrine_arena(Vitrine *vitrine, std::uint32_t size);

// `now` is always ms since 1970. A time before an earlier one counts as the
// earlier one; one that is not in JavaScript's calendar (8.64e15 ms to both
// sides) is VITRINE_BAD_INPUT.

/// In: a rules file of `size` bytes. Out: VitrineBundleInfo. On an error the
/// bundle loaded before stays in use. Keeps the visitor; attributes must be
/// set again.
std::int32_t vitrine_load(Vitrine *vitrine, double now, std::uint32_t size);

/// In: a model core of `size` bytes. Out: VitrineModelInfo. Takes the place of
/// the model before; on an error that one stays in use.
std::int32_t vitrine_model(Vitrine *vitrine, std::uint32_t size);

/// In: a look-up page or a shard of `size` bytes. On an error the model stays
/// as it was. VITRINE_NO_MODEL before a model was loaded.
std::int32_t vitrine_part(Vitrine *vitrine, std::uint32_t size);

/// In: VitrineItemRecord[count], and, at properties_offset, VitrineValue[]: of
/// each item the properties that the bundle reads of items, in its order; null:
/// as it was. 0: none are told. What the shop says of items that nobody told by
/// number is passed over. VITRINE_NO_MODEL before a model was loaded.
std::int32_t vitrine_items(Vitrine *vitrine, std::uint32_t count,
                           std::uint32_t properties_offset);

/// In: u32[count]: the slots that stand on the page, by index and in its
/// order, in which they choose items; the others recommend nothing. Until
/// told, and after vitrine_load, all do.
std::int32_t vitrine_slots(Vitrine *vitrine, std::uint32_t count);

/// Allows (1) or forbids (0) keeping behaviour. Forbidding wipes it. `seed`: a
/// random whole number below 2^53, which a visitor without one gets for good:
/// experiments assign by it.
std::int32_t vitrine_consent(Vitrine *vitrine, double now,
                             std::uint32_t personalise, double seed);

/// In: VitrineValue[count]: values of reads with what they contain.
std::int32_t vitrine_values(Vitrine *vitrine, double now, std::uint32_t count);

/// The visitor was active on the page for `ms` more.
std::int32_t vitrine_active(Vitrine *vitrine, double now, double ms);

/// For previews: puts everybody into an arm of an experiment, VITRINE_NONE
/// takes that back. Exposures of forced experiments are not kept.
std::int32_t vitrine_force(Vitrine *vitrine, std::uint32_t experiment,
                           std::uint32_t arm);

/// In: VitrinePage. Counts a page view and the event `page_view`.
std::int32_t vitrine_page(Vitrine *vitrine, double now);

/// In: VitrineEvent.
std::int32_t vitrine_event(Vitrine *vitrine, double now);

/// In: VitrineItem[count]: the whole cart, replacing what events added up to.
std::int32_t vitrine_cart(Vitrine *vitrine, double now, std::uint32_t count);

/// Out: VitrineDecision, for all slots of the bundle. Changes nothing about
/// the visitor.
std::int32_t vitrine_decide(Vitrine *vitrine, double now);

/// Records what came of showing a rule, by the number of its row. In:
/// u32[count], at most VITRINE_MAX_ITEMS: with VITRINE_SHOWN, the model's items
/// that were shown; numbers of none are passed over. Behaviour: VITRINE_IGNORED
/// without consent.
std::int32_t vitrine_report(Vitrine *vitrine, double now, std::uint32_t rule,
                            std::uint32_t outcome, std::uint32_t count);

/// Out: u32 per segment that holds; returns how many.
std::int32_t vitrine_segments(Vitrine *vitrine, double now);

/// Out: VitrineProfile. This and the next three are not in vitrine.wasm, only
/// in vitrine-inspect.wasm.
std::int32_t vitrine_profile(Vitrine *vitrine, double now);

/// Out: VitrineExplanation of one slot.
std::int32_t vitrine_explain(Vitrine *vitrine, double now, std::uint32_t slot);

/// Out: VitrineItemsExplanation of one slot of recommendations, of the decision
/// as of `now`; of another slot it is empty.
std::int32_t vitrine_explain_items(Vitrine *vitrine, double now,
                                   std::uint32_t slot);

/// For previews: everybody is in a segment (1) or nobody is (0), whatever its
/// condition says, until another bundle comes. A condition of a rule that is
/// the segment's, word for word, goes with it.
std::int32_t vitrine_hold(Vitrine *vitrine, std::uint32_t segment,
                          std::uint32_t holds);

/// Puts a listing that the page shows into the order in which the visitor may
/// care for it. No item moves by more than `most` places. In:
/// VitrineText[count], ids of items, at most VITRINE_MAX_LISTED. Out:
/// VitrineOrder; without a model, of nothing.
std::int32_t vitrine_rerank(Vitrine *vitrine, double now, std::uint32_t count,
                            std::uint32_t most);

/// Out: the visitor as bytes; returns their number, 0 without consent.
std::int32_t vitrine_snapshot(Vitrine *vitrine, double now);

/// In: what vitrine_snapshot gave, `size` bytes. VITRINE_OK or VITRINE_MOVED;
/// on an error the visitor is a fresh one. VITRINE_IGNORED without consent.
std::int32_t vitrine_restore(Vitrine *vitrine, double now, std::uint32_t size);

/// Forgets the visitor; consent and bundle stay. `seed`: of the new one.
std::int32_t vitrine_forget(Vitrine *vitrine, double now, double seed);

/// Out: UTF-8 text; returns its length in bytes.
std::int32_t vitrine_text(Vitrine *vitrine, std::uint32_t kind,
                          std::uint32_t index);

}  // extern "C"

#endif  // VITRINE_BINDINGS_RUNTIME_ABI_H_
