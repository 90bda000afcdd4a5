/**
 * Numbers and offsets of bindings/runtime_abi.h, the contract with vitrine.wasm and vitrine-inspect.wasm. tests/node/abi.test.mjs compares the
 * two: a name here is the header's name in camelCase, so a renamed or moved field fails a test, not a shop.
 */

export const ABI_VERSION = 3;
/** "No index", "no text". */
export const NONE = 0xffffffff;
export const MAX_ARENA_BYTES = 16 << 20;
export const MAX_ITEMS = 64;
export const MAX_TEXT_UNITS = 1024;
export const MAX_NODES = 512;

/** The functions that this package calls, without `vitrine_`. */
export const EXPORTS = [
  'abi_version',
  'new',
  'arena',
  'load',
  'model',
  'part',
  'items',
  'slots',
  'consent',
  'values',
  'active',
  'force',
  'page',
  'event',
  'cart',
  'decide',
  'report',
  'segments',
  'rerank',
  'interests',
  'snapshot',
  'restore',
  'forget',
  'text',
] as const;

/** Those that only vitrine-inspect.wasm has. */
export const QUESTIONS = ['profile', 'explain', 'explain_items', 'forget_one', 'hold'] as const;

export type Name = (typeof EXPORTS)[number];
export type Question = (typeof QUESTIONS)[number];
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
  read = 7,
  property = 8,
  experiment = 9,
  arm = 10,
}

export const enum Tag {
  null = 0,
  truth = 1,
  number = 2,
  text = 3,
  list = 4,
  object = 5,
}

/** Bits of VitrineRead::needs: what the core wants of a value beside String(value) and Number(value). */
export const enum Needs {
  tree = 1,
  lower = 2,
  version = 4,
  json = 8,
}

export const enum OperandKind {
  nothing = 0,
  number = 1,
  symbol = 2,
  truth = 3,
  numberList = 4,
  symbolList = 5,
  tag = 6,
  automaton = 7,
  elementNode = 8,
}

/** Those sources of inputs whose numbers people do not read as they are. */
export const enum Source {
  attributeAge = 1,
  counter = 2,
  since = 3,
  experiment = 4,
  now = 5,
  minute = 6,
  weekday = 7,
  visitAge = 10,
  visitGap = 11,
  visitActive = 12,
  cartAge = 16,
  ordersFirst = 21,
  ordersLast = 22,
  ordersFirstAt = 32,
  ordersLastAt = 33,
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
  readCount = 32,
  readsOffset = 36,
  propertyCount = 40,
  propertiesOffset = 44,
  experimentCount = 48,
  experimentsOffset = 52,
  slotTypesOffset = 56,
  reserved = 60,
  size = 64,
}

export const enum Read {
  attribute = 0,
  needs = 4,
  size = 8,
}

export const enum Experiment {
  firstArm = 0,
  armCount = 4,
  size = 8,
}

/** `nodes` is the header's `size`, a name that is taken here. */
export const enum Value {
  read = 0,
  tag = 4,
  nodes = 8,
  reserved = 12,
  number = 16,
  text = 24,
  lower = 32,
  version = 40,
  json = 48,
  key = 56,
  size = 64,
}

export const enum Item {
  id = 0,
  brand = 8,
  category = 16,
  price = 24,
  quantity = 32,
  availability = 40,
  reserved = 44,
  size = 48,
}

export const enum Event {
  name = 0,
  transaction = 8,
  search = 16,
  value = 24,
  itemCount = 32,
  itemsOffset = 36,
  propertiesOffset = 40,
  reserved = 44,
  size = 48,
}

export const enum Page {
  item = 0,
  category = 8,
  source = 16,
  medium = 24,
  campaign = 32,
  channel = 40,
  size = 48,
}

export const enum ModelInfo {
  itemCount = 0,
  firstShard = 4,
  firstDisplay = 8,
  reserved = 12,
  size = 16,
}

export const enum ItemRecord {
  id = 0,
  brand = 8,
  category = 16,
  price = 24,
  rebuyDays = 32,
  availability = 40,
  number = 44,
  size = 48,
}

export const enum Decision {
  nextChangeAt = 0,
  nextActiveIn = 8,
  slotCount = 16,
  slotsOffset = 20,
  wantedCount = 24,
  wantedOffset = 28,
  size = 32,
}

export const enum SlotDecision {
  rule = 0,
  content = 4,
  experiment = 8,
  arm = 12,
  changed = 16,
  itemCount = 20,
  itemsOffset = 24,
  reserved = 28,
  size = 32,
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
  purchaseCount = 76,
  purchasesOffset = 80,
  unwantedCount = 84,
  unwantedOffset = 88,
  shownCount = 92,
  seed = 96,
  size = 104,
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
  priority = 8,
  group = 12,
  leafCount = 16,
  leavesOffset = 20,
  size = 24,
}

export const enum LeafExplanation {
  input = 0,
  source = 4,
  op = 8,
  wanted = 12,
  foundNumber = 16,
  since = 24,
  dropsAt = 32,
  foundTag = 40,
  foundSymbol = 44,
  operandKind = 48,
  operandCount = 52,
  operandsOffset = 56,
  reserved = 60,
  size = 64,
}

export const enum ItemsExplanation {
  itemCount = 0,
  itemsOffset = 4,
  removedCount = 8,
  removedOffset = 12,
  size = 16,
}

export const enum ItemExplanation {
  item = 0,
  strategy = 4,
  source = 8,
  partCount = 12,
  partsOffset = 16,
  reserved = 20,
  score = 24,
  boost = 32,
  rotation = 40,
  likeness = 48,
  size = 56,
}

export const enum Order {
  count = 0,
  itemsOffset = 4,
  wantedCount = 8,
  wantedOffset = 12,
  size = 16,
}

export const enum Part {
  item = 0,
  kind = 4,
  weight = 8,
  size = 16,
}
