/** Shapes of JSON values: each tells what is wrong with a value, in words for whoever wrote it. */
import { nearestName } from './nearest.js';

export type Report = (pointer: string, message: string, nearest?: string) => void;
export type Shape = (value: unknown, pointer: string, report: Report) => void;
export type Dictionary = Readonly<Record<string, unknown>>;

export const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The pointer of what a key or index leads to. */
export const below = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`;

const MAX_QUOTED = 60;

/** A name in a message. */
export const quoted = (name: string): string =>
  '`' + (name.length > MAX_QUOTED ? name.slice(0, MAX_QUOTED) + '...' : name) + '`';

export const didYouMean = (nearest: string | undefined): string =>
  nearest === undefined ? '' : `; did you mean ${quoted(nearest)}?`;

/** `a`, `b` or `c`. */
export const orList = (names: readonly string[]): string =>
  names.map((name, i) => (i === 0 ? '' : i === names.length - 1 ? ' or ' : ', ') + quoted(name)).join('');

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length ? 'a list' : 'an empty list';
  if (typeof value === 'object') return Object.keys(value).length ? 'an object' : 'an empty object';
  const text = JSON.stringify(value);
  return text.length > MAX_QUOTED ? text.slice(0, MAX_QUOTED) + '...' : text;
}

const wrong = (expected: string, value: unknown): string => `expected ${expected}, found ${describe(value)}`;

/** A value that satisfies `test`; `expected` names such values. */
export const value =
  (expected: string, test: (value: unknown) => boolean): Shape =>
  (found, pointer, report) => {
    if (!test(found)) report(pointer, wrong(expected, found));
  };

export const text = value('a text', (found) => typeof found === 'string');
export const name = value('a text that is not empty', (found) => typeof found === 'string' && found !== '');
export const idOrText = value('a text or a number', (found) => typeof found === 'string' || typeof found === 'number');
export const truth = value('true or false', (found) => typeof found === 'boolean');
export const justTrue = value('true', (found) => found === true);

export const scalar = value(
  'a text, a number, true, false or null',
  (found) => found === null || ['string', 'number', 'boolean'].includes(typeof found),
);

export const integer = (least: number, most: number): Shape =>
  value(
    `a whole number from ${least} to ${most}`,
    (found) => Number.isInteger(found) && (found as number) >= least && (found as number) <= most,
  );

export const matching = (pattern: RegExp, expected: string): Shape =>
  value(expected, (found) => typeof found === 'string' && pattern.test(found));

/** One of some texts. */
export const choice =
  (texts: readonly string[]): Shape =>
  (found, pointer, report) => {
    if (typeof found === 'string' && texts.includes(found)) return;
    const nearest = typeof found === 'string' ? nearestName(found, texts) : undefined;
    report(pointer, wrong(orList(texts), found) + didYouMean(nearest), nearest);
  };

export const list =
  (each: Shape, least = 0): Shape =>
  (found, pointer, report) => {
    if (!Array.isArray(found) || found.length < least) {
      return report(pointer, wrong(least ? 'a list that is not empty' : 'a list', found));
    }
    found.forEach((one, i) => each(one, below(pointer, i), report));
  };

/** An object of any keys, whose values have one shape. */
export const map =
  (each: Shape, least = 0): Shape =>
  (found, pointer, report) => {
    if (!isDictionary(found) || Object.keys(found).length < least) {
      return report(pointer, wrong(least ? 'an object that is not empty' : 'an object', found));
    }
    for (const [key, one] of Object.entries(found)) each(one, below(pointer, key), report);
  };

interface ObjectOptions {
  readonly required?: readonly string[];
  readonly least?: number;
  /** Keys with something behind this have any scalar. */
  readonly prefix?: string;
}

/** An object of certain keys. */
export function object(
  keys: Readonly<Record<string, Shape>>,
  { required = [], least = 0, prefix }: ObjectOptions = {},
): Shape {
  const names = Object.keys(keys);
  return (found, pointer, report) => {
    if (!isDictionary(found) || Object.keys(found).length < least) {
      return report(pointer, wrong(least ? 'an object that is not empty' : 'an object', found));
    }
    for (const [key, one] of Object.entries(found)) {
      const isFree = prefix !== undefined && key.startsWith(prefix) && key.length > prefix.length;
      const shape = Object.hasOwn(keys, key) ? keys[key] : isFree ? scalar : undefined;
      if (shape) {
        shape(one, below(pointer, key), report);
      } else {
        const nearest = nearestName(key, names);
        const free = prefix === undefined ? '' : `; one of your own is written ${quoted(prefix + key)}`;
        report(below(pointer, key), `unknown key ${quoted(key)}${didYouMean(nearest) || free}`, nearest);
      }
    }
    for (const key of required) {
      if (!Object.hasOwn(found, key)) report(pointer, `the key ${quoted(key)} is missing`);
    }
  };
}

/** Several keys of one shape, their names with spaces between. */
export const keysOf = (names: string, shape: Shape): Record<string, Shape> =>
  Object.fromEntries(names.split(' ').map((key) => [key, shape]));

/** The first shape whose test fits the value judges it; `expected` names them all. */
export const either =
  (expected: string, ...shapes: readonly (readonly [test: (value: unknown) => boolean, shape: Shape])[]): Shape =>
  (found, pointer, report) => {
    const [, shape] = shapes.find(([test]) => test(found)) ?? [];
    if (shape) shape(found, pointer, report);
    else report(pointer, wrong(expected, found));
  };

export const isText = (found: unknown): boolean => typeof found === 'string';
export const isTruth = (found: unknown): boolean => typeof found === 'boolean';
export const anything: Shape = () => undefined;
