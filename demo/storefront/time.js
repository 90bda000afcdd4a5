// The time machine: how many days the shopper has skipped, for the shop as for Vitrine, in all tabs.
import { keep, kept, whenKeptElsewhere } from './storage.js';

const DAY = 86_400_000;
const KEY = 'demo:days';
const realNow = Date.now;
let days = Number(kept(KEY)) || 0;

Date.now = () => realNow() + days * DAY;

// Forwards alone: a tab that is open stays in the time it is in when another one forgets.
whenKeptElsewhere(KEY, () => (days = Math.max(days, Number(kept(KEY)) || 0)));

export const skipped = () => days;

export function skipDay() {
  keep(KEY, String(++days));
}

/** Takes effect with the next page: time never runs backwards on this one. */
export const returnToToday = () => keep(KEY, null);
