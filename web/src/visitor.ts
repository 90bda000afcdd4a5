import { Status } from './core/abi.js';
import type { Core } from './core/core.js';
import type { Engine } from './core/recovery.js';
import type { Warn } from './warnings.js';
import { KEY, type Store, type Stored } from './storage.js';

/** A call that changes the visitor, so that it can be made again. */
export type Change = (core: Core, at: number) => number;

/** A snapshot and its time. */
export interface Kept {
  readonly at: number;
  readonly bytes: Uint8Array;
}

interface Operation {
  readonly sequence: number;
  readonly at: number;
  readonly apply: Change;
}

/**
 * Operations that stay in the journal after they were saved: should a tab that did not see our write overwrite it
 * (localStorage travels between processes late), they are told anew.
 */
const KEPT = 32;

export type Visitor = ReturnType<typeof createVisitor>;

/**
 * The visitor's life outside of the core: saved to storage after changes, shared with other tabs, brought back after a
 * trap. Snapshots are never merged: when another tab wrote, its snapshot is restored and the operations of this tab
 * that it does not contain are applied again. Exists in memory and storage only while consent is given. `changed` is
 * called when the visitor changed otherwise than by `perform`. `newSeed` gives each new visitor the number by which
 * experiments assign.
 */
export function createVisitor(
  { run }: Engine,
  store: Store,
  now: () => number,
  newSeed: () => number,
  warn: Warn,
  changed: () => void,
) {
  const tab = Math.random().toString(36).slice(2);
  let seed = newSeed();
  let consentAt: number | null = null;
  /** The last snapshot; it contains this tab's operations up to `saved`. */
  let base: Kept | null = null;
  let saved = 0;
  let sequence = 0;
  let journal: Operation[] = [];
  /** Tells of the item that is looked at on this page, which is in no snapshot. */
  let view: Change | null = null;
  /** What storage held when we last looked. */
  let seen: Stored | null = null;
  let dirty = false;
  /** The entry vanished under another tab's hands: nothing is stored until consent is given anew in this document. */
  let unwanted = false;
  let scheduled = false;

  const unsaved = (): Operation[] => journal.filter((operation) => operation.sequence > saved);

  const load = (at: number, bytes: Uint8Array): boolean => {
    // Not repeated after a trap: these bytes may be the cause.
    const status = run<number>((core) => core.restore(at, bytes), Status.restoreError, false);
    const ok = status >= Status.ok;
    if (status === Status.moved) warn('clock');
    if (ok) base = { at, bytes };
    else warn('snapshot');
    return ok;
  };

  function reset(): void {
    journal = [];
    saved = sequence;
    base = seen = view = null;
    dirty = false;
    seed = newSeed();
    run((core) => core.forget(now(), seed), 0);
  }

  /** Takes over what another tab left in storage since we last looked; `vanished`: meanwhile there was nothing. */
  function sync(vanished = false): void {
    const stored = consentAt === null ? undefined : store.read();
    if (stored === undefined) return;
    // Another tab forgot the visitor or lost its consent, which cannot be told apart. It means what this tab did not
    // save yet, too, and what it would write later.
    if (vanished || (!stored && seen)) {
      reset();
      unwanted = true;
    } else if (stored?.generation === seen?.generation && stored?.tab === seen?.tab) return;
    const at = now();
    if (stored) {
      seen = stored;
      const own = base;
      if (load(at, stored.bytes)) saved = stored.tabs.find(([name]) => name === tab)?.[1] ?? 0;
      else {
        dirty = true;
        run<number>((core) => (own ? core.restore(own.at, own.bytes) : core.forget(at, seed)), 0, false);
      }
    }
    const lost = unsaved();
    // Not repeated after a trap: bringing the new instance up to date applies them.
    run((core) => lost.forEach((operation) => operation.apply(core, operation.at)), undefined, false);
    if (lost.length || dirty) touch();
    changed();
  }

  /** Saves now, if there is anything to save. */
  function save(): void {
    if (consentAt === null || !dirty) return;
    sync();
    const at = now();
    const bytes = run((core) => core.snapshot(at), null);
    if (!bytes?.length) return;
    base = { at, bytes };
    saved = sequence;
    journal = journal.slice(-KEPT);
    dirty = false;
    const { generation, tabs } = seen ?? { generation: 0, tabs: [] };
    const others = tabs.filter(([name]) => name !== tab);
    const stored: Stored = { generation: generation + 1, tab, tabs: [...others, [tab, saved]], bytes };
    if (!unwanted && store.write(stored)) seen = stored;
  }

  function saveLocked(): void {
    scheduled = false;
    const locks = (PAGE ? navigator : globalThis.navigator)?.locks as LockManager | undefined;
    if (!PAGE && !store.persistent?.()) return save();
    if (locks) return void locks.request(KEY, save).catch(save);
    warn('no-locks');
    save();
  }

  /** There is something to save: soon, when the page has nothing better to do. */
  function touch(): void {
    dirty = true;
    if (scheduled) return;
    scheduled = true;
    globalThis.requestIdleCallback?.(saveLocked, { timeout: 500 }) ?? setTimeout(saveLocked);
  }

  /** Wipes the visitor. Storage is wiped even without consent, as who asks to be forgotten means all of it. */
  function forget(): void {
    reset();
    store.remove();
  }

  /** Replaces the visitor, also the one in storage. */
  function restore(bytes: Uint8Array): boolean {
    if (consentAt === null) return false;
    reset();
    const ok = load(now(), bytes.slice());
    seen = store.read() ?? null;
    touch();
    return ok;
  }

  return {
    save,
    sync,
    forget,
    restore,

    /**
     * Applies a change and remembers it until it is saved. Without consent nothing happens. `viewing`: tells which item
     * is looked at from now on, null: none is.
     */
    perform(apply: Change, viewing: Change | null = view): number {
      if (consentAt === null) return Status.ignored;
      view = viewing;
      const at = now();
      const status = run<number>((core) => apply(core, at), Status.ignored);
      if (status === Status.ok || status === Status.duplicate) {
        journal.push({ sequence: ++sequence, at, apply });
        touch();
      }
      return status;
    },

    /** Begins to keep behaviour, with the visitor in `snapshot` or else in storage; or begins to store it again. */
    grant(snapshot: Uint8Array | undefined): void {
      const at = (consentAt ??= now());
      run((core) => core.consent(at, 1, seed), 0);
      if (unwanted) touch();
      unwanted = false;
      if (!PAGE && snapshot) restore(snapshot);
      else sync();
    },

    /** Wipes the visitor from core and storage and keeps nothing from now on. */
    revoke(): void {
      forget();
      consentAt = null;
      run((core) => core.consent(now(), 0, seed), 0);
    },

    snapshot: (): Uint8Array => run((core) => core.snapshot(now()), new Uint8Array()),

    /** Brings a new instance to the state of the one that broke, or of the one that gave `live`. */
    replay(core: Core, live?: Kept): void {
      if (consentAt === null) return;
      core.consent(consentAt, 1, seed);
      const kept = live ?? base;
      if (kept) {
        view?.(core, kept.at); // of which the snapshot knows
        core.restore(kept.at, kept.bytes);
      }
      if (!live) unsaved().forEach(({ at, apply }) => apply(core, at));
    },
  };
}

/** Follows other tabs, and saves when the page goes. `options`: of all listeners. */
export function followPage({ save, sync }: Visitor, options?: AddEventListenerOptions): void {
  // A page that goes may not live until a lock is granted; what a lost race costs, the journal repairs.
  addEventListener('pagehide', save, options);
  addEventListener('storage', ({ key, newValue }) => (key ?? KEY) === KEY && sync(newValue === null), options);
  // At the window, after what the document's listeners tell in that moment: idle time may never come again.
  addEventListener('visibilitychange', () => document.hidden && save(), options);
  // Before the slots are looked at.
  document.addEventListener('visibilitychange', () => document.hidden || sync(), options);
}
