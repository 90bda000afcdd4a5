import { VitrineError, reasonOf } from '../errors.js';
import { createSignals } from '../signals.js';
import type * as inspect from '../inspect.js';
import type * as api from '../types.js';
import { type Built, build, createVitrine } from '../vitrine.js';
import type { PageQueue, ReadyCallback } from './queue.js';
import { createSlots } from './slots.js';

/** Calls that a shop makes because the shopper did something: slots may change in answer to them. */
const ANSWERED = ['track', 'setCart', 'setConsent', 'forget', 'page'] as const;

type AnyMethod = (...args: unknown[]) => unknown;

/** The page script: turns the stub's `window.vitrine` into a vitrine and fills the slots. */
async function start(queue: PageQueue, { dataset, src }: HTMLScriptElement): Promise<void> {
  const { bundle = '', page } = dataset;
  const signals = createSignals();
  const load = (): Promise<typeof inspect> => import(new URL('inspect.js', src).href) as Promise<typeof inspect>;
  const inspector = {
    explanationOf: (...to: Parameters<typeof inspect.explanationOf>) => load().then((all) => all.explanationOf(...to)),
    profileOf: (...to: Parameters<typeof inspect.profileOf>) => load().then((all) => all.profileOf(...to)),
  };
  let vitrine: Built<Promise<api.Explanation | null>, Promise<api.Profile>>;
  try {
    vitrine = await createVitrine({ bundle, wasm: new URL('vitrine.wasm', src) }, inspector, signals);
  } catch (error) {
    const reason = error instanceof VitrineError ? error.code : 'unexpected';
    console.warn(`[vitrine] ${reasonOf(error)} Slots keep their defaults.`);
    vitrine = build({}, inspector, null, { status: 'failed', reason }, signals);
  }

  const methods = vitrine as unknown as Record<string, AnyMethod>;
  if (page !== undefined) vitrine.page({ type: page });
  for (const [name, args] of queue.q) {
    try {
      methods[name]?.(...args);
    } catch (error) {
      console.error(error); // of one call, which must not cost the others
    }
  }

  const slots = createSlots(vitrine, signals.warn);
  const tell = (callback: ReadyCallback): void => void setTimeout(callback, 0, vitrine.status());
  // Onto the stub's own object, which the shop's code may have kept.
  Object.assign(queue, vitrine, { ready: tell, fail() {} });
  for (const name of ANSWERED) {
    (queue as unknown as typeof methods)[name] = (...args) => {
      slots.acted();
      methods[name]?.(...args);
      if (name === 'page') slots.scan();
    };
  }
  slots.scan();
  // Slots that the parser had not reached.
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', slots.scan);
  queue.w.splice(0).forEach(tell);
}

const { vitrine } = window as unknown as { vitrine?: PageQueue & { loaded?: boolean } };
const script = document.currentScript;
if (!vitrine || !(script instanceof HTMLScriptElement)) {
  console.warn('[vitrine] The inline stub is missing.');
} else if (!vitrine.loaded) {
  vitrine.loaded = true; // a second include leaves everything alone
  void start(vitrine, script);
}
