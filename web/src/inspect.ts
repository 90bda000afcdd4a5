/** What `explain` and `profile` answer. The page script loads this file when it is asked for. */
import { Explanation, NONE, OperandKind, Profile, ProfileEntry, RuleExplanation, Tag, Text, TextKind } from './core/abi.js';
import type { Result } from './core/core.js';
import type * as api from './types.js';
import type { Works } from './vitrine.js';

/** The rule language's name for each LeafOp of runtime/bundle/program.h. Short forms compare with `=`. */
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

/** Paths that the core counts in ms, and what the language counts them in. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/seconds$/, 1000],
  [/minutes$/, 60_000],
  [/days_since_\w+$/, 86_400_000],
];

/** A time span as rules write them, in the largest unit of which it is a whole number; else in days. */
function spanOf(ms: number): string {
  for (const [name, unit] of [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000]] as const) {
    if (ms % unit === 0) return ms / unit + name;
  }
  return (ms / 86_400_000).toFixed(3) + 'd';
}

/** A number as the language has it, which may be a name there. */
function numberOf({ names }: Works, path: string, number: number): number | string {
  if (path.startsWith(EXPERIMENT)) {
    const experiment = names.experiments().indexOf(path.slice(EXPERIMENT.length));
    return names.assigned(experiment, number).variation ?? number;
  }
  if (path.startsWith('time.weekday')) return WEEKDAYS[number - 1] ?? number;
  if (path === 'time.now') return new Date(number).toISOString();
  if (/^\$since|^orders\.(first|last)$/.test(path)) return spanOf(number);
  const unit = UNITS.find(([pattern]) => pattern.test(path))?.[1] ?? 1;
  return unit === 1 ? number : Number((number / unit).toFixed(3));
}

/** A number or truth value, or the symbol whose text is meant. */
type Operand = number | boolean | { readonly symbol: number } | { readonly type: number } | null;

function operandsOf(result: Result, at: number): Operand[] {
  const kind = result.u32(at + RuleExplanation.operandKind);
  const start = result.u32(at + RuleExplanation.operandsOffset);
  return Array.from({ length: result.u32(at + RuleExplanation.operandCount) }, (_, i) => {
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
  const number = result.f64(at + RuleExplanation.foundNumber);
  const symbol = result.u32(at + RuleExplanation.foundSymbol);
  switch (result.u32(at + RuleExplanation.foundTag)) {
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

/** Copies a VitrineExplanation, since asking for texts reuses the arena. */
function read(result: Result) {
  const first = result.u32(Explanation.rulesOffset);
  const rules = Array.from({ length: result.u32(Explanation.ruleCount) }, (_, i) => {
    const at = first + i * RuleExplanation.size;
    const op = result.u32(at + RuleExplanation.op);
    const since = result.f64(at + RuleExplanation.since);
    return {
      rule: result.u32(at + RuleExplanation.rule),
      outcome: OUTCOMES[result.u32(at + RuleExplanation.outcome)] ?? 'unknown',
      input: result.u32(at + RuleExplanation.input),
      operator: OPERATORS[op] ?? '?',
      wanted: result.u32(at + RuleExplanation.wanted) === 1,
      exists: op !== IS_NULL,
      operandKind: result.u32(at + RuleExplanation.operandKind) as OperandKind,
      operands: operandsOf(result, at),
      since: since === since ? since : null,
      found: foundOf(result, at),
    };
  });
  return { winner: result.u32(Explanation.winner), rules };
}

/** Its place among the rows of a rule: that another variation was assigned tells least. */
const tells = ({ outcome, stopped }: api.RuleExplanation): number =>
  MOST_TELLING.indexOf(outcome) * 2 + (stopped?.path.startsWith(EXPERIMENT) ? 1 : 0);

/** Why a slot shows what it shows; null without a core, or for a slot that is none. */
export function explanationOf(works: Works, now: number, slot: number): api.Explanation | null {
  const raw = slot < 0 ? null : works.engine.run((core) => read(core.explain(now, slot)), null);
  if (!raw) return null;
  const { names } = works;
  const id = (index: number): string => names.text(TextKind.rule, index);
  const plain = (operand: Operand, path: string): string | number | boolean | null => {
    if (typeof operand === 'number') return numberOf(works, path, operand);
    if (typeof operand !== 'object' || operand === null) return operand;
    return 'type' in operand ? (TYPES[operand.type] ?? null) : names.text(TextKind.symbol, operand.symbol);
  };
  const winner = raw.winner === NONE ? null : id(raw.winner);
  const decision = works.decisions.all()[slot];
  // A rule that found nothing to recommend leaves the default.
  const shown = decision?.rule ?? null;
  const part = decision?.experiment ? `, ${decision.experiment}: ${decision.variation}` : '';
  const reasons: Readonly<Record<string, string>> = {
    won: shown === null ? 'holds, but recommends nothing here' : `holds and comes first${part}`,
    outranked: `holds, but ${winner} comes first`,
    group: 'holds, but a rule that excludes it stands in a slot before this one',
  };
  const rows = raw.rules.map(({ input, outcome, ...leaf }): api.RuleExplanation => {
    const rule = id(leaf.rule);
    const { wanted, operator, since, operandKind } = leaf;
    if (input === NONE) {
      return { rule, outcome, stopped: null, text: `${rule}: ${reasons[outcome] ?? 'never holds'}` };
    }
    const path = names.text(TextKind.input, input);
    const operands = leaf.operands.map((one) => plain(one, path));
    const isList = operandKind === OperandKind.numberList || operandKind === OperandKind.symbolList;
    const operand =
      operandKind === OperandKind.nothing ? leaf.exists : isList ? operands : (operands[0] ?? null);
    const told = works.context.valueOf(path) as api.Json | undefined;
    const found = leaf.found === undefined ? (told ?? undefined) : plain(leaf.found, path);
    const needed = operandKind < OperandKind.automaton ? ' ' + JSON.stringify(operand) : '';
    const condition = `${wanted ? '' : 'not '}${path} ${operator}${needed}`;
    const text =
      outcome === 'unknown'
        ? `${rule}: would need ${condition}, which is unknown without consent`
        : `${rule}: stopped by ${condition}, found ${found === undefined ? 'another text' : JSON.stringify(found)}` +
          (since === null ? '' : `, known since ${new Date(since).toISOString()}`);
    return { rule, outcome, stopped: { path, operator, operand, wanted, found, since }, text };
  });
  const rules = [...new Set(rows.map(({ rule }) => rule))].map((rule) =>
    rows.filter((row) => row.rule === rule).reduce((best, row) => (tells(row) < tells(best) ? row : best)),
  );
  const name = names.slots[slot] ?? '';
  const items = (decision?.items ?? []).map(explainItem);
  const lines = [...items, ...rules].map(({ text }) => '  ' + text);
  const text = [`${name}: ${shown ?? 'keeps its default'}`, ...lines].join('\n');
  return { slot: name, rule: shown, items, rules, text };
}

/** How the item that is named speaks for the one that is chosen. */
const BECAUSE: Readonly<Partial<Record<api.Strategy, string>>> = {
  similar: 'it is similar to',
  bought_together: 'it goes with',
};

function explainItem({ item_id, reason }: api.RecommendedItem, i: number): api.ItemExplanation {
  const { strategy, because } = reason;
  const how = BECAUSE[strategy];
  const why = because === null ? '' : `, because ${how ? `${how} ${because}` : `${because} was viewed`}`;
  return { item_id, reason, text: `${i + 1}. ${item_id}: ${strategy}${why}` };
}

/** What is known of the visitor; without a core, nothing. */
export const profileOf = (works: Works, now: number): api.Profile =>
  works.engine.run((core) => readProfile(core.profile(now)), null) ?? readProfile(null);

/** The VitrineText at `at`. */
function textAt({ u32, bytes }: Result, at: number): string | null {
  const length = u32(at + Text.length);
  if (length === NONE) return null;
  return String.fromCharCode(...new Uint16Array(bytes(u32(at + Text.offset), length * 2).buffer));
}

function readProfile(result: Result | null): api.Profile {
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
    affinity: {
      item_category: list(Profile.categoryCount, Profile.categoriesOffset, affinity),
      item_brand: list(Profile.brandCount, Profile.brandsOffset, affinity),
    },
  };
}
