/** Times and durations as scenario files write them. */

/** A Monday, 12 o'clock: when scenarios begin that do not say when. */
export const DEFAULT_START = '2026-01-05T12:00:00Z';

/** The last moment that a text of an instant can tell. */
export const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The patterns of the schema. */
export const DURATION = /^[1-9][0-9]{0,5}[smhd]$/;
export const INSTANT =
  /^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/;

/** Milliseconds of a DURATION. */
export const durationOf = (text: string): number => parseInt(text, 10) * (UNITS[text.slice(-1)] ?? 0);

/** Milliseconds since 1970 of an INSTANT; NaN on days that no calendar has. */
export function instantOf(text: string): number {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day > last ? NaN : Date.parse(text);
}
