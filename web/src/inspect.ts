/** What `explain` and `profile` answer, and `rerank`, `forgetOne` and `force`. */
import {
  Explanation,
  LeafExplanation,
  NONE,
  OperandKind,
  Profile,
  ProfileEntry,
  RuleExplanation,
  Source,
  Status,
  Tag,
  Text,
  TextKind,
} from './core/abi.js';
import * as block from './core/block.js';
import type { Core, Result } from './core/core.js';
import { answerOf, warnLean } from './core/inspection.js';
import { armsOf, experimentsOf } from './context.js';
import { text } from './convert.js';
import { explainItems } from './inspect_items.js';
import type * as api from './types.js';
import type { Works } from './vitrine.js';

export { rerank } from './listing.js';

/** The rule language's name for each LeafOp of runtime/bundle/network.h. Short forms compare with `=`. */
const OPERATORS = (
  '$exists $exists $eq = $eq = $eq = $lt $lte $gt $gte $in $in $type $lt $lte $gt $gte ' +
  '$ini $alli $ini $vlt $vlte $vgt $vgte $veq = $regex $elemMatch $size'
).split(' ');
const IS_NULL = 1;
const OUTCOMES = ['won', 'outranked', 'false', 'unknown', 'group'] as const;
/** Of the rows that a rule with an experiment has, the one that tells most stands for it. */
const MOST_TELLING: readonly api.RuleExplanation['outcome'][] = ['won', 'outranked', 'group', 'unknown', 'false'];

/** In the order of ValueTag, from 0. */
const TYPES = 'null boolean number string array object'.split(' ');
const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const EXPERIMENT = '$experiment ';
/** What `namespace` and `filters` of experiments become, as rules/parse/experiment.cc names them: kind, seed, ranges. */
const UNLISTED = /^\$(namespace|filter) ("(?:[^"\\]|\\.)*") v\d+((?: \d[\d.e+-]*)+)/;
/** Before the id of a namespace, in its seed. */
const NAMESPACE = '__';

const DAY = 86_400_000;
/** What the core counts in ms, and the language in these. */
const UNITS: Readonly<Partial<Record<Source, number>>> = {
  [Source.visitAge]: 1000,
  [Source.visitActive]: 1000,
  [Source.cartAge]: 60_000,
  [Source.visitGap]: DAY,
};
/** Of dates, the core compares how long ago they are. */
const AGES: readonly Source[] = [Source.attributeAge, Source.ordersFirst, Source.ordersLast];
const MOMENTS: readonly Source[] = [Source.now, Source.ordersFirstAt, Source.ordersLastAt];

/** A time beyond the calendar stays a number. */
const isoOf = (time: number): string => (Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time));

/** Rounded to what people read, without an end of zeros. */
const rounded = (number: number, digits: number): number => Number(number.toFixed(digits));

/** A time span as rules write them, in the largest unit of which it is a whole number, or nearly in that it reaches. */
function spanOf(ms: number, exact: boolean): string {
  const units = [['d', DAY], ['h', 3_600_000], ['m', 60_000], ['s', 1000]] as const;
  const [name, unit] = units.find(([, size]) => (exact ? ms % size === 0 : Math.abs(ms) >= size)) ?? ['s', 1000];
  return (exact ? ms / unit : rounded(ms / unit, 1)) + name;
}

/** A number or truth value, or the symbol whose text is meant. */
type Operand = number | boolean | { readonly symbol: number } | { readonly type: number } | null;

function operandsOf(result: Result, at: number): Operand[] {
  const kind = result.u32(at + LeafExplanation.operandKind);
  const start = result.u32(at + LeafExplanation.operandsOffset);
  return Array.from({ length: result.u32(at + LeafExplanation.operandCount) }, (_, i) => {
    if (kind === OperandKind.number || kind === OperandKind.numberList) return result.f64(start + i * 8);
    const number = result.u32(start + i * 4);
    switch (kind) {
      case OperandKind.truth:
        return number !== 0;
      case OperandKind.tag:
        return { type: number };
      case OperandKind.symbol:
      case OperandKind.symbolList:
        return { symbol: number };
    }
    return null; // the bundle has no text of patterns and of conditions on elements
  });
}

/** undefined: a text that the bundle does not name. */
function foundOf(result: Result, at: number): Operand | undefined {
  const number = result.f64(at + LeafExplanation.foundNumber);
  const symbol = result.u32(at + LeafExplanation.foundSymbol);
  switch (result.u32(at + LeafExplanation.foundTag)) {
    case Tag.null:
      return null;
    case Tag.truth:
      return number !== 0;
    case Tag.number:
      return number;
    case Tag.text:
      return symbol === NONE ? undefined : { symbol };
  }
  return undefined;
}

/** null in place of what is no moment. */
const momentOf = (time: number): number | null => (Number.isFinite(time) ? time : null);

type Leaf = ReturnType<typeof readLeaf>;

function readLeaf(result: Result, at: number) {
  const op = result.u32(at + LeafExplanation.op);
  return {
    input: result.u32(at + LeafExplanation.input),
    source: result.u32(at + LeafExplanation.source) as Source,
    operator: OPERATORS[op] ?? '?',
    wanted: result.u32(at + LeafExplanation.wanted) === 1,
    exists: op !== IS_NULL,
    operandKind: result.u32(at + LeafExplanation.operandKind) as OperandKind,
    operands: operandsOf(result, at),
    since: momentOf(result.f64(at + LeafExplanation.since)),
    dropsAt: momentOf(result.f64(at + LeafExplanation.dropsAt)),
    found: foundOf(result, at),
  };
}

/** Copies a VitrineExplanation, since asking for texts reuses the arena. */
function read(result: Result) {
  const rows = <T>(count: number, offset: number, size: number, row: (at: number) => T): T[] =>
    Array.from({ length: result.u32(count) }, (_, i) => row(result.u32(offset) + i * size));
  const rules = rows(Explanation.ruleCount, Explanation.rulesOffset, RuleExplanation.size, (at) => ({
    index: result.u32(at + RuleExplanation.rule),
    outcome: OUTCOMES[result.u32(at + RuleExplanation.outcome)] ?? 'unknown',
    priority: result.u32(at + RuleExplanation.priority) | 0,
    group: result.u32(at + RuleExplanation.group),
    leaves: rows(at + RuleExplanation.leafCount, at + RuleExplanation.leavesOffset, LeafExplanation.size, (leaf) =>
      readLeaf(result, leaf),
    ).reverse(),
  }));
  return { rules, winner: rules.find(({ outcome }) => outcome === 'won') };
}

const rowsOf = (works: Works, now: number, slot: number) => answerOf(works, read, 'explain', now, slot);

/** Whether a count passes a test; undefined for tests that compare no number. */
function passes(operator: string, number: number, limit: Operand | undefined): boolean | undefined {
  if (typeof limit !== 'number') return undefined;
  const same = number === limit;
  return { $lt: number < limit, $lte: number <= limit, $gt: number > limit, $gte: number >= limit, $eq: same, '=': same }[operator];
}

/** `namespace pricing 0-0.5`; null for the name of an experiment that rules list. */
function unlistedName(experiment: string): string | null {
  const [, kind, seed = '""', ranges = ''] = UNLISTED.exec(experiment) ?? [];
  const name = JSON.parse(seed) as string;
  return kind === undefined ? null : `${kind} ${kind === 'namespace' ? name.slice(NAMESPACE.length) : name}${ranges}`;
}

/** A version as rules write it, of the text that the core compares: `    3-   10-    0-~` is `3.10.0`. */
const versionOf = (padded: string): string => padded.replace(/-~$/, '').replace(/ /g, '').replace(/-/g, '.');

/** Words for an assignment: what it is, and what it would have to be. None for one that is unknown. */
function assignmentOf(experiment: string, arms: readonly string[], found: api.Json | undefined, needed: string): string {
  const unlisted = unlistedName(experiment);
  if (unlisted) return (found === undefined ? '' : found === null ? 'outside of ' : 'inside ') + unlisted;
  if (found === undefined) return '';
  const holdout = arms.length === 1;
  if (found === null) return holdout ? `not held out by ${experiment}` : `takes no part in ${experiment}`;
  return holdout ? `held out by ${experiment}` : `in arm ${found} of ${experiment}${needed}`;
}

/** `holds`: as it is, the condition is what the rule needs. */
function conditionOf(works: Works, leaf: Leaf, holds: boolean): api.ConditionExplanation {
  const { names, context } = works;
  const { source, wanted, since, dropsAt, operandKind, operands } = leaf;
  const path = names.text(TextKind.input, leaf.input);
  const declared = names.attributes.get(path)?.type;
  const isMoment = MOMENTS.includes(source) || (declared === 'date' && source !== Source.attributeAge);
  const unit = /^orders\..*days_since_/.test(path) ? DAY : UNITS[source];
  const isAge = AGES.includes(source) && !unit;
  const experiment = source === Source.experiment ? path.slice(EXPERIMENT.length) : '';
  const arms = experiment ? armsOf(names, experimentsOf(names).indexOf(experiment)) : [];

  function plain(operand: Operand, exact: boolean): string | number | boolean | null {
    if (typeof operand === 'number') {
      if (experiment) return arms[operand] ?? operand;
      if (source === Source.weekday) return WEEKDAYS[operand - 1] ?? operand;
      if (isMoment) return isoOf(operand);
      if (isAge || (source === Source.since && !unit)) return spanOf(operand, exact);
      return unit ? rounded(operand / unit, 3) : operand;
    }
    if (typeof operand !== 'object' || operand === null) return operand;
    return 'type' in operand ? (TYPES[operand.type] ?? null) : names.text(TextKind.symbol, operand.symbol);
  }

  /** As people read it: times of day, and how long ago. */
  function shown(value: api.Json): string {
    if (source === Source.minute && typeof value === 'number') {
      return [Math.floor(value / 60), value % 60].map((part) => String(part).padStart(2, '0')).join(':');
    }
    if (isAge && typeof value === 'string') return value.startsWith('-') ? `in ${value.slice(1)}` : `${value} ago`;
    return (isMoment || source === Source.since) && typeof value === 'string' ? value : JSON.stringify(value);
  }

  const isLimit = source === Source.counter && /^(cap|budget) /.test(path);
  const isList = operandKind === OperandKind.numberList || operandKind === OperandKind.symbolList;
  const all = operands.map((one) => {
    const value = plain(one, true);
    return typeof value === 'string' && leaf.operator.startsWith('$v') ? versionOf(value) : value;
  });
  const operand = operandKind === OperandKind.nothing ? leaf.exists : isList ? all : (all[0] ?? null);
  const told = context.valueOf(path) as api.Json | undefined;
  const found = leaf.found === undefined ? (told ?? undefined) : plain(leaf.found, false);

  // A sum falls by an amount that is not known.
  const count = source === Source.counter && !/ sum /.test(path) ? Number(leaf.found) : NaN;
  const turns = passes(leaf.operator, count, operands[0]) !== passes(leaf.operator, count - 1, operands[0]);
  const until = turns ? dropsAt : null;

  const operator = (isMoment && { $lt: '$before', $gte: '$after' }[leaf.operator]) || leaf.operator;
  const sign = isLimit && operator === '$lt' ? '<' : operator;
  const needed = operandKind < OperandKind.automaton ? ' ' + shown(operand) : '';
  const other = holds || operand === true || !wanted ? '' : `, not in ${operand}`;
  const parts = [`${wanted ? '' : 'not '}${path} ${sign}${needed}`];
  if (!holds || found !== undefined) parts.push(`found ${found === undefined ? 'another text' : shown(found)}`);
  if (until !== null) parts.push(`until ${isoOf(until)}`);
  else if (isLimit && !holds && / per session$/.test(path)) parts.push('free again with the next visit');
  if (since !== null && !isLimit) parts.push(`known since ${isoOf(since)}`);
  const text = (experiment && assignmentOf(experiment, arms, found, other)) || parts.join(', ');
  return { path, operator, operand, wanted, found, since, until, text };
}

/** Its place among the rows of a rule: that another variation was assigned tells least. */
const tells = ({ outcome, stopped }: api.RuleExplanation): number =>
  MOST_TELLING.indexOf(outcome) * 2 + (stopped?.path.startsWith(EXPERIMENT) ? 1 : 0);

/** Why a slot shows what it shows; null without a core, or for a slot that is none. */
export function explain(works: Works, told: string): api.Explanation | null {
  const slot = works.slotIndex(told);
  const now = works.now();
  const raw = slot < 0 ? null : rowsOf(works, now, slot);
  if (!raw) return null;
  const { names, decisions } = works;
  const id = (index: number): string => names.text(TextKind.rule, index);
  const { winner } = raw;
  const decision = decisions.all()[slot];
  // A rule that found nothing to recommend leaves the default.
  const shown = decision?.rule ?? null;
  const part = decision?.experiment ? `, ${decision.experiment}: ${decision.variation}` : '';

  /** The rules of groups that were chosen elsewhere on the page, by group. */
  const chosen = new Map<number, api.RuleExplanation['excludedBy']>();
  if (raw.rules.some(({ outcome }) => outcome === 'group')) {
    names.slots.forEach((name, i) => {
      const other = i === slot ? undefined : rowsOf(works, now, i)?.winner;
      if (other?.group) chosen.set(other.group, { rule: id(other.index), slot: name });
    });
  }

  const rows = raw.rules.map(({ index, outcome, priority, group, leaves }): api.RuleExplanation => {
    const rule = id(index);
    const holds = outcome !== 'false' && outcome !== 'unknown';
    const conditions = leaves.map((leaf) => conditionOf(works, leaf, holds));
    // That there is a value goes without saying beside what it has to be.
    const says = (one: api.ConditionExplanation): boolean =>
      one.operator !== '$exists' || !conditions.some((other) => other !== one && other.path === one.path);
    const held = holds ? conditions.filter(says) : [];
    const stopped = holds ? null : (conditions[0] ?? null);
    const excludedBy = outcome === 'group' ? (chosen.get(group) ?? null) : null;
    const needs = stopped?.text.replace(/, found .*/s, '');
    const before = winner && (winner.priority === priority ? 'the same priority' : `priority ${winner.priority}, not ${priority}`);
    const reasons: Readonly<Record<typeof outcome, string>> = {
      won: shown === null ? 'holds, but recommends nothing here' : `holds and comes first${part}`,
      outranked: `holds, but ${winner && id(winner.index)} comes first (${before})`,
      group: excludedBy
        ? `holds, but ${excludedBy.rule} in ${excludedBy.slot} excludes it`
        : 'holds, but a rule that excludes it stands in a slot before this one',
      unknown: stopped ? `would need ${needs}, which is unknown without consent` : 'never holds',
      false: stopped ? `stopped${stopped.path.startsWith(EXPERIMENT) ? ',' : ' by'} ${stopped.text}` : 'never holds',
    };
    return { rule, outcome, priority, held, stopped, excludedBy, text: `${rule}: ${reasons[outcome]}` };
  });
  const rules = [...new Set(rows.map(({ rule }) => rule))].map((rule) =>
    rows.filter((row) => row.rule === rule).reduce((best, row) => (tells(row) < tells(best) ? row : best)),
  );
  const name = names.slots[slot] ?? '';
  const { items, removed, lines } = explainItems(works, now, slot, decision?.items ?? []);
  const all = [...lines, ...rules.flatMap(({ text, held }) => [text, ...held.map((condition) => '  ' + condition.text)])];
  const text = [`${name}: ${shown ?? 'keeps its default'}`, ...all.map((line) => '  ' + line)].join('\n');
  return { slot: name, rule: shown, items, removed, rules, text };
}

/** What is known of the visitor; without a core, nothing. */
export function profile(works: Works): api.Profile {
  const { names, context } = works;
  const reads = [...names.attributes.values()].flatMap(({ reads }) => reads);
  const told = reads.map(({ path }) => [path, context.valueOf(path)] as const).filter(([, value]) => value != null);
  return { ...(answerOf(works, readProfile, 'profile', works.now()) ?? readProfile(null)), attributes: Object.fromEntries(told) };
}

/** Puts the visitor into a variation, or back to the assigned one. */
export function force({ engine, names, context, decisions, warn }: Works, experiment: string, variation: string | null): void {
  const index = experimentsOf(names).indexOf(experiment);
  const arm = variation === null ? NONE : armsOf(names, index).indexOf(variation);
  if (index < 0 || arm < 0) return warn('experiment', experiment, variation);
  const call = (core: Core): number => core.force(index, arm);
  context.note('#force ' + experiment, call);
  engine.run(call, 0);
  decisions.changed();
}

/** By the numbers of vitrine_forget_one. */
const FORGETTABLE = ['item_id', 'item_category', 'item_brand'] as const;

/** Forgets one item or interest: the visitor that is left takes the place of the one before. */
export function forgetOne(works: Works, what: api.Forgettable): boolean {
  const { visitor } = works;
  const told = (what ?? {}) as Readonly<Record<string, unknown>>;
  const field = FORGETTABLE.findIndex((name) => name in told);
  const name = text(told[FORGETTABLE[field] as string]);
  if (!name) {
    works.warn('forget', ...FORGETTABLE);
    return false;
  }
  visitor.sync(); // what another tab just wrote is not to be lost
  const at = works.now();
  block.begin(Text.size);
  block.texts(0, name);
  const input = block.bytes();
  const left = works.engine.run((core) => {
    core.send(input);
    const { forget_one } = core;
    if (!forget_one) warnLean(works);
    return forget_one?.(at, field) === Status.ok ? core.snapshot(at) : null;
  }, null);
  const done = !!left && visitor.restore(left);
  works.decisions.changed();
  return done;
}

/** The VitrineText at `at`. */
function textAt({ u32, bytes }: Result, at: number): string | null {
  const length = u32(at + Text.length);
  if (length === NONE) return null;
  return String.fromCharCode(...new Uint16Array(bytes(u32(at + Text.offset), length * 2).buffer));
}

function readProfile(result: Result | null): Omit<api.Profile, 'attributes'> {
  const u32 = (at: number): number => result?.u32(at) ?? 0;
  const f64 = (at: number): number => result?.f64(at) ?? 0;
  const list = <T>(count: number, offset: number, entry: (text: string | null, number: number) => T): T[] =>
    Array.from({ length: u32(count) }, (_, i) => {
      const at = u32(offset) + i * ProfileEntry.size;
      return entry(result && textAt(result, at + ProfileEntry.text), f64(at + ProfileEntry.number));
    });
  const affinity = (name: string | null, share: number): api.Affinity => ({ name, share });
  return {
    known: u32(Profile.known) === 1,
    visit: { number: u32(Profile.visitNumber), pages: u32(Profile.visitPages), started: f64(Profile.visitStarted) },
    cart: { quantity: f64(Profile.cartQuantity), value: f64(Profile.cartValue) },
    orders: { count: u32(Profile.ordersCount), value: f64(Profile.ordersValue) },
    events: u32(Profile.eventCount),
    views: list(Profile.viewCount, Profile.viewsOffset, (item_id, at) => ({ item_id, at })),
    purchases: list(Profile.purchaseCount, Profile.purchasesOffset, (item_id, at) => ({ item_id, at })),
    unwanted: list(Profile.unwantedCount, Profile.unwantedOffset, (item_id) => item_id),
    shown: u32(Profile.shownCount),
    affinity: {
      item_category: list(Profile.categoryCount, Profile.categoriesOffset, affinity),
      item_brand: list(Profile.brandCount, Profile.brandsOffset, affinity),
    },
  };
}
