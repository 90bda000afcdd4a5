// One page, many addresses: which view stands at which address, and how one gets from one to the next.
import { followCart } from './cart.js';
import { byId, h } from './dom.js';
import { language, languages, name } from './shop.js';
import * as views from './views.js';

const ROUTES = [
  [/^\/$/, () => views.home()],
  [/^\/c\/([^/]+)$/, ([slug], query) => views.category(slug, query)],
  [/^\/p\/([^/]+)$/, ([id]) => views.product(id)],
  [/^\/search$/, (_, query) => views.search(query)],
  [/^\/cart$/, () => views.cartView(go)],
  [/^\/done$/, (_, query) => views.done(query)],
  [/^\/data$/, () => views.data()],
];
/** What is seen and what is read aloud. */
const NAMES = { en: ['EN', 'English'], nb: ['NO', 'Norsk'] };

let current = null;
/** The address of what is shown. */
let shown = '';
const here = () => location.pathname + location.search;

function viewAt({ pathname, searchParams }) {
  const path = pathname.slice(language.length + 1) || '/';
  for (const [pattern, view] of ROUTES) {
    const found = pattern.exec(path);
    if (!found) continue;
    try {
      return view(found.slice(1).map(decodeURIComponent), searchParams);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
    }
  }
  return views.notFound();
}

/** Draws the view of the address. Vitrine hears of the page once its slots stand in it. */
function show() {
  shown = here();
  current = viewAt(new URL(location.href));
  byId('main').replaceChildren(...current.content.filter(Boolean));
  document.title = `${current.title} - ${name}`;
  for (const link of document.querySelectorAll('.categories a')) {
    if (link.getAttribute('href') === location.pathname) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  byId('languages').replaceChildren(...(languages.length > 1 ? languages : []).map((code) =>
    h('a', {
      href: `/${code}${location.pathname.slice(language.length + 1)}${location.search}`, lang: code, hreflang: code,
      'aria-current': code === language && 'true', 'data-leave': true,
    }, h('span', { 'aria-hidden': 'true' }, NAMES[code][0]), h('span.unseen', {}, NAMES[code][1]))));
  vitrine.page(current.page);
  current.tell?.();
  dispatchEvent(new Event('shop:shown'));
}

/** Tells again what looking at this page means: consent came after it. */
export const retell = () => current?.tell?.();

export function go(address) {
  history.pushState(null, '', address);
  show();
  scrollTo({ top: 0, behavior: 'instant' });
  document.querySelector('h1')?.focus({ preventScroll: true });
}

export function startRouter() {
  addEventListener('popstate', () => {
    if (here() !== shown) show(); // another place on this page is no other page
  });
  addEventListener('change', () => (shown = here())); // a filter changes what is shown by itself
  followCart(() => current?.redraw?.());
  addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const { origin, pathname, search, hash } = new URL(link.href);
    if (origin !== location.origin || hash || 'leave' in link.dataset || !pathname.startsWith(`/${language}/`)) return;
    event.preventDefault();
    go(pathname + search);
  });
  addEventListener('submit', (event) => {
    const form = event.target.closest('form.search');
    if (!form) return;
    event.preventDefault();
    go(`/${language}/search?q=${encodeURIComponent(form.elements.q.value)}`);
  });
  show();
}
