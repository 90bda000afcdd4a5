import { type Expect, watchActivity } from './activity.js';
import { BundleInfo, TextKind } from './core/abi.js';
import { type Core, NO_BUNDLE, NO_WORDS, type PageInput } from './core/core.js';
import { type Engine, type Start, createEngine } from './core/recovery.js';
import { type ModelSource, distrust, loadFiles } from './bundle.js';
import { type Context, type Names, type Told, createContext, createNames, toldOf } from './context.js';
import { attributeOf, createItems, eventOf, parseToken, text } from './convert.js';
import { type Decisions, createDecisions, nothing } from './decisions.js';
import { type Model, createModel, inHand } from './model.js';
import { isObject, valueAt } from './reads.js';
import type { Say, Signals } from './signals.js';
import { createStore } from './storage.js';
import { languageOf, surroundings } from './surroundings.js';
import { addressOf, touchOf } from './traffic.js';
import type * as api from './types.js';
import { type Change, type Kept, type Visitor, createVisitor, followPage } from './visitor.js';
import type { Warn } from './warnings.js';

/** The end of JavaScript's calendar, ms since 1970. */
const MAX_TIME = 8.64e15;

const OUTCOMES: readonly unknown[] = ['shown', 'clicked', 'dismissed', 'converted', 'seen'];

type Settings = Omit<api.VitrineOptions, 'bundle' | 'wasm'>;

/** The parts of a vitrine that explanations are made from. */
export interface Works {
  readonly engine: Engine;
  readonly names: Names;
  readonly context: Context;
  readonly model: Model;
  readonly decisions: Decisions;
  readonly warn: Warn;
  readonly say: Say;
  readonly visitor: Pick<Visitor, 'sync' | 'restore'>;
  now(): number;
  /** Index of a slot, -1 with a warning where the rules have none of that name. */
  slotIndex(slot: unknown): number;
  /** Brings a new instance to the state of the one that broke, or whose visitor is `live`. There must be a core. */
  rebuild(core: Core, live?: Kept): void;
}

/** What most shoppers never ask for: the package has it at hand and answers at once, a page loads it and answers with promises. */
type Late = 'explain' | 'profile' | 'rerank' | 'forgetOne' | 'force';

/** Who makes a vitrine. */
export interface Host<L> {
  late(works: Works): L;
  /** In a page, loads activity.ts. */
  watchActivity?(tell: (ms: number) => void): Promise<Expect | undefined>;
}

export interface Built<L> {
  readonly vitrine: Omit<api.Vitrine, Late> & L;
  readonly works: Works;
  /** The slots that stand on the page, by name: only they recommend. */
  place(slots: readonly unknown[]): void;
  /** Settles when the model need not be waited for. */
  readonly ready: Promise<unknown> | undefined;
  /** In a page, ends all decisions for good: the slots keep their defaults. */
  readonly off: (() => void) | undefined;
}

/**
 * Makes a vitrine. Rejects with a VitrineError when manifest, rules file or module cannot be used; afterwards nothing
 * throws: bad data gives a `warning`, and a broken core makes every slot keep its default.
 */
export async function createVitrine<L>(
  options: api.VitrineOptions & { wasm: NonNullable<api.VitrineOptions['wasm']> },
  host: Host<L>,
  signals: Signals,
): Promise<Built<L>> {
  let built: Built<L> | undefined;
  try {
    const files = await loadFiles(options.bundle, options.wasm, () => built?.off?.());
    const start = files && { rules: files.rules, ...(await files.begun) };
    const model = !PAGE && options.model ? inHand(options.model) : files?.model;
    built = build(options, host, start, { status: start ? 'ready' : 'off', reason: null }, signals, model);
  } catch (error) {
    // What the browser keeps may name files that are gone, or be of another time than vitrine.js.
    if (PAGE && distrust()) return createVitrine(options, host, signals);
    throw error;
  }
  await built.ready;
  return built;
}

/** A vitrine around a core; without one, a vitrine whose every slot keeps its default and that says no more about it. */
export function build<L>(
  options: Settings,
  host: Host<L>,
  start: Start | null,
  status: api.Status,
  signals: Signals,
  source?: ModelSource,
): Built<L> {
  const { warn, say }: Pick<Signals, 'warn' | 'say'> = start ? signals : { warn() {}, say() {} };
  let consent: api.Consent = { personalise: false, measure: false };
  let snapshot = PAGE ? undefined : options.snapshot;
  let lastNow = 0;

  function now(): number {
    if (PAGE) return Date.now();
    let time = NaN;
    try {
      time = (options.now ?? Date.now)();
    } catch {
      // Like no number.
    }
    // What no Date can tell, the core refuses.
    if (Number.isFinite(time) && Math.abs(time) <= MAX_TIME) lastNow = time;
    else say('clock', 'now() gave no time.');
    return lastNow;
  }

  function setStatus(name: api.Status['status'], reason: string | null): void {
    status = { status: name, reason };
    signals.emit('status', status);
  }

  const begun = now();
  const info = start ? start.core.load(begun, start.rules) : NO_BUNDLE;
  function rebuild(core: Core, live?: Kept): void {
    core.load(begun, (start as Start).rules);
    model.replay(core);
    context.replay(core);
    visitor.replay(core, live);
  }
  const engine = createEngine(start, {
    rebuild,
    broke(failed, reason) {
      changed();
      warn(failed ? 'failed' : 'recovered', reason);
      if (failed) setStatus('failed', 'core');
    },
  });
  const { run } = engine;
  const names = createNames(engine, info);
  const context = createContext(names.reads);
  const items = createItems(names.properties[1], warn, now);
  const model = createModel(engine, items, source, say, () => decisions);
  /** Ends all listeners: those of a document, if there is one. */
  const controller = !PAGE && typeof document === 'object' ? new AbortController() : undefined;
  const tellActive = (ms: number): void => vitrine.active(ms);
  let watching: Promise<Expect | undefined> | undefined;
  // What it tells when the page goes is saved with the rest: it listens at the document, and what saves at the window.
  const expect = PAGE
    ? (ms: number): void => {
        if (ms < Infinity) watching ??= host.watchActivity?.(tellActive);
        void watching?.then((told) => told?.(ms));
      }
    : controller && watchActivity(tellActive, controller.signal);
  const decisions = createDecisions(
    { engine, names, context, model, now, language: () => languageOf(options) },
    (changed) => signals.emit('decision', { changed }),
    expect,
  );
  const { all, changed } = decisions;
  // Also without a core, which gives nothing to write: the shopper can still have the entry removed.
  const store = createStore(PAGE ? undefined : options.storage, warn);
  const newSeed = (): number => (PAGE ? undefined : options.seed) ?? Math.floor(Math.random() * 2 ** 53);
  const visitor = createVisitor(engine, store, now, newSeed, warn, changed);
  const works: Works = { engine, names, context, model, decisions, warn, say, visitor, now, slotIndex, rebuild };
  /** What is told of the page once consent is given, with the way that the visitor came to this document. */
  let page: PageInput | undefined;

  /** Makes a call that changes the visitor. */
  function perform(apply: Change, viewing?: Change | null): void {
    if (visitor.perform(apply, viewing) < 0) warn('refused');
    changed();
  }

  /** Makes a call about something that is not behaviour. */
  function inform(about: string, call: (core: Core) => number): void {
    context.note(about, call);
    run(call, 0);
    changed();
  }

  function slotIndex(slot: unknown): number {
    const index = names.slots.indexOf(slot as string);
    const name = typeof slot === 'string' ? slot : typeof slot;
    if (index < 0) warn('slot', name, names.slots);
    return index;
  }

  /** Adds what the reads of an attribute lead to. */
  function addAttribute(told: Told[], name: string, value: unknown): void {
    const attribute = names.attributes.get(name);
    if (!attribute) return warn('attribute', name);
    const { value: taken, fits } = attributeOf(attribute.type, value);
    if (!fits) warn('attribute-type', name, attribute.type);
    if (taken === undefined) return;
    for (const read of attribute.reads) told.push(toldOf(read, valueAt(taken, read.inner)));
  }

  function tell(told: readonly Told[]): void {
    const at = now();
    context.tell(at, told);
    run((core) => core.values(at, told.flatMap(({ nodes }) => nodes)), undefined);
    changed(true);
  }

  /** Tells what the page knows by itself; returns its address. */
  function look({ type, title, url }: api.Page): URL | null {
    const base = PAGE ? location.href : globalThis.location?.href;
    const told: unknown = url ?? base;
    const address = PAGE || told !== undefined ? addressOf(told, PAGE ? base : (base ?? 'http://localhost')) : null;
    if (!address && told !== undefined) warn('url');
    const valueOf = surroundings(typeof type === 'string' ? type : null, title, address, options);
    tell(names.pageReads.map((read) => toldOf(read, valueOf(read.path))));
    return address;
  }

  function place(slots: readonly unknown[]): void {
    const indexes = slots.map(slotIndex).filter((index) => index >= 0);
    inform('#slots', (core) => core.slots(indexes));
  }

  const vitrine: Built<L>['vitrine'] = {
    setAttributes(attributes) {
      const told: Told[] = [];
      // A text has entries, too: its letters.
      for (const [name, value] of Object.entries(isObject(attributes) ? attributes : {})) {
        let isBranch = false;
        for (const path of isObject(value) ? names.attributes.keys() : []) {
          if (!path.startsWith(name + '.')) continue;
          isBranch = true;
          addAttribute(told, path, valueAt(value, path.slice(name.length + 1)));
        }
        if (!isBranch || names.attributes.has(name)) addAttribute(told, name, value);
      }
      tell(told);
    },

    setCart(cart) {
      const input = items.complete(cart);
      perform((core, at) => core.cart(at, input));
    },

    setItems(told) {
      model.update(items.remember(told));
      changed();
    },

    page(told) {
      const { referrer, slots, item_id, category } = told ?? {};
      // The document's referrer is that of its first page.
      const from = referrer ?? (page ? null : PAGE || controller ? document.referrer : '');
      const input = { item: text(item_id), category: text(category), ...touchOf(look(told ?? {}), from) };
      const known = (page = { ...page, ...input });
      const at = now();
      context.note('#page', (core) => core.page(at, known));
      if (consent.personalise) perform((core, at) => core.page(at, input), null);
      else run((core) => core.page(at, input), 0);
      model.retry();
      // In a page, the document tells what stands there.
      if (!PAGE) {
        const isList = Array.isArray(slots);
        if (!isList && slots != null) say('slot', 'slots of page() must be a list of names.');
        place(isList ? slots : names.slots);
      }
      changed();
    },

    track(event, parameters) {
      if (typeof event !== 'string' || !event) return warn('event');
      const told = parameters ?? {};
      const input = eventOf(event, told, items.complete(told.items), names.properties[0]);
      const apply: Change = (core, at) => core.event(at, input);
      perform(apply, event === 'view_item' && input.items[0]?.id ? apply : undefined);
    },

    active(told) {
      const ms = Number(told);
      if (!(ms > 0 && ms < Infinity)) return warn('active');
      perform((core, at) => core.active(at, ms));
    },

    decideAll: all,
    decide: (slot) => all()[slotIndex(slot)] ?? nothing(slot),
    segments: () => [...run((core) => core.segments(now()), NO_WORDS)].map((i) => names.text(TextKind.segment, i)),
    ...host.late(works),

    report(token, outcome, items) {
      const number = OUTCOMES.indexOf(outcome);
      const parts = parseToken(names.id, names.info(BundleInfo.ruleCount), token);
      if (!parts || number < 0) {
        warn('token');
        return false;
      }
      const [rule, experiment, arm] = parts;
      const shown = decisions.itemsOf(token, items);
      perform((core, at) => core.report(at, rule, number, shown));
      if (consent.measure) {
        const id = names.text(TextKind.rule, rule);
        signals.emit('report', { token, rule: id, ...names.assigned(experiment, arm), outcome, ...(items && { items }) });
      }
      return true;
    },

    snapshot: visitor.snapshot,

    restore(bytes) {
      const ok = visitor.restore(bytes instanceof Uint8Array ? bytes : new Uint8Array());
      changed();
      return ok;
    },

    forget() {
      visitor.forget();
      if (!PAGE) snapshot = undefined; // it is the visitor, too
      changed();
    },

    setConsent(given) {
      const before = consent;
      const { personalise, measure = before.measure } = given ?? {};
      const granted = personalise === undefined ? before.personalise : personalise === true;
      consent = { personalise: granted, measure: measure === true };
      const differs = granted !== before.personalise;
      // Said again: a refusal erases what an earlier page stored, a consent lifts a block of storing.
      if (differs || granted === personalise) {
        const known = page;
        if (!granted) visitor.revoke();
        else {
          visitor.grant(snapshot);
          if (differs && known) perform((core, at) => core.page(at, known));
        }
        if (!PAGE) snapshot = undefined;
        changed();
      }
      if (differs || consent.measure !== before.measure) signals.emit('consent', consent);
    },

    consent: () => consent,
    status: () => status,
    on: signals.on,

    dispose: PAGE
      ? () => undefined
      : () => {
          if (status.status === 'disposed') return;
          visitor.save();
          controller?.abort();
          decisions.stop?.();
          engine.stop();
          setStatus('disposed', null);
          signals.clear?.();
        },
  };

  const methods = vitrine as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [name, method] of Object.entries(methods)) {
    methods[name] = (...args) => {
      try {
        return method(...args);
      } catch {
        // Getters that throw, revoked proxies. The answer is that of `report` and `restore`; other calls have none.
        warn('input', name);
        return false;
      }
    };
  }

  if (PAGE || controller) {
    followPage(visitor, controller);
    const width = names.reads.get('device.width');
    if (width) addEventListener('resize', () => tell([toldOf(width, innerWidth)]), controller);
  }
  look({});
  if (!PAGE) {
    if (options.consent) vitrine.setConsent(options.consent);
    if (options.attributes) vitrine.setAttributes(options.attributes);
  } else {
    place([]); // until the document was looked at
  }
  decisions.tell();
  const off = PAGE
    ? (): void => {
        engine.stop();
        setStatus('off', null);
        changed();
      }
    : undefined;
  return { vitrine, works, place, ready: model.ready, off };
}
