/**
 * The inline stub: `window.vitrine` before vitrine.js has arrived. Calls are queued; `ready` callbacks fire in any
 * case, also when vitrine.js never comes. With data-bundle on its element it asks for manifest and module while
 * vitrine.js is still on its way. At most 1 KB, so it is written for size.
 */
import type { PageQueue, ReadyCallback } from './queue.js';

/** How long callbacks wait for everything to be there. */
const PATIENCE = 5000;

const METHODS = 'page track setAttributes setCart setItems setConsent report forget on force';

const page = window as unknown as { vitrine?: PageQueue };
if (!page.vitrine) {
  const here = document as Document & { prerendering?: boolean };
  const own = here.currentScript;
  const waiting: ReadyCallback[] = [];
  const vitrine: PageQueue & Record<string, unknown> = (page.vitrine = {
    q: [],
    w: waiting,
    f: {},
    // A page that the browser only prepares has no visitor yet.
    p: new Promise((resolve) => (here.prerendering ? here.addEventListener('prerenderingchange', resolve) : resolve(0))),
    ready: (callback) => {
      waiting.push(callback);
    },
    fail: (reason, message) => {
      console.warn('[vitrine] ' + message);
      // From now on callbacks do not wait. In a task of their own, one that throws does not harm the others.
      const tell = (vitrine.ready = (callback: ReadyCallback) => {
        setTimeout(callback, 0, { status: 'failed', reason });
      });
      vitrine.fail = () => 0;
      waiting.splice(0).map(tell);
    },
  });
  METHODS.split(' ').map((name) => {
    vitrine[name] = (...args: unknown[]) => {
      vitrine.q.push([name, args]);
    };
  });

  requestAnimationFrame(() => (vitrine.d = 1));
  void vitrine.p.then(() => setTimeout(() => vitrine.fail('timeout', 'Not yet there after 5 s: a slow server?'), PATIENCE));

  // An ad blocker may leave an empty file in the place of vitrine.js.
  ['error', 'load'].map((type) =>
    here.addEventListener(
      type,
      ({ target }) => {
        const { src, dataset } = target as Partial<HTMLScriptElement>;
        if (dataset?.bundle && target !== own && !vitrine.loaded) {
          vitrine.fail('script', src + ' did not run: check its address, integrity and script-src. Ad blockers may take its name.');
        }
      },
      true,
    ),
  );

  const begin = (address: string, base: string, use?: (answer: Response) => unknown): string => {
    const { href } = new URL(address, base);
    (vitrine.f[href] = fetch(href, { cache: 'force-cache' })).then(use, () => 0);
    return href;
  };
  const bundle = own?.dataset.bundle;
  // Of an answer that is copied, the browser reads all at once and does not wait for who asks.
  if (bundle) begin('vitrine.wasm', begin(bundle, here.baseURI, (answer) => answer.clone()));
}
