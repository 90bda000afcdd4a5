/** Time zones for the rule compiler, which has no data on them: those of the host's Intl. */
import { isDictionary } from './scenarios/shape.js';

/** From each time on (ms since 1970), minutes to add to UTC; the first entry is that of the beginning. */
export type Offsets = readonly (readonly [from: number, minutes: number])[];

const FIRST = Date.UTC(2020, 0, 1);
const LAST = Date.UTC(2040, 0, 1);
const MINUTE = 60_000;
/** No zone changes its offset and takes that back within so short a time. */
const STEP = 7 * 86_400_000;

/** Longer names, and more of them, are no zones; the compiler takes fewer. */
const MAX_NAME = 64;
const MAX_ZONES = 64;

/** The zones that rules name and the host knows, each with its offsets. Of text that is no JSON: none. */
export function zonesOf(text: string): Record<string, Offsets> {
  const known: [string, Offsets][] = [];
  for (const name of namesIn(parse(text))) {
    const offsets = offsetsOf(name);
    if (offsets) known.push([name, offsets]);
  }
  return Object.fromEntries(known);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
}

/** `store.timezone`, and `schedule.zone` of each rule. */
function namesIn(rules: unknown): readonly string[] {
  const names = new Set<string>();
  const add = (name: unknown): void => {
    if (typeof name === 'string' && name.length <= MAX_NAME && names.size < MAX_ZONES) names.add(name);
  };
  const { store, rules: list }: Record<string, unknown> = isDictionary(rules) ? rules : {};
  if (isDictionary(store)) add(store.timezone);
  for (const rule of Array.isArray(list) ? (list as unknown[]) : []) {
    if (isDictionary(rule) && isDictionary(rule.schedule)) add(rule.schedule.zone);
  }
  return [...names];
}

/** What a clock on the wall of a zone shows, as if it were UTC; null for what is no zone of a place. */
export function wallClock(zone: string): ((time: number) => number) | null {
  // Some hosts also take offsets, which are no zones of the rule language.
  if (!/^[a-z]/i.test(zone)) return null;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  return (time) => {
    const parts = (format.format(time).match(/\d+/g) ?? []).map(Number);
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second, new Date(time).getUTCMilliseconds());
  };
}

function offsetsOf(zone: string): Offsets | null {
  const clock = wallClock(zone);
  if (!clock) return null;
  const minutesAt = (time: number): number => Math.round((clock(time) - time) / MINUTE);
  const offsets: [number, number][] = [[FIRST, minutesAt(FIRST)]];
  let before = minutesAt(FIRST);
  for (let from = FIRST; from < LAST; from += STEP) {
    const to = Math.min(from + STEP, LAST);
    const after = minutesAt(to);
    if (after !== before) offsets.push([firstWith(after, from, to, minutesAt), after]);
    before = after;
  }
  return offsets;
}

/** The minute between two times at which an offset begins. */
function firstWith(offset: number, before: number, after: number, minutesAt: (time: number) => number): number {
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (minutesAt(middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}
