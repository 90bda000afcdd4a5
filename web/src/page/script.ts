import { VitrineError, reasonOf } from '../errors.js';
import { createSignals } from '../signals.js';
import type * as activity from './activity.js';
import type * as content from './content.js';
import { tell } from './exposure.js';
import type * as inspect from './inspect.js';
import type * as api from '../types.js';
import { addressOf, touchOf } from '../traffic.js';
import { type Built, type Works, build, createVitrine } from '../vitrine.js';
import type { WARNINGS } from '../warnings.js';
import type * as consents from './consent/consent.js';
import type * as history from './history.js';
import type * as known from './known.js';
import type * as popups from './popups.js';
import type { PageQueue, ReadyCallback } from './queue.js';
import { type Slots, createSlots } from './slots.js';
import { equip, render } from './templates.js';
import type { View } from './triggers.js';
import type * as warnings from './warnings.js';
import type * as debug from './debug/debug.js';

type Ids = readonly (string | number)[];
type AnyMethod = (...args: unknown[]) => unknown;

/** The page script: turns the stub's `window.vitrine` into a vitrine and fills the slots. */
async function start(queue: PageQueue, { dataset, src }: HTMLScriptElement): Promise<void> {
  const { bundle = '', page, consent } = dataset;
  /** One after the other, in the order in which there was something to warn of. */
  let texts: Promise<typeof WARNINGS | undefined> | undefined;
  const signals = createSignals((use) => {
    texts ??= ask('warnings', ({ WARNINGS }: typeof warnings) => WARNINGS);
    void texts.then((all) => all && use(all));
  });
  const view: View = { events: new Set(), cameBy: touchOf(addressOf(location.href), document.referrer)?.channel };
  addEventListener('click', (event) => event.isTrusted && (view.click = event), true);
  /** Asks a file that most pages never need. */
  async function ask<M, T, O = undefined>(name: string, question: (all: M) => T | Promise<T>, otherwise?: O): Promise<T | O> {
    try {
      return await question((await import(new URL(name + '.js', src).href)) as M);
    } catch (error) {
      signals.say(name, `${name}.js did not load (${reasonOf(error)}): upload it, too.`);
      return otherwise as O;
    }
  }
  const host = {
    watchActivity: (tell: (ms: number) => void) => ask('activity', (all: typeof activity) => all.watchActivity(tell)),
    late(works: Works) {
      /** A method that inspect.js answers. */
      const inspecting =
        <N extends 'explain' | 'profile' | 'forgetOne' | 'force', T>(name: N, otherwise: T) =>
        (...told: Parameters<api.Vitrine[N]>): Promise<ReturnType<api.Vitrine[N]> | T> =>
          ask('inspect', (all: typeof inspect) => (all[name] as AnyMethod)(works, ...told) as ReturnType<api.Vitrine[N]>, otherwise);
      return {
        explain: inspecting('explain', null),
        profile: inspecting('profile', null),
        forgetOne: inspecting('forgetOne', false),
        force: inspecting('force', undefined),
        rerank: (ids: Ids, options?: api.RerankOptions) => ask('content', (all: typeof content) => all.rerank(works, ids, options), ids),
      };
    },
  };
  let slots: Slots | undefined;
  /** Brings what templates need; slots that waited for it are filled then. */
  const equipped = async (): Promise<void> => {
    if (await equip(() => ask('content', (all: typeof content) => all))) slots?.scan();
  };
  // Together with the core.
  void equipped();
  if (queue.q.some(([name]) => name === 'force')) void ask('inspect', () => undefined);
  // Together with the bundle: what is shown first may hang on it.
  const following = consent === undefined ? undefined : ask('consent', ({ follow }: typeof consents) => follow);
  let built: Built<ReturnType<typeof host.late>>;
  try {
    built = await createVitrine({ bundle, wasm: new URL('vitrine.wasm', src) }, host, signals);
  } catch (error) {
    const reason = error instanceof VitrineError ? error.code : 'unexpected';
    console.warn(`[vitrine] ${reasonOf(error)} Slots keep their defaults.`);
    built = build({}, host, null, { status: 'failed', reason }, signals);
  }

  // Everything waits in the queue until there is somebody.
  await queue.p;
  const { vitrine, place } = built;
  /** The inspector, for who asks for it by the address or a key; in the pages that follow, a word in the tab's name does. */
  const look = (): Promise<void> => ask('debug', (all: typeof debug) => all.open({ ...built, acted: () => slots?.acted(true) }));
  addEventListener('keydown', ({ ctrlKey, altKey, code }) => void (ctrlKey && altKey && code === 'KeyV' && look()));
  if (/[?& ]vitrine=debug\b/.test(location.search + ' ' + window.name)) await look();
  /** The methods as the page has them: popups hear, too. */
  const heard = {
    ...vitrine,
    ...(await following)?.(consent as string, vitrine, signals.say),
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
  // One that has to load a file is waited for: its answer is for what is shown first.
  for (const [name, args] of queue.q) {
    const done = methods[name]?.(...args);
    if (name === 'force') await done;
  }

  const { acted, scan: fill } = (slots = createSlots(queue, vitrine, place, signals.warn, ask));
  const scan = (): void => {
    fill();
    void equipped();
    if (document.querySelector('[data-vitrine-known]')) void ask('known', (all: typeof known) => all.showKnown(queue as never));
  };
  const answer = (callback: ReadyCallback): void => void setTimeout(callback, 0, vitrine.status());
  /** A shop that is one page shows another one. */
  function turn(told: api.Page): void {
    view.click = undefined;
    acted();
    heard.page(told);
    scan();
  }
  // Onto the stub's own object, which the shop's code may have kept.
  Object.assign(queue, heard, { ready: answer, fail() {}, page: turn });
  scan();
  if ('history' in dataset) void ask('history', (all: typeof history) => all.followHistory(turn));
  /** Popups are loaded once there is one that may open. */
  function arm(): void {
    if (!vitrine.decideAll().some(({ trigger }) => trigger)) return;
    unarm();
    void ask('popups', (all: typeof popups) => all.createPopups(vitrine, view, render, tell, signals.warn));
  }
  const unarm = vitrine.on('decision', arm);
  arm();
  // Slots that the parser had not reached.
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', scan);
  queue.w.splice(0).forEach(answer);
  // Callbacks may have been told that the wait is over: what listens learns how it ended.
  signals.emit('status', vitrine.status());
}

const { vitrine } = window as unknown as { vitrine?: PageQueue };
const script = document.currentScript as HTMLScriptElement | null;
if (!vitrine || !script || vitrine.loaded) {
  // A second include leaves everything alone.
  console.warn(`[vitrine] ${vitrine?.loaded ? 'vitrine.js is here twice: leave one out.' : 'The inline stub is missing before vitrine.js.'}`);
} else {
  vitrine.loaded = true;
  void start(vitrine, script);
}
