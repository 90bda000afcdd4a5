/** Google Consent Mode v2: what `gtag('consent', ...)` leaves in the data layer. */
import { type Answer, type Tell, page } from './answers.js';
import type { Consent } from '../../types.js';

type Settings = { readonly region?: unknown; readonly wait_for_update?: unknown } & Readonly<Record<string, unknown>>;

const TYPES: readonly (readonly [purpose: keyof Consent, type: string])[] = [
  ['personalise', 'personalization_storage'],
  ['measure', 'analytics_storage'],
];

/**
 * An `update` is an answer. A `default` of `denied` is none: it stands until there is one, also for who consented on an
 * earlier page. A default of `granted` counts once the time that it gives a banner is over, and not where another one
 * denies: which of several regions the visitor is in, only Google knows.
 */
export function google(tell: Tell): void {
  const layer = (page.dataLayer ??= []) as unknown[];
  const answered: Answer = {};
  const defaults: Answer = {};
  /** Defaults that counted as granted. */
  const used: Answer = {};
  let wait = 0;

  function settle(): void {
    const answer: Answer = {};
    for (const [purpose] of TYPES) {
      const granted = defaults[purpose];
      if (purpose in answered || granted === undefined) continue;
      used[purpose] ||= granted;
      // Denied after it had counted, it is refused.
      if (used[purpose]) answer[purpose] = granted;
    }
    tell(answer);
  }

  /** Whether it is a default. */
  function hear(entry: unknown): boolean {
    const call = entry as ArrayLike<unknown> | null | undefined;
    if (call?.[0] !== 'consent') return false;
    const command = call[1];
    const isDefault = command === 'default';
    const settings = (call[2] ?? {}) as Settings;
    const answer: Answer = {};
    for (const [purpose, type] of TYPES) {
      const value = settings[type];
      const granted = value === 'granted';
      if (!granted && value !== 'denied') continue;
      if (command === 'update') answer[purpose] = answered[purpose] = granted;
      else if (isDefault && !granted) defaults[purpose] = false;
      else if (isDefault && !settings.region) defaults[purpose] ??= true;
    }
    tell(answer);
    if (isDefault) wait = Math.max(wait, Number(settings.wait_for_update) || 0);
    return isDefault;
  }

  const { push } = layer;
  layer.push = (...entries) => {
    const count = push.apply(layer, entries);
    if (entries.map(hear).includes(true)) setTimeout(settle, wait);
    return count;
  };
  Array.from(layer, hear);
  if (wait) setTimeout(settle, wait);
  else settle();
}
