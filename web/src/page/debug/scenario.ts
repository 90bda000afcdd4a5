/** What was done in the tab as a scenario file for `vitrine test`, which is run here before it is shown. */
import { armsOf, experimentsOf, segmentsOf } from '../../context.js';
import { Shopper, type Site } from '../../authoring/scenarios/shopper.js';
import { checkShape } from '../../authoring/scenarios/check.js';
import type { Action } from '../../authoring/scenarios/shopper.js';
import type { Expect, ExpectedSlot, Scenario, Step } from '../../authoring/scenarios/types.js';
import { Profile } from '../../core/abi.js';
import type { Names } from '../../context.js';
import { isObject, isScalar, valueAt } from '../../reads.js';
import { languageOf, surroundings } from '../../surroundings.js';
import type * as api from '../../types.js';
import type { Works } from '../../vitrine.js';
import { bundle } from './core.js';
import { type Entry, session } from './session.js';

type Told = Readonly<Record<string, unknown>>;
type Deed = Extract<Entry, { kind: 'call' | 'load' }>;

const SECOND = 1000;
/** In which waits are told, the largest that fits. */
const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;
/** Of events and their items, what GA4 calls so: the rest is the shop's own and has a prefix. */
const TEXTS =
  'currency affiliation coupon customer_type payment_type shipping_tier search_term method item_list_id item_list_name ' +
  'creative_name creative_slot promotion_id promotion_name';
const NUMBERS = 'transaction_id value tax shipping';
const ITEM_TEXTS =
  'item_name item_brand item_category item_category2 item_category3 item_category4 item_category5 item_variant item_list_id ' +
  'item_list_name affiliation coupon location_id creative_name creative_slot promotion_id promotion_name availability';
const ITEM_NUMBERS = 'item_id price quantity discount index';

const isNumber = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
const dictionary = (value: unknown): Told => (isObject(value) ? (value as Told) : {});

/** Fields by GA4's names as they may stand in a file, others with the prefix. */
function fieldsOf(told: Told, texts: string, numbers: string, prefix: string): Record<string, unknown> {
  const list = Object.entries(told).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'items' || !isScalar(value)) return [];
    if (numbers.split(' ').includes(name)) return isNumber(value) ? [[name, value]] : [];
    return texts.split(' ').includes(name) ? [[name, String(value)]] : [[prefix + name, value]];
  });
  return Object.fromEntries(list);
}

const itemsOf = (told: unknown): Told[] =>
  (Array.isArray(told) ? (told as unknown[]) : [])
    .filter((item) => isNumber(dictionary(item).item_id))
    .map((item) => fieldsOf(dictionary(item), ITEM_TEXTS, ITEM_NUMBERS, 'item.'));

/** Attributes that the rules know, as values of their types. */
function attributesOf(names: Names, told: unknown): Told | null {
  const list = [...names.attributes].flatMap(([name, { type }]): [string, unknown][] => {
    const given = dictionary(told);
    const value = name in given ? given[name] : valueAt(given, name);
    if (value === undefined) return [];
    if (value === null) return [[name, null]];
    if (type === 'string') return [[name, String(value)]];
    if (type === 'number') return [[name, Number(value)]];
    if (type === 'boolean') return [[name, Boolean(value)]];
    return [[name, value]];
  });
  return list.length ? Object.fromEntries(list) : null;
}

/** A call as a step; null for what a scenario has no step for. */
function stepOf(
  names: Names,
  { name, args, slot }: Extract<Deed, { kind: 'call' }>,
  first: string | null,
): Action | null {
  const [told, more] = args;
  switch (name) {
    case 'page': {
      const { type, title, url, referrer, item_id, category } = dictionary(told);
      // The document's own title and the way here are what the page would have looked at.
      const from = referrer ?? first;
      const page = {
        ...(isScalar(type) && { type: String(type) }),
        url: typeof url === 'string' ? url : location.href,
        ...(names.reads.has('page.title') && { title: typeof title === 'string' ? title : document.title }),
        ...(typeof from === 'string' && { referrer: from }),
        ...(isNumber(item_id) && { item_id: item_id as string }),
        ...(typeof category === 'string' && { category }),
      };
      return { page };
    }
    case 'track':
      return {
        track: String(told),
        ...fieldsOf(dictionary(more), TEXTS, NUMBERS, 'event.'),
        ...(Array.isArray(dictionary(more).items) && { items: itemsOf(dictionary(more).items) as api.Item[] }),
      };
    case 'setCart':
      return { cart: itemsOf(told) as api.Item[] };
    case 'setItems':
      return { items: itemsOf(told) as api.Item[] };
    case 'setAttributes': {
      const attributes = attributesOf(names, told);
      return attributes && { attributes: attributes as api.Attributes };
    }
    case 'setConsent': {
      const given = Object.entries(dictionary(told)).filter(([key]) => key === 'personalise' || key === 'measure');
      return given.length ? { consent: Object.fromEntries(given.map(([key, value]) => [key, value === true])) } : null;
    }
    case 'force': {
      const experiment = String(told);
      const arms = armsOf(names, experimentsOf(names).indexOf(experiment));
      return more === null || arms.includes(String(more)) ? { force: { [experiment]: more as string | null } } : null;
    }
    case 'report':
      return slot === undefined || more === 'seen' ? null : { report: more as Exclude<api.ReportOutcome, 'seen'>, slot };
    case 'forget':
      return told === undefined ? { forget: true } : null; // of one thing there is no step
  }
  return null;
}

/** Whole seconds as one step; a scenario's clock knows no less. */
const waitOf = (seconds: number): Action => {
  const [unit, size] = UNITS.find(([, size]) => seconds % size === 0) ?? UNITS[3];
  return { wait: seconds / size + unit };
};

/** What was done, in order, with the time between. */
function actionsOf(names: Names, deeds: readonly Deed[], start: number): Action[] {
  const actions: Action[] = [];
  /** The scenario's time, in seconds since its start. */
  let clock = 0;
  let referrer: string | null = null;
  let loaded = false;
  /** Active time that was told and is no whole second. */
  let rest = 0;
  const wait = (until: number): void => {
    if (until <= clock) return;
    actions.push(waitOf(until - clock));
    clock = until;
  };
  for (const deed of deeds) {
    const at = Math.round((deed.at - start) / SECOND);
    if (deed.kind === 'load') {
      wait(at);
      if (loaded) actions.push({ leave: true });
      loaded = true;
      ({ referrer } = deed);
    } else if (deed.name === 'active') {
      rest += Number(deed.args[0]) / SECOND;
      const seconds = Math.round(rest);
      if (seconds < 1) continue;
      rest -= seconds;
      wait(at - seconds);
      actions.push({ active: seconds + 's' });
      clock += seconds;
    } else {
      const step = stepOf(names, deed, referrer);
      if (!step) continue;
      wait(at);
      actions.push(step);
      if ('page' in step) referrer = null;
    }
  }
  return actions;
}

/** The seed by which experiments assign this visitor. */
const seedOf = ({ engine }: Works): number =>
  engine.run((core) => core.result(core.profile?.(Date.now()) ?? 0).f64(Profile.seed), 0);

/** What the rules read of the device. */
function deviceOf({ reads }: Names): api.Device | undefined {
  const valueOf = surroundings(null, undefined, null, {});
  const keys = 'type touch width os browser language'.split(' ').filter((key) => reads.has('device.' + key));
  const told = keys.map((key) => [key, valueOf('device.' + key)]).filter(([, value]) => value !== null);
  return told.length ? (Object.fromEntries(told) as api.Device) : undefined;
}

/** Without slots of recommendations, which need the model. */
const comparable = ({ decideAll }: Pick<api.Vitrine, 'decideAll'>): api.Decision[] =>
  decideAll().filter((_, i) => !bundle.lists.has(i));
const expected = ({ rule, experiment, variation }: api.Decision): ExpectedSlot =>
  experiment === null ? rule : { rule, experiment, variation };

/** A slot that the page decided otherwise than the scenario, or a segment. */
export interface Difference {
  readonly what: string;
  readonly page: string;
  readonly scenario: string;
}

export interface Written {
  /** The file. */
  readonly text: string;
  readonly steps: number;
  readonly expectations: number;
  readonly differences: readonly Difference[];
}

/**
 * Does again what was done, with a visitor of its own and without a model, and writes down what comes of it: whatever
 * a step changed, and everything after the last one. Lists of recommendations are left out, as they need the model.
 */
export async function writeScenario(
  works: Works,
  page: Pick<api.Vitrine, 'decideAll' | 'segments'>,
  site: Site,
  name: string,
): Promise<Written> {
  const { names } = works;
  const deeds = session.log.filter((entry): entry is Deed => entry.kind === 'call' || entry.kind === 'load');
  const start = deeds[0]?.at ?? Date.now();
  const device = deviceOf(names);
  const seed = Math.max(0, seedOf(works));
  const scenario: Scenario = {
    name,
    start: new Date(start).toISOString(),
    locale: languageOf({}) ?? 'en',
    ...(device && { device }),
    seed,
    consent: false,
    steps: [],
  };
  const shopper = await Shopper.come(site, scenario);
  const steps: Step[] = [];
  const compared = (): api.Decision[] => comparable(shopper.vitrine);
  let before = new Map(compared().map((one) => [one.slot, JSON.stringify(expected(one))]));
  let expectations = 0;
  try {
    for (const action of actionsOf(names, deeds, start)) {
      const isValid = !checkShape({ vitrine: 1, scenarios: [{ name, steps: [action] }] }).length;
      if (!isValid || (await shopper.act(action)) !== null) continue; // what cannot be done here, as a report without a model
      steps.push(action);
      const now = compared();
      const changed = now.filter((one) => JSON.stringify(expected(one)) !== before.get(one.slot));
      before = new Map(now.map((one) => [one.slot, JSON.stringify(expected(one))]));
      if (!changed.length) continue;
      steps.push({ expect: { slots: Object.fromEntries(changed.map((one) => [one.slot, expected(one)])) } });
      expectations += changed.length;
    }
    const { vitrine } = shopper;
    const now = compared();
    const held = vitrine.segments();
    const others = segmentsOf(names).filter((one) => !held.includes(one));
    const last: Expect = {
      ...(now.length && { slots: Object.fromEntries(now.map((one) => [one.slot, expected(one)])) }),
      ...(held.length && { segments: held }),
      ...(others.length && { notSegments: others }),
    };
    if ('expect' in (steps.at(-1) ?? {}))
      expectations -= Object.keys((steps.pop() as { expect: Expect }).expect.slots ?? {}).length;
    steps.push({ expect: last });
    expectations += now.length + held.length + others.length;
    const file = {
      $schema: 'node_modules/vitrine/schema/scenarios.schema.json',
      vitrine: 1,
      rules: 'rules.json',
      scenarios: [{ ...scenario, steps }],
    };
    return {
      text: print(file),
      steps: steps.length,
      expectations,
      differences: differencesOf(page, now, held, segmentsOf(names)),
    };
  } finally {
    shopper.leave();
  }
}

function differencesOf(
  page: Pick<api.Vitrine, 'decideAll' | 'segments'>,
  decisions: readonly api.Decision[],
  held: readonly string[],
  segments: readonly string[],
): Difference[] {
  const shown = new Map(comparable(page).map((one) => [one.slot, one]));
  const nameOf = (one: api.Decision | undefined): string =>
    one?.rule ? one.rule + (one.variation === null ? '' : ` (${one.variation})`) : 'default';
  const slots = decisions.map((one) => ({ what: one.slot, page: nameOf(shown.get(one.slot)), scenario: nameOf(one) }));
  const here = page.segments();
  const word = (list: readonly string[], name: string): string => (list.includes(name) ? 'in' : 'out');
  const groups = segments.map((name) => ({ what: name, page: word(here, name), scenario: word(held, name) }));
  return [...slots, ...groups].filter(({ page, scenario }) => page !== scenario);
}

/** A line for each step, where it is short enough. */
function print(value: unknown, indent = ''): string {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  if (!isObject(value) || (line.length + indent.length <= 118 && indent.length > 2)) return line;
  const inner = indent + '  ';
  const isArray = Array.isArray(value);
  const parts = Object.entries(value).map(
    ([key, one]) => inner + (isArray ? '' : JSON.stringify(key) + ': ') + print(one, inner),
  );
  return `${isArray ? '[' : '{'}\n${parts.join(',\n')}\n${indent}${isArray ? ']' : '}'}`;
}
