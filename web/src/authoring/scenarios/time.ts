/** Times and durations as scenario files write them. */
import { wallClock } from '../zones.js';

/** A Monday, 12 o'clock: when scenarios begin that do not say when. */
export const DEFAULT_START = '2026-01-05T12:00:00Z';

/** The last moment that a text of an instant can tell. */
export const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The patterns of the schema. */
export const DURATION = /^[1-9][0-9]{0,5}[smhd]$/;
export const ACTIVE = /^[1-9][0-9]{0,3}[smh]$/;
export const INSTANT =
  /^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?$/;

/** Milliseconds of a DURATION. */
export const durationOf = (text: string): number => parseInt(text, 10) * (UNITS[text.slice(-1)] ?? 0);

/** Whether an INSTANT says how far it is from UTC. */
export const hasOffset = (text: string): boolean => /(Z|[+-]..:..)$/.test(text);

/** Whether the day of an INSTANT is in the calendar. */
export function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Milliseconds since 1970 of an INSTANT. Without an offset, clocks in `zone` show it. */
export const instantOf = (text: string, zone = 'UTC'): number =>
  hasOffset(text) ? Date.parse(text) : momentOf(Date.parse(text + 'Z'), zone);

const DAY = 86_400_000;

/**
 * When clocks in a zone show a time, given as if it were UTC. Of two moments the first, and where clocks leave it out
 * the one that they would show had they not been put forward.
 */
function momentOf(shown: number, zone: string): number {
  const clock = wallClock(zone) ?? ((time: number): number => time);
  const [before = shown, after = shown] = [shown - DAY, shown + DAY].map((time) => shown - (clock(time) - time));
  return clock(before) !== shown && clock(after) === shown ? after : before;
}
