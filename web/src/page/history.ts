import type { Page } from '../types.js';

/** The new content stands when the document did not change for so long, in ms, ... */
const QUIET = 50;

/** ... or, whatever happens there, so long after the address changed. */
const LIMIT = 1000;

/** A change shortly before that of the address, in ms, is the new content, too: some shops draw it first. */
const BEFORE = 100;

/** The address of a page: without what only leads to a place in it, but with `#/path` and `#!path`. */
const addressOf = (): string => location.href.replace(/#(?![/!]).*/, '');

/** What the document says the page is. */
function pageOf(): Page {
  const { vitrinePage: type, vitrinePageItem: item_id, vitrinePageCategory: category } =
    document.querySelector<HTMLElement>('[data-vitrine-page]')?.dataset ?? {};
  return { type, item_id, category } as Page;
}

/** Tells each page of a shop that changes pages by the session history, once its content stands in the document. */
export function followHistory(turn: (told: Page) => void): void {
  let address = addressOf();
  let changedAt = -Infinity;
  let timer: ReturnType<typeof setInterval>;
  new MutationObserver(() => (changedAt = performance.now())).observe(document, { childList: true, subtree: true });

  function moved(): void {
    const before = address;
    address = addressOf();
    if (address === before) return;
    const began = performance.now();
    clearInterval(timer);
    timer = setInterval(() => {
      const now = performance.now();
      const stands = changedAt > began - BEFORE && now > changedAt + QUIET;
      if (!stands && now < began + LIMIT) return;
      clearInterval(timer);
      turn(pageOf());
    }, 16);
  }

  const { navigation } = window as { navigation?: EventTarget };
  // Told when what the shop does about a navigation is done.
  if (navigation) return navigation.addEventListener('navigatesuccess', moved);
  for (const name of ['pushState', 'replaceState'] as const) {
    const move = history[name].bind(history);
    history[name] = (...to) => {
      move(...to);
      moved();
    };
  }
  for (const type of ['popstate', 'hashchange']) addEventListener(type, moved);
}
