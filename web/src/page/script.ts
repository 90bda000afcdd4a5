import { VitrineError, reasonOf } from '../errors.js';
import { createSignals } from '../signals.js';
import type * as inspect from './inspect.js';
import type * as api from '../types.js';
import { addressOf, touchOf } from '../traffic.js';
import { type Built, build, createVitrine } from '../vitrine.js';
import type * as popups from './popups.js';
import type { PageQueue, ReadyCallback } from './queue.js';
import { createSlots } from './slots.js';
import { render } from './templates.js';
import type { View } from './triggers.js';
import type * as debug from './debug/debug.js';

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
  /** Asks a file that most pages never need. */
  async function ask<M, T>(name: string, question: (all: M) => T | Promise<T>, otherwise: T): Promise<T> {
    try {
      return await question((await import(new URL(name + '.js', src).href)) as M);
    } catch (error) {
      signals.warn(name, `${name}.js did not load (${reasonOf(error)}): upload it, too.`);
      return otherwise;
    }
  }
  const about = <T>(question: (all: typeof inspect) => T | Promise<T>, otherwise: T): Promise<T> => ask('inspect', question, otherwise);
  const inspector = {
    explain: (...to: Parameters<typeof inspect.explain>) => about((all) => all.explain(...to), null),
    profile: (...to: Parameters<typeof inspect.profile>) => about((all) => all.profile(...to), nobody),
    rerank: (...to: Parameters<typeof inspect.rerank>) => about((all) => all.rerank(...to), to[2]),
  };
  let built: Built<Promise<api.Explanation | null>, Promise<api.Profile>, Promise<readonly (string | number)[]>>;
  try {
    built = await createVitrine({ bundle, wasm: new URL('vitrine.wasm', src) }, inspector, signals);
  } catch (error) {
    const reason = error instanceof VitrineError ? error.code : 'unexpected';
    console.warn(`[vitrine] ${reasonOf(error)} Slots keep their defaults.`);
    built = build({}, inspector, null, { status: 'failed', reason }, signals);
  }

  const { vitrine, place } = built;
  /** The inspector, for who asks for it by the address or a key; in the pages that follow, a word in the tab's name does. */
  const look = (): Promise<void> => ask('debug', (all: typeof debug) => all.open(built), undefined);
  addEventListener('keydown', ({ ctrlKey, altKey, code }) => void (ctrlKey && altKey && code === 'KeyV' && look()));
  if (/vitrine=debug/.test(location.search + window.name)) await look();
  const view: View = { events: new Set(), cameBy: touchOf(addressOf(location.href), document.referrer)?.channel };
  /** The methods as the page has them: popups hear, too. */
  const heard = {
    ...vitrine,
    page(told: api.Page) {
      view.told = told;
      view.events.clear();
      vitrine.page(told);
      view.restart?.();
    },
    track(event: string, parameters?: api.EventParameters) {
      view.events.add(event);
      vitrine.track(event, parameters);
    },
  };
  const methods = heard as unknown as Record<string, AnyMethod>;
  if (page !== undefined) heard.page({ type: page });
  for (const [name, args] of queue.q) methods[name]?.(...args);

  const slots = createSlots(vitrine, place, signals.warn);
  const tell = (callback: ReadyCallback): void => void setTimeout(callback, 0, vitrine.status());
  // Onto the stub's own object, which the shop's code may have kept.
  Object.assign(queue, heard, {
    ready: tell,
    fail() {},
    page(told: api.Page) {
      slots.acted(); // a shop that is one page shows another one
      heard.page(told);
      slots.scan();
    },
  });
  slots.scan();
  /** Popups are loaded once there is one that may open. */
  function arm(): void {
    if (!vitrine.decideAll().some(({ trigger }) => trigger)) return;
    unarm();
    void ask('popups', (all: typeof popups) => all.createPopups(vitrine, view, render, signals.warn), undefined);
  }
  const unarm = vitrine.on('decision', arm);
  arm();
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
