import { VitrineError, reasonOf } from '../errors.js';
import { createSignals } from '../signals.js';
import type * as inspect from '../inspect.js';
import type * as api from '../types.js';
import { type Built, build, createVitrine } from '../vitrine.js';
import type { PageQueue, ReadyCallback } from './queue.js';
import { createSlots } from './slots.js';

type AnyMethod = (...args: unknown[]) => unknown;

/** The profile where inspect.js, which would make it, did not load. */
const nobody: api.Profile = {
  known: false,
  visit: { number: 0, pages: 0, started: 0 },
  cart: { quantity: 0, value: 0 },
  orders: { count: 0, value: 0 },
  events: 0,
  views: [],
  purchases: [],
  unwanted: [],
  shown: 0,
  affinity: { item_category: [], item_brand: [] },
};

/** The page script: turns the stub's `window.vitrine` into a vitrine and fills the slots. */
async function start(queue: PageQueue, { dataset, src }: HTMLScriptElement): Promise<void> {
  const { bundle = '', page } = dataset;
  const signals = createSignals();
  async function ask<T>(question: (all: typeof inspect) => T, otherwise: T): Promise<T> {
    try {
      return question((await import(new URL('inspect.js', src).href)) as typeof inspect);
    } catch {
      signals.warn('inspect', 'inspect.js did not load: upload it, too.');
      return otherwise;
    }
  }
  const inspector = {
    explanationOf: (...to: Parameters<typeof inspect.explanationOf>) => ask((all) => all.explanationOf(...to), null),
    profileOf: (...to: Parameters<typeof inspect.profileOf>) => ask((all) => all.profileOf(...to), nobody),
  };
  let built: Built<Promise<api.Explanation | null>, Promise<api.Profile>>;
  try {
    built = await createVitrine({ bundle, wasm: new URL('vitrine.wasm', src) }, inspector, signals);
  } catch (error) {
    const reason = error instanceof VitrineError ? error.code : 'unexpected';
    console.warn(`[vitrine] ${reasonOf(error)} Slots keep their defaults.`);
    built = build({}, inspector, null, { status: 'failed', reason }, signals);
  }

  const { vitrine, place } = built;
  const methods = vitrine as unknown as Record<string, AnyMethod>;
  if (page !== undefined) vitrine.page({ type: page });
  for (const [name, args] of queue.q) methods[name]?.(...args);

  const slots = createSlots(vitrine, place, signals.warn);
  const tell = (callback: ReadyCallback): void => void setTimeout(callback, 0, vitrine.status());
  // Onto the stub's own object, which the shop's code may have kept.
  Object.assign(queue, vitrine, {
    ready: tell,
    fail() {},
    page(told: api.Page) {
      slots.acted(); // a shop that is one page shows another one
      vitrine.page(told);
      slots.scan();
    },
  });
  slots.scan();
  // Slots that the parser had not reached.
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', slots.scan);
  queue.w.splice(0).forEach(tell);
  // Callbacks may have been told that the wait is over: what listens learns how it ended.
  signals.emit('status', vitrine.status());
}

const { vitrine } = window as unknown as { vitrine?: PageQueue & { loaded?: boolean } };
const script = document.currentScript as HTMLScriptElement | null;
if (!vitrine || !script) {
  console.warn('[vitrine] The inline stub is missing.');
} else if (!vitrine.loaded) {
  vitrine.loaded = true; // a second include leaves everything alone
  void start(vitrine, script);
}
