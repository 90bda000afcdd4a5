// Dates and times of day as people in a time zone have them, found by asking Intl again and again.

const formats = new Map();
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The wall clock at a time: `wall` is what it shows, as if that were UTC. */
export function local(zone, time) {
  if (!formats.has(zone)) {
    const fields = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    };
    formats.set(zone, new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...fields }));
  }
  const parts = {};
  for (const { type, value } of formats.get(zone).formatToParts(time)) parts[type] = Number(value);
  const day = Date.UTC(parts.year, parts.month - 1, parts.day);
  const seconds = (parts.hour * 60 + parts.minute) * 60 + parts.second;
  return {
    day,
    wall: day + seconds * 1000,
    hour: parts.hour,
    minute: parts.hour * 60 + parts.minute,
    weekday: WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7],
  };
}

const found = new Map();

/** The first moment at which the wall clock shows `wall` or more. */
export function momentOf(zone, wall) {
  const key = `${zone} ${wall}`;
  if (!found.has(key)) {
    let before = wall - 20 * 3_600_000;
    let after = wall + 20 * 3_600_000;
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (local(zone, middle).wall >= wall) after = middle;
      else before = middle;
    }
    found.set(key, after);
  }
  return found.get(key);
}

/** When the day began that is `back` days before the one of `time`. */
export const startOfDay = (zone, time, back = 0) => momentOf(zone, local(zone, time).day - back * 86_400_000);

/** A date, or a date with a time, which without an offset is the zone's. */
export function dateOf(zone, text) {
  if (/(Z|[+-]\d\d:?\d\d)$/.test(text) && text.includes('T')) return Date.parse(text);
  return momentOf(zone, Date.parse(text.includes('T') ? text + 'Z' : text + 'T00:00:00Z'));
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

export function durationOf(text) {
  const [, number, unit] = /^(\d+)(ms|s|m|h|d|w)$/.exec(text);
  return Number(number) * UNITS[unit];
}

/** What `$before` and `$after` compare with. */
export function momentToCompare(zone, text, now) {
  if (/^[+-]\d+[a-z]+$/.test(text)) return now + (text[0] === '-' ? -1 : 1) * durationOf(text.slice(1));
  return dateOf(zone, text);
}
