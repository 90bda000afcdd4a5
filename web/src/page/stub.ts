/**
 * The inline stub: `window.vitrine` before vitrine.js has arrived. Calls are queued; `ready` callbacks fire in any
 * case, also when vitrine.js never comes. At most 1 KB, so it is written for size.
 */
import type { PageQueue, ReadyCallback } from './queue.js';

/** How long callbacks wait for everything to be there. */
const PATIENCE = 5000;

const METHODS = 'page track setAttributes setCart setItems setConsent report forget on force';

const page = window as unknown as { vitrine?: PageQueue };
if (!page.vitrine) {
  const waiting: ReadyCallback[] = [];
  const vitrine: PageQueue & Record<string, unknown> = (page.vitrine = {
    q: [],
    w: waiting,
    ready: (callback) => {
      waiting.push(callback);
    },
    fail: (reason) => {
      // From now on callbacks do not wait. In a task of their own, one that throws does not harm the others.
      const tell = (vitrine.ready = (callback: ReadyCallback) => {
        setTimeout(callback, 0, { status: 'failed', reason });
      });
      waiting.splice(0).map(tell);
    },
  });
  METHODS.split(' ').map((name) => {
    vitrine[name] = (...args: unknown[]) => {
      vitrine.q.push([name, args]);
    };
  });
  setTimeout(() => vitrine.fail('timeout'), PATIENCE);
  addEventListener(
    'error',
    ({ target }) => {
      const { src, dataset } = target as Partial<HTMLScriptElement>;
      if (dataset?.bundle) {
        console.warn(`[vitrine] ${src} did not load: check its address, and script-src.`);
        vitrine.fail('script');
      }
    },
    true,
  );
}
