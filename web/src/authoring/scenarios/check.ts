/** The shape of a scenario file: what rules/schema/scenarios.schema.json says, with messages. */
import { wallClock } from '../zones.js';
import { EVENT_PREFIX, items, parameters } from './events.js';
import { nearestName } from './nearest.js';
import {
  type Report,
  type Shape,
  anything,
  below,
  choice,
  didYouMean,
  either,
  idOrText,
  integer,
  isDictionary,
  isText,
  isTruth,
  justTrue,
  keysOf,
  list,
  map,
  matching,
  name,
  object,
  orList,
  quoted,
  scalar,
  text,
  truth,
  value,
} from './shape.js';
import { ACTIVE, DURATION, INSTANT, hasOffset, isDay } from './time.js';
import type { Mistake } from './types.js';

/** Deeper files are no scenarios, and would exhaust the stack. */
const MAX_DEPTH = 64;
/** Of one scenario, with repetitions. */
const MAX_STEPS = 1_000_000;
const MAX_ROUNDS = 10_000;

const attributes = map(anything);
const textOrNone = (expected: string): Shape =>
  value(expected, (found) => found === null || typeof found === 'string');
const variationOrNone = textOrNone('a variation or null');

const device = object(
  {
    type: choice(['desktop', 'tablet', 'mobile']),
    touch: truth,
    width: integer(1, 100_000),
    ...keysOf('os browser language', name),
  },
  { least: 1 },
);

const consent = either(
  'true, false or an object',
  [isTruth, anything],
  [isDictionary, object({ personalise: truth, measure: truth }, { least: 1 })],
);

const noInstant = matching(INSTANT, 'a time from 2000 on, such as "2026-11-02T10:00:00+01:00"');
const instant: Shape = (found, pointer, report) => {
  if (typeof found !== 'string' || !INSTANT.test(found)) return noInstant(found, pointer, report);
  if (!isDay(found)) report(pointer, `no calendar has ${quoted(found)}`);
};
const timezone = value(
  'a time zone such as "Europe/Oslo"',
  (found) => typeof found === 'string' && wallClock(found) !== null,
);

const page = either(
  'a page type or an object',
  [isText, anything],
  [
    isDictionary,
    object({ ...keysOf('type url title referrer category', text), item_id: idOrText, slots: list(text) }, { least: 1 }),
  ],
);

const itemIds = list(text);
const expectedItems = either(
  'a list of ids or an object',
  [Array.isArray, itemIds],
  [isDictionary, object({ includes: itemIds, excludes: itemIds, count: integer(0, 24) }, { least: 1 })],
);
const expectedSlot = either(
  'the id of a rule, null or an object',
  [(found) => found === null || typeof found === 'string', anything],
  [
    isDictionary,
    object(
      {
        rule: textOrNone('the id of a rule or null'),
        experiment: textOrNone('an experiment or null'),
        variation: variationOrNone,
        show: either('fields of what is shown, or null', [(found) => found === null, anything], [isDictionary, map(scalar, 1)]),
        items: expectedItems,
      },
      { least: 1 },
    ),
  ],
);

const expect = object(
  {
    slots: map(expectedSlot, 1),
    segments: list(text, 1),
    notSegments: list(text, 1),
    explain: map(list(name, 1), 1),
  },
  { least: 1 },
);

/** What each kind of step has beside `note`; the first key names it and is required, with those of `REQUIRED`. */
const KINDS: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  track: { track: name, ...parameters },
  report: { report: choice(['shown', 'clicked', 'dismissed', 'converted']), slot: text },
  repeat: { repeat: integer(1, MAX_ROUNDS), steps: (found, pointer, report) => steps(found, pointer, report) },
  page: { page },
  cart: { cart: items },
  items: { items },
  attributes: { attributes },
  consent: { consent },
  force: { force: map(variationOrNone, 1) },
  active: { active: matching(ACTIVE, 'a duration such as "30s", "20m" or "2h"') },
  wait: { wait: matching(DURATION, 'a duration such as "30s", "20m", "2h" or "7d"') },
  at: { at: instant },
  forget: { forget: justTrue },
  leave: { leave: justTrue },
  expect: { expect },
};
const REQUIRED: Readonly<Record<string, readonly string[]>> = { report: ['slot'], repeat: ['steps'] };
const KIND_NAMES = Object.keys(KINDS);

const stepShapes = new Map(
  Object.entries(KINDS).map(([kind, keys]) => [
    kind,
    object(
      { ...keys, note: text },
      { required: REQUIRED[kind] ?? [], ...(kind === 'track' && { prefix: EVENT_PREFIX }) },
    ),
  ]),
);

const step: Shape = (found, pointer, report) => {
  if (!isDictionary(found)) return object({})(found, pointer, report);
  const kinds = KIND_NAMES.filter((kind) => Object.hasOwn(found, kind));
  const [kind] = kinds;
  const others = Object.keys(found).filter((key) => key !== 'note' && key !== 'items');
  // `items` may also be the parameter of a misspelt `track`.
  if (kind === undefined || (kind === 'items' && others.length && kinds.length === 1)) {
    return noKind(others, pointer, report);
  }
  const second = kinds.find((other) => other !== kind && !Object.hasOwn(KINDS[kind] ?? {}, other));
  if (second !== undefined) {
    return report(pointer, `a step does one thing: ${quoted(kind)} and ${quoted(second)} are two steps`);
  }
  if (Object.hasOwn(found, 'item') && Object.hasOwn(found, 'items')) {
    report(below(pointer, 'item'), '`item` is short for one of `items`: a step has one of them');
  }
  stepShapes.get(kind)?.(found, pointer, report);
};

/** Tells what was probably meant by the keys of a step, none of which says what it does. */
function noKind(keys: readonly string[], pointer: string, report: Report): void {
  const key = keys.find((one) => nearestName(one, KIND_NAMES) !== undefined) ?? keys[0];
  if (key === undefined) return report(pointer, `the step does nothing: expected ${orList(KIND_NAMES)}`);
  const nearest = nearestName(key, KIND_NAMES);
  const meant = nearest === undefined ? `: expected ${orList(KIND_NAMES)}` : didYouMean(nearest);
  report(below(pointer, key), `unknown step ${quoted(key)}${meant}`, nearest);
}

const steps = list(step, 1);

const scenario = object(
  {
    name,
    note: text,
    start: instant,
    timezone,
    locale: name,
    device,
    seed: integer(0, Number.MAX_SAFE_INTEGER),
    consent,
    attributes,
    force: map(text, 1),
    steps,
  },
  { required: ['name', 'steps'] },
);

const file = object(
  {
    $schema: text,
    vitrine: value('1 (a higher number is a file for a newer Vitrine)', (found) => found === 1),
    rules: name,
    model: name,
    scenarios: list(scenario, 1),
  },
  { required: ['vitrine', 'scenarios'] },
);

const isDeeper = (found: unknown, depth: number): boolean =>
  typeof found === 'object' &&
  found !== null &&
  (depth === 0 || Object.values(found).some((one) => isDeeper(one, depth - 1)));

/** Steps with all rounds of repetitions. */
const countSteps = (found: unknown): number =>
  !Array.isArray(found)
    ? 0
    : found.reduce<number>((sum, one) => {
        const { repeat, steps } = isDictionary(one) ? one : {};
        return sum + (typeof repeat === 'number' ? repeat * countSteps(steps) : 1);
      }, 0);

/** Times that the clocks of no zone show. */
function checkOffsets(found: unknown, pointer: string, report: Report): void {
  if (Array.isArray(found)) return found.forEach((one, i) => checkOffsets(one, below(pointer, i), report));
  if (!isDictionary(found)) return;
  for (const key of ['start', 'at']) {
    const time = found[key];
    if (typeof time !== 'string' || !INSTANT.test(time) || hasOffset(time)) continue;
    report(below(pointer, key), `${quoted(time)} needs its offset from UTC, or the scenario a \`timezone\``);
  }
  checkOffsets(found.steps, below(pointer, 'steps'), report);
}

/** What the schema cannot say: names that occur twice, times without a zone, and too much work. */
function checkTogether(found: unknown, report: Report): void {
  const scenarios = isDictionary(found) && Array.isArray(found.scenarios) ? (found.scenarios as unknown[]) : [];
  const names = new Set<unknown>();
  scenarios.forEach((one, i) => {
    if (!isDictionary(one)) return;
    const pointer = below('/scenarios', i);
    if (typeof one.name === 'string' && names.has(one.name)) {
      report(below(pointer, 'name'), `another scenario is called ${quoted(one.name)}, too`);
    }
    names.add(one.name);
    if (one.timezone === undefined) checkOffsets(one, pointer, report);
    const count = countSteps(one.steps);
    if (count > MAX_STEPS) {
      report(below(pointer, 'steps'), `${count} steps with repetitions are too many, at most ${MAX_STEPS}`);
    }
  });
}

/** Index of the scenario and number of the step that a pointer leads into. */
export function placeOf(pointer: string): { scenario: number | null; step: string | null } {
  const [, first, index, ...rest] = pointer.split('/');
  if (first !== 'scenarios' || index === undefined) return { scenario: null, step: null };
  const numbers: number[] = [];
  for (let i = 0; rest[i] === 'steps' && rest[i + 1] !== undefined; i += 2) numbers.push(Number(rest[i + 1]) + 1);
  return { scenario: Number(index), step: numbers.length ? numbers.join('.') : null };
}

/** Collects mistakes, each with its place in the file. */
export function collector(found: unknown): { mistakes: Mistake[]; report: Report } {
  const mistakes: Mistake[] = [];
  const scenarios = isDictionary(found) && Array.isArray(found.scenarios) ? (found.scenarios as unknown[]) : [];
  return {
    mistakes,
    report(pointer, message, nearest) {
      const place = placeOf(pointer);
      const one = place.scenario === null ? null : scenarios[place.scenario];
      const named = isDictionary(one) && typeof one.name === 'string' ? one.name : null;
      mistakes.push({ pointer, scenario: named, step: place.step, message, ...(nearest !== undefined && { nearest }) });
    },
  };
}

/** What is wrong with a scenario file by itself; without mistakes it is a ScenarioFile. */
export function checkShape(found: unknown): Mistake[] {
  const { mistakes, report } = collector(found);
  if (isDeeper(found, MAX_DEPTH)) {
    report('', `the file is nested too deep, at most ${MAX_DEPTH} levels`);
    return mistakes;
  }
  file(found, '', report);
  checkTogether(found, report);
  return mistakes;
}
