/**
 * What the inspector keeps for its tab, from page to page: in sessionStorage, since somebody asked for the inspector,
 * and a word in window.name, by which the next page knows without a look into any storage.
 */
import type { AttributeValue } from '../../types.js';

const KEY = 'vitrine-debug';
/** The page script looks for it in the address and in window.name. */
const WORD = 'vitrine=debug';
/** Older entries go. */
const MOST = 600;

/** Something that happened. What `call` tells of, a scenario can do again. */
export type Entry = { readonly at: number } & (
  | { readonly kind: 'load'; readonly url: string; readonly referrer: string }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly unknown[];
      readonly slot?: string;
      readonly forced?: true;
    }
  | {
      readonly kind: 'decision';
      readonly slot: string;
      readonly rule: string | null;
      readonly variation: string | null;
    }
  | { readonly kind: 'warning' | 'note'; readonly text: string }
);

export interface Forced {
  segments: Record<string, boolean>;
  variations: Record<string, string>;
  attributes: Record<string, AttributeValue>;
  /** ms that the page's clock is put forward. */
  shift: number;
}

export interface Session {
  log: Entry[];
  /** Nothing happened before the log, or was dropped from it. */
  whole: boolean;
  forced: Forced;
  /** The tab goes on with a copy of the visitor. */
  copied: boolean;
  dock: 'right' | 'bottom';
  tab: string;
}

const fresh = (): Session => ({
  log: [],
  whole: true,
  forced: { segments: {}, variations: {}, attributes: {}, shift: 0 },
  copied: false,
  dock: 'right',
  tab: 'slots',
});

function load(): Session {
  try {
    return { ...fresh(), ...(JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Session>) };
  } catch {
    return fresh(); // blocked: until the page is left
  }
}

export const session = load();

export const isForcing = ({ segments, variations, attributes, shift }: Forced): boolean =>
  shift !== 0 || [segments, variations, attributes].some((some) => Object.keys(some).length > 0);

export function save(): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // As above.
  }
}

/** The next pages of the tab have the inspector, too. */
export function stay(): void {
  if (!window.name.includes(WORD)) window.name = `${window.name} ${WORD}`.trim();
  addEventListener('pagehide', save);
  save();
}

export function note(entry: Entry): void {
  session.log.push(entry);
  if (session.log.length > MOST) {
    session.log.splice(0, session.log.length - MOST);
    session.whole = false;
  }
}

/** Nothing is left: no word, no entry, no parameter in the address. */
export function end(): void {
  removeEventListener('pagehide', save);
  Object.assign(session, fresh());
  window.name = window.name.replace(WORD, '').trim();
  const url = new URL(location.href);
  if (url.searchParams.get('vitrine') === 'debug') {
    url.searchParams.delete('vitrine');
    history.replaceState(history.state, '', url);
  }
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
