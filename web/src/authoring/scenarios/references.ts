/** The names in a scenario file that the rules must know. */
import type { Attributes } from '../../types.js';
import type { Inspection } from '../rules.js';
import { nearestName } from './nearest.js';
import { below, didYouMean, isDictionary, orList, quoted } from './shape.js';
import { collector } from './check.js';
import type { Expect, ExpectedDecision, Mistake, ScenarioFile, Step } from './types.js';

/** Longer lists of names are no help in a message. */
const MAX_LISTED = 24;

/** By declared type, what a value has to be; other types take any. */
const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value))),
  list: Array.isArray,
  object: isDictionary,
};

/** What is wrong with the names in a file whose shape is right. */
export function checkReferences(file: ScenarioFile, rules: Inspection): Mistake[] {
  const { mistakes, report } = collector(file);
  const slots = rules.slots.map((slot) => slot.name);
  const segments = rules.segments.map((segment) => segment.name);
  const slotOf = new Map(rules.rules.map(({ id, slot }) => [id, slot]));
  const types = new Map(rules.attributes.map((attribute) => [attribute.name, attribute.type]));
  const attributeNames = [...types.keys()];
  const variationsOf = new Map(rules.experiments.map(({ name, arms }) => [name, arms.map((arm) => arm.name)]));

  function known(kind: string, name: string, names: readonly string[], pointer: string): void {
    if (names.includes(name)) return;
    const nearest = nearestName(name, names);
    const listed = names.length && names.length <= MAX_LISTED ? `, only ${orList(names)}` : '';
    report(pointer, `the rules have no ${kind} ${quoted(name)}${didYouMean(nearest) || listed}`, nearest);
  }

  /** `prefix` is the path to objects within objects. */
  function attributes(told: Attributes, pointer: string, prefix = ''): void {
    for (const [key, value] of Object.entries(told)) {
      const path = prefix + key;
      const at = below(pointer, key);
      const type = types.get(path);
      if (type === undefined && isDictionary(value)) {
        attributes(value as Attributes, at, `${path}.`);
        continue;
      }
      known('attribute', path, attributeNames, at);
      if (type !== undefined && value !== null && FITS[type]?.(value) === false) {
        const article = /^[aeiou]/.test(type) ? 'an' : 'a';
        report(at, `the attribute ${quoted(path)} is ${article} ${type}, found ${JSON.stringify(value)}`);
      }
    }
  }

  function rule(id: string | null | undefined, slot: string, pointer: string): void {
    if (id === null || id === undefined) return;
    const home = slotOf.get(id);
    if (home === undefined) {
      const here = [...slotOf.keys()].filter((one) => slotOf.get(one) === slot);
      known('rule', id, [...new Set([...here, ...slotOf.keys()])], pointer);
    } else if (home !== slot) {
      report(pointer, `the rule ${quoted(id)} fills the slot ${quoted(home)}, not ${quoted(slot)}`);
    }
  }

  function variation(experiment: string, name: string | null, pointer: string, experimentAt = pointer): void {
    known('experiment', experiment, [...variationsOf.keys()], experimentAt);
    const variations = variationsOf.get(experiment);
    if (!variations || name === null || variations.includes(name)) return;
    const nearest = nearestName(name, variations);
    const meant = didYouMean(nearest) || `, only ${orList(variations)}`;
    report(pointer, `the experiment ${quoted(experiment)} has no variation ${quoted(name)}${meant}`, nearest);
  }

  function force(told: Readonly<Record<string, string | null>>, pointer: string): void {
    for (const [experiment, name] of Object.entries(told)) variation(experiment, name, below(pointer, experiment));
  }

  function decision({ rule: id, experiment, variation: name }: ExpectedDecision, slot: string, pointer: string): void {
    rule(id, slot, `${pointer}/rule`);
    if (typeof experiment === 'string') {
      variation(experiment, name ?? null, `${pointer}/variation`, `${pointer}/experiment`);
    } else if (typeof name === 'string') {
      known('variation', name, [...new Set([...variationsOf.values()].flat())], `${pointer}/variation`);
    }
  }

  function expectation(expect: Expect, pointer: string): void {
    for (const [slot, expected] of Object.entries(expect.slots ?? {})) {
      const at = below(`${pointer}/slots`, slot);
      known('slot', slot, slots, at);
      if (typeof expected === 'object' && expected !== null) decision(expected, slot, at);
      else rule(expected, slot, at);
    }
    for (const list of ['segments', 'notSegments'] as const) {
      expect[list]?.forEach((name, i) => known('segment', name, segments, `${pointer}/${list}/${i}`));
    }
    for (const slot of Object.keys(expect.explain ?? {})) known('slot', slot, slots, below(`${pointer}/explain`, slot));
  }

  function steps(list: readonly Step[], pointer: string): void {
    list.forEach((step, i) => {
      const at = `${pointer}/${i}`;
      if ('repeat' in step) steps(step.steps, `${at}/steps`);
      else if ('expect' in step) expectation(step.expect, `${at}/expect`);
      else if ('force' in step) force(step.force, `${at}/force`);
      else if ('report' in step) known('slot', step.slot, slots, `${at}/slot`);
      else if ('attributes' in step) attributes(step.attributes, `${at}/attributes`);
      else if ('page' in step && typeof step.page === 'object') {
        step.page.slots?.forEach((slot, k) => known('slot', slot, slots, `${at}/page/slots/${k}`));
      }
    });
  }

  file.scenarios.forEach((scenario, i) => {
    const pointer = `/scenarios/${i}`;
    attributes(scenario.attributes ?? {}, `${pointer}/attributes`);
    force(scenario.force ?? {}, `${pointer}/force`);
    steps(scenario.steps, `${pointer}/steps`);
  });
  return mistakes;
}
