/**
 * Numbers and offsets of bindings/runtime_abi.h, the contract with vitrine.wasm. tests/node/abi.test.mjs compares the
 * two: a name here is the header's name in camelCase, so a renamed or moved field fails a test, not a shop.
 */

export const ABI_VERSION = 2;
/** "No index", "no text". */
export const NONE = 0xffffffff;
export const MAX_ARENA_BYTES = 16 << 20;
export const MAX_ITEMS = 64;
export const MAX_TEXT_UNITS = 1024;

/** The functions that this package calls, without `vitrine_`. */
export const EXPORTS = [
  'abi_version',
  'new',
  'arena',
  'load',
  'model',
  'shard',
  'items',
  'slots',
  'consent',
  'attributes',
  'page',
  'event',
  'cart',
  'decide',
  'report',
  'segments',
  'profile',
  'explain',
  'snapshot',
  'restore',
  'forget',
  'text',
] as const;

export type Name = (typeof EXPORTS)[number];
/** Pointers come back as signed 32-bit numbers. */
export type Call = (...numbers: number[]) => number;

export const enum Status {
  ok = 0,
  ignored = 1,
  duplicate = 2,
  moved = 3,
  noBundle = -1,
  badInput = -2,
  noModel = -3,
  loadError = -100,
  restoreError = -200,
}

export const enum TextKind {
  attribute = 0,
  slot = 1,
  segment = 2,
  rule = 3,
  content = 4,
  input = 5,
  symbol = 6,
  item = 7,
}

export const enum Tag {
  null = 0,
  truth = 1,
  number = 2,
  text = 3,
}

export const enum OperandKind {
  nothing = 0,
  number = 1,
  symbol = 2,
  truth = 3,
  numberList = 4,
  symbolList = 5,
}

// One enum per struct: byte offset of each field, then the struct's size.

export const enum Text {
  offset = 0,
  length = 4,
  size = 8,
}

export const enum BundleInfo {
  idLow = 0,
  idHigh = 4,
  attributeCount = 8,
  slotCount = 12,
  segmentCount = 16,
  ruleCount = 20,
  contentCount = 24,
  attributeTypesOffset = 28,
  size = 32,
}

export const enum Attribute {
  attribute = 0,
  tag = 4,
  number = 8,
  text = 16,
  size = 24,
}

export const enum Item {
  id = 0,
  brand = 8,
  category = 16,
  price = 24,
  quantity = 32,
  size = 40,
}

export const enum Event {
  name = 0,
  transaction = 8,
  value = 16,
  itemCount = 24,
  itemsOffset = 28,
  size = 32,
}

export const enum Page {
  type = 0,
  path = 8,
  item = 16,
  category = 24,
  size = 32,
}

export const enum ModelInfo {
  itemCount = 0,
  shardCount = 4,
  size = 8,
}

export const enum ItemUpdate {
  id = 0,
  price = 8,
  availability = 16,
  reserved = 20,
  size = 24,
}

export const enum Decision {
  nextChangeAt = 0,
  nextActiveAt = 8,
  slotCount = 16,
  slotsOffset = 20,
  shardCount = 24,
  shardsOffset = 28,
  size = 32,
}

export const enum SlotDecision {
  rule = 0,
  content = 4,
  variation = 8,
  changed = 12,
  itemCount = 16,
  itemsOffset = 20,
  size = 24,
}

export const enum Recommended {
  item = 0,
  strategy = 4,
  because = 8,
  reserved = 12,
  size = 16,
}

export const enum Profile {
  visitStarted = 0,
  cartQuantity = 8,
  cartValue = 16,
  ordersValue = 24,
  known = 32,
  visitNumber = 36,
  visitPages = 40,
  ordersCount = 44,
  eventCount = 48,
  viewCount = 52,
  viewsOffset = 56,
  categoryCount = 60,
  categoriesOffset = 64,
  brandCount = 68,
  brandsOffset = 72,
  reserved = 76,
  size = 80,
}

export const enum ProfileEntry {
  text = 0,
  number = 8,
  size = 16,
}

export const enum Explanation {
  winner = 0,
  ruleCount = 4,
  rulesOffset = 8,
  reserved = 12,
  size = 16,
}

export const enum RuleExplanation {
  rule = 0,
  outcome = 4,
  input = 8,
  op = 12,
  wanted = 16,
  foundTag = 20,
  foundNumber = 24,
  since = 32,
  foundSymbol = 40,
  operandKind = 44,
  operandCount = 48,
  operandsOffset = 52,
  size = 56,
}
