/** Numbers, dates and times left, as the language of the document writes them. */

type Write = (value: number) => string;

const MINUTE = 60_000;

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', MINUTE],
  ['second', 1000],
] as const;

/** By language and options: making one takes milliseconds. */
const writers = new Map<string, Write>();

const language = (): string => document.documentElement.lang;

/** Writes numbers; where language or options are none, as they are. */
export function writerOf(options: Intl.NumberFormatOptions): Write {
  const key = language() + JSON.stringify(options);
  let write = writers.get(key);
  if (!write) {
    try {
      ({ format: write } = new Intl.NumberFormat(language() || [], options));
    } catch {
      write = String;
    }
    writers.set(key, write);
  }
  return write;
}

/** The moment that a text or number names; NaN for none. */
export const timeOf = (value: unknown): number => new Date(/^(string|number)$/.test(typeof value) ? (value as string) : NaN).getTime();

/** A day (`2026-11-30`) as this day wherever it is read, a moment in the time zone of the device; null for none. */
export function dateOf(value: unknown): string | null {
  const time = timeOf(value);
  const isDay = /^[\d-]+$/.test(value as string) && typeof value === 'string';
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'long', ...(isDay ? { timeZone: 'UTC' } : { timeStyle: 'short' }) };
  try {
    return isNaN(time) ? null : new Date(time).toLocaleString(language() || [], options);
  } catch {
    return String(value); // a language that is none
  }
}

/** Until then, in days, hours, minutes and seconds (none while that moves more than the shopper likes); null: over. */
export function leftUntil(end: number): string | null {
  let left = end - Date.now();
  if (!(left > 0)) return null;
  const slow = left > MINUTE && matchMedia('(prefers-reduced-motion:reduce)').matches;
  return UNITS.filter(([unit, ms]) => (unit === 'day' ? left >= ms : !(slow && unit === 'second')))
    .map(([unit, ms]) => {
      const count = Math.floor(left / ms);
      left %= ms;
      return writerOf({ style: 'unit', unit, unitDisplay: 'narrow', minimumIntegerDigits: unit === 'day' ? 1 : 2 })(count);
    })
    .join(' ');
}
