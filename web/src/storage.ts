import type { Warn } from './warnings.js';
import type { VisitorStorage } from './types.js';

/** The key in localStorage, and the name of the Web Lock that guards it. */
export const KEY = 'vitrine';

/** How many tabs a stored visitor tells of; the ones that wrote longest ago go first. */
const MAX_TABS = 16;

/** A visitor as it lies in storage. */
export interface Stored {
  /** Grows with every write; with `tab`, who wrote it, it names this state. */
  readonly generation: number;
  readonly tab: string;
  /** How far each tab's operations are in it. */
  readonly tabs: readonly (readonly [tab: string, sequence: number])[];
  readonly bytes: Uint8Array;
}

export type Store = ReturnType<typeof createStore>;

/**
 * The place of the visitor. Storage may be full, forbidden or written by others: nothing here throws. `backend`
 * undefined: localStorage, looked up at first use, since the mere look may throw.
 */
export function createStore(backend: VisitorStorage | null | undefined, warn: Warn) {
  function use<T>(action: (storage: VisitorStorage) => T, fallback: T): T {
    try {
      if (PAGE) return action(localStorage);
      if (backend === undefined) backend = typeof document === 'object' ? localStorage : null;
      return backend ? action(backend) : fallback;
    } catch (error) {
      warn('storage', error);
      return fallback;
    }
  }

  return {
    persistent: PAGE ? undefined : (): boolean => use(() => true, false),

    /** null: there is none. undefined: what is there cannot be read. */
    read: (): Stored | null | undefined =>
      use<Stored | null | undefined>((storage) => {
        const text = storage.getItem(KEY);
        return text == null ? null : parse(text); // undefined: a stand-in for localStorage
      }, undefined),

    /** Whether it is stored now. */
    write: ({ generation, tab, tabs, bytes }: Stored): boolean =>
      use((storage) => {
        let text = '';
        for (const byte of bytes) text += String.fromCharCode(byte);
        storage.setItem(KEY, JSON.stringify([1, generation, tab, tabs.slice(-MAX_TABS), btoa(text)]));
        return true;
      }, false),

    remove: (): void => use((storage) => storage.removeItem(KEY), undefined),
  };
}

/** What `write` did not write comes out as a visitor without bytes, which the core refuses as damaged. */
function parse(text: string): Stored {
  try {
    const [version, generation, tab, tabs, data] = JSON.parse(text) as [number, number, string, Stored['tabs'], string];
    const bytes = Uint8Array.from(atob(data), (unit) => unit.charCodeAt(0));
    const ours = version === 1 && Number.isSafeInteger(generation) && typeof tab === 'string';
    if (ours && tabs.every((entry) => entry.length)) return { generation, tab, tabs, bytes };
  } catch {
    // As below: not ours.
  }
  return { generation: 0, tab: '', tabs: [], bytes: new Uint8Array() };
}
