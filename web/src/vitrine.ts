import { TextKind } from './core/abi.js';
import type { Core } from './core/core.js';
import { type Engine, type Start, createEngine, instantiate } from './core/recovery.js';
import { type ModelSource, loadFiles } from './bundle.js';
import { type Context, type Names, createContext, createNames, noNames } from './context.js';
import { attributeOf, createItems, eventOf, isObject, parseToken, text, valueAt } from './convert.js';
import { type Decisions, createDecisions, nothing } from './decisions.js';
import { createModel, inHand } from './model.js';
import { type Signals, type Warn, createSignals } from './signals.js';
import { createStore } from './storage.js';
import type * as api from './types.js';
import { createVisitor, followPage } from './visitor.js';

const OUTCOMES: readonly unknown[] = ['shown', 'clicked', 'dismissed', 'converted'];

type Settings = Omit<api.VitrineOptions, 'bundle' | 'wasm'>;

/** The parts of a vitrine that explanations are made from. */
export interface Works {
  readonly engine: Engine;
  readonly names: Names;
  readonly context: Context;
  readonly decisions: Decisions;
}

/**
 * inspect.ts, which most shoppers never need: the package has it at hand and answers at once, the page script loads it
 * and answers with promises.
 */
export interface Inspector<E, P> {
  explanationOf(works: Works, now: number, slot: number): E;
  profileOf(works: Works, now: number): P;
}

/** A vitrine whose `explain` and `profile` may be asynchronous. */
export type Loose<E, P> = Omit<api.Vitrine, 'explain' | 'profile'> & { explain(slot: string): E; profile(): P };

export interface Built<E, P> {
  readonly vitrine: Loose<E, P>;
  /** The slots that stand on the page, by name: only they recommend. */
  place(slots: readonly unknown[]): void;
  /** Settles when the model need not be waited for. */
  readonly ready: Promise<unknown>;
}

/**
 * Makes a vitrine. Rejects with a VitrineError when manifest, rules file or module cannot be used; afterwards nothing
 * throws: bad data gives a `warning`, and a broken core makes every slot keep its default.
 */
export async function createVitrine<E, P>(
  options: api.VitrineOptions & { wasm: NonNullable<api.VitrineOptions['wasm']> },
  inspector: Inspector<E, P>,
  signals?: Signals,
): Promise<Built<E, P>> {
  const files = await loadFiles(options.bundle, options.wasm);
  const start = files && (await instantiate(files.rules, files.wasm));
  const model = !PAGE && options.model ? inHand(options.model) : files?.model;
  const built = build(options, inspector, start, { status: start ? 'ready' : 'off', reason: null }, signals, model);
  await built.ready;
  return built;
}

/** A vitrine around a core; without one, a vitrine whose every slot keeps its default and that says no more about it. */
export function build<E, P>(
  options: Settings,
  inspector: Inspector<E, P>,
  start: Start | null,
  status: api.Status,
  signals = createSignals(),
  source?: ModelSource,
): Built<E, P> {
  const warn: Warn = start ? signals.warn : () => undefined;
  const context = createContext();
  const items = createItems(warn);
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
    if (Number.isFinite(time)) lastNow = time;
    else warn('clock', 'now() gave no finite number.');
    return lastNow;
  }

  function setStatus(name: api.Status['status'], reason: string | null): void {
    status = { status: name, reason };
    signals.emit('status', status);
  }

  const begun = now();
  const names = start ? createNames(start.core, start.core.load(begun, start.rules)) : noNames;
  const engine = createEngine(start, {
    rebuild(core, { rules }) {
      core.load(begun, rules);
      model.replay(core);
      context.replay(core);
      visitor.replay(core);
    },
    broke(failed, reason) {
      changed();
      const code = failed ? 'failed' : 'recovered';
      warn(code, `The core ${code} (${reason}).`);
      if (failed) setStatus('failed', 'core');
    },
  });
  const { run } = engine;
  const model = createModel(engine, items, source, warn, () => changed());
  const decisions = createDecisions(engine, names, model, now, (changed) => signals.emit('decision', { changed }));
  const { all, changed } = decisions;
  // Also without a core, which gives nothing to write: the shopper can still have the entry removed.
  const store = createStore(PAGE ? undefined : options.storage, warn);
  const visitor = createVisitor(engine, store, now, warn, changed);
  const works: Works = { engine, names, context, decisions };

  /** Makes a call that changes the visitor. */
  function perform(apply: (core: Core, at: number) => number): void {
    if (visitor.perform(apply) < 0) warn('refused', 'An input was refused.');
    changed();
  }

  /** Index of a slot, -1 with a warning where the rules have none of that name. */
  function slotIndex(slot: unknown): number {
    const index = names.slots.indexOf(slot as string);
    const name = typeof slot === 'string' ? slot : typeof slot;
    if (index < 0) warn('slot', `No slot "${name}" in the rules, only ${names.slots.join(', ')}.`);
    return index;
  }

  function setAttribute(name: string, value: unknown): void {
    const attribute = names.attributes.get(name);
    const input = attribute && attributeOf(attribute.index, value);
    if (!attribute) {
      warn('attribute', `No attribute "${name}" in the rules.`);
    } else if (!input || (input.text !== null && typeof value !== attribute.type)) {
      warn('attribute-type', `The attribute "${name}" must be a ${attribute.type}.`);
    }
    if (!input) return;
    const at = now();
    context.setAttribute(at, input, value);
    run((core) => core.attribute(at, input), 0);
    changed();
  }

  function place(slots: readonly unknown[]): void {
    const indexes = slots.map(slotIndex).filter((index) => index >= 0);
    context.setSlots(indexes);
    run((core) => core.slots(indexes), 0);
    changed();
  }

  const vitrine: Loose<E, P> = {
    setAttributes(attributes) {
      for (const [name, value] of Object.entries(attributes ?? {})) {
        const paths = isObject(value) ? [...names.attributes.keys()].filter((path) => path.startsWith(name + '.')) : [];
        if (!paths.length) setAttribute(name, value);
        for (const path of paths) setAttribute(path, valueAt(value, path.slice(name.length + 1)));
      }
    },

    setCart(cart) {
      const input = items.complete(cart);
      perform((core, at) => core.cart(at, input));
    },

    setItems(told) {
      model.update(items.remember(told));
      changed();
    },

    page(page) {
      const { type, url, slots, item_id, category } = page ?? {};
      const here = PAGE ? location.href : globalThis.location?.href;
      let path = null;
      try {
        if (PAGE) path = new URL(url ?? here, here).pathname;
        else if (url ?? here) path = new URL(url ?? '', here ?? 'http://localhost').pathname;
      } catch {
        warn('url', 'page() takes a url.');
      }
      const input = { type: typeof type === 'string' ? type : null, path, item: text(item_id), category: text(category) };
      const at = now();
      context.setPage(at, input);
      if (consent.personalise) perform((core) => core.page(at, input));
      else run((core) => core.page(at, input), 0);
      model.retry();
      // In a page, the document tells what stands there.
      if (!PAGE) {
        const isList = Array.isArray(slots);
        if (!isList && slots != null) warn('slot', 'slots of page() must be a list of names.');
        place(isList ? slots : names.slots);
      }
      changed();
    },

    track(event, parameters) {
      if (typeof event !== 'string' || !event) return warn('event', "track() takes a name.");
      const told = parameters ?? {};
      const input = eventOf(event, told, items.complete(told.items));
      perform((core, at) => core.event(at, input));
    },

    decideAll: all,
    decide: (slot) => all()[slotIndex(slot)] ?? nothing(slot),
    segments: () => Array.from(run<Iterable<number>>((core) => core.segments(now()), []), (i) => names.segments[i] ?? ''),
    profile: () => inspector.profileOf(works, now()),
    explain: (slot) => inspector.explanationOf(works, now(), slotIndex(slot)),

    report(token, outcome) {
      const number = OUTCOMES.indexOf(outcome);
      const [rule, variation] = parseToken(names.id, names.rules, token) ?? [];
      if (rule === undefined || variation === undefined || number < 0) {
        warn('token', 'report() takes a token and an outcome.');
        return false;
      }
      perform((core, at) => core.report(at, rule, number));
      if (consent.measure) {
        signals.emit('report', { token, rule: names.text(engine, TextKind.rule, rule), variation, outcome });
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
        const page = context.page();
        if (!granted) visitor.revoke();
        else {
          visitor.grant(snapshot);
          if (differs && page) perform((core, at) => core.page(at, page));
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
          unfollow();
          decisions.stop?.();
          engine.stop?.();
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
        warn('input', name + '() could not read its input.');
        return false;
      }
    };
  }

  const unfollow = followPage(visitor);
  if (!PAGE) {
    if (options.consent) vitrine.setConsent(options.consent);
    if (options.attributes) vitrine.setAttributes(options.attributes);
  } else {
    place([]); // until the document was looked at
  }
  decisions.tell();
  return { vitrine, place, ready: model.ready };
}
