/** Hears every call that tells the page's vitrine something, whoever makes it. */
import type * as api from '../../types.js';
import { note, session } from './session.js';

/** The page's own vitrine; explain, profile and rerank answer with promises there and are not needed here. */
export type PageVitrine = Omit<api.Vitrine, 'explain' | 'profile' | 'rerank'>;
type Calls = Record<string, (...args: unknown[]) => unknown>;

const HEARD = 'page track setAttributes setCart setItems setConsent report forget active force restore'.split(' ');
/** What the page offers calls the vitrine for these; of the others it has copies. */
const PASSED_ON = 'page track'.split(' ');

/** Arguments as they are now, as far as JSON can tell. */
function copyOf(args: readonly unknown[]): readonly unknown[] {
  try {
    return JSON.parse(JSON.stringify(args)) as unknown[];
  } catch {
    return [];
  }
}

/** Of a page view also what the page looks at by itself, without the word that asked for the inspector. */
function pageOf(told: unknown): Readonly<Record<string, unknown>> {
  const url = new URL(location.href);
  if (url.searchParams.get('vitrine') === 'debug') url.searchParams.delete('vitrine');
  return { url: url.href, title: document.title, ...(told as object | undefined) };
}

/**
 * `after` is called when the page told something. Returns the calls as they were, which are not heard, and what ends
 * the hearing.
 */
export function hear(vitrine: PageVitrine, after: (name: string, args: readonly unknown[]) => void) {
  const page = (window as unknown as { vitrine: Calls }).vitrine;
  const own = vitrine as unknown as Calls;
  const started = 'decideAll' in page;
  const silent = { ...vitrine };
  const ended: (() => void)[] = [];

  function tap(calls: Calls, name: string): void {
    const call = calls[name];
    if (!call) return;
    const heard = (...args: unknown[]): unknown => {
      const slot = name === 'report' ? silent.decideAll().find(({ token }) => token === args[0])?.slot : undefined;
      note({
        at: Date.now(),
        kind: 'call',
        name,
        args: copyOf(name === 'page' ? [pageOf(args[0])] : args),
        ...(slot !== undefined && { slot }),
      });
      const answer = call(...args);
      after(name, args);
      return answer;
    };
    calls[name] = heard;
    ended.push(() => {
      if (calls[name] === heard) calls[name] = call;
    });
  }

  for (const name of HEARD) {
    tap(own, name);
    if (started && !PASSED_ON.includes(name)) tap(page, name);
  }
  if (started) session.whole = false; // what was before is not known
  return { silent, stop: () => ended.forEach((end) => end()) };
}
