/**
 * "What this shop's browser knows about you": fills elements with `data-vitrine-known`. The page script loads this file
 * where one stands in the document.
 */
import { KEY } from '../storage.js';
import type { Consent, Forgettable, Profile, Vitrine } from '../types.js';
import css from './known.css';

/** Texts of the block. The JSON in `data-vitrine-known` replaces any of them. */
const TEXTS = {
  intro: 'All this is kept in this browser only. What you are shown is chosen from it here, and it is sent to nobody.',
  nothing: 'Nothing is kept of you: this browser may not remember.',
  away: 'What is known cannot be read now.',
  consent: 'What you allow',
  personalise: 'Remember in this browser what I look at, to choose what I am shown',
  measure: 'Tell the shop which of its choices were of use',
  elsewhere: 'The privacy settings of this shop are where you choose it.',
  visits: 'Visits, cart and orders',
  visit: 'Visit {number}, since {since}. Pages: {pages}.',
  cart: 'In the cart: {count}, for {value}.',
  orders: 'Orders: {count}, for {value}.',
  views: 'Looked at',
  item_category: 'Interests',
  item_brand: 'Brands',
  purchases: 'Bought',
  unwanted: 'Not of interest',
  attributes: 'Told on this page',
  unnamed: 'Its name is not kept',
  forget: 'Forget',
  forgetOne: 'Forget {name}',
  forgotten: '{name} is forgotten.',
  download: 'Download it all',
  reset: 'Forget it all',
  done: 'All is forgotten.',
};

type Texts = Readonly<typeof TEXTS>;
type Field = 'item_id' | 'item_category' | 'item_brand';
type Row = readonly [id: string | null, detail: string];

/** As a page has it. */
type Page = Pick<Vitrine, 'on' | 'consent' | 'setConsent' | 'forget' | 'decideAll'> & {
  profile(): Promise<Profile | null>;
  forgetOne(what: Forgettable): Promise<boolean>;
};

/** How to draw each element that is filled anew. */
const blocks = new Map<HTMLElement, () => Promise<void>>();

/** An element with properties. What is false is left out; texts stay texts. */
function h(tag: string, properties: object, ...children: readonly (Node | string | false)[]): HTMLElement {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== false));
  return element;
}

const fill = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

function textsOf({ dataset }: HTMLElement): Texts {
  try {
    return { ...TEXTS, ...(JSON.parse(dataset.vitrineKnown || '{}') as Partial<Texts>) };
  } catch {
    console.warn('[vitrine] data-vitrine-known holds no JSON: the texts are English.');
    return TEXTS;
  }
}

/** The language of the document, if it is one. */
function language(): string | undefined {
  try {
    return Intl.getCanonicalLocales(document.documentElement.lang)[0];
  } catch {
    return undefined;
  }
}

/** What lies in storage; null also where it may not be read. */
function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Hands a file to the browser. */
function save(content: object): void {
  const href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  h('a', { href, download: `${location.hostname}.json` }).click();
  setTimeout(URL.revokeObjectURL, 60_000, href);
}

function createBlock(vitrine: Page, element: HTMLElement): () => Promise<void> {
  const texts = textsOf(element);
  const locale = language();
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const shares = new Intl.NumberFormat(locale, { style: 'percent' });
  const { consent: asks } = document.querySelector<HTMLElement>('script[data-bundle]')?.dataset ?? {};
  const status = h('p', { role: 'status' });
  const body = h('div', {});
  let turns = 0;

  /** Something to press. `key` is how it is found again when it was drawn anew. */
  function control(tag: string, key: string, properties: object, ...children: string[]): HTMLElement {
    const made = h(tag, properties, ...children);
    made.dataset.key = key;
    return made;
  }
  const button = (key: string, text: string, onclick: () => unknown, label = text): HTMLElement =>
    control('button', key, { type: 'button', onclick, ariaLabel: label }, text);

  async function say(text: string): Promise<void> {
    await draw();
    status.textContent = text;
  }

  const box = (purpose: keyof Consent): Node => {
    const onchange = ({ target }: { target: HTMLInputElement }): void => {
      vitrine.setConsent({ [purpose]: target.checked });
      void say(vitrine.consent().personalise ? '' : texts.done);
    };
    return h('label', {}, control('input', purpose, { type: 'checkbox', checked: vitrine.consent()[purpose], onchange }), h('span', {}, texts[purpose]));
  };

  const section = (name: keyof Texts, ...children: readonly (Node | false)[]): Node | false =>
    children.some(Boolean) && h('section', {}, h('h2', {}, texts[name]), ...children);

  const line = (show: unknown, text: string, values: object): Node | false =>
    !!show && h('p', {}, fill(text, values as Readonly<Record<string, unknown>>));

  function list(title: keyof Texts, field: Field, names: Readonly<Record<string, unknown>>, rows: readonly Row[]): Node | false {
    const items = rows.map(([id, detail]) => {
      const name = id === null ? texts.unnamed : String(names[id] ?? id);
      const forget = async (): Promise<void> => {
        const gone = await vitrine.forgetOne({ [field]: id } as unknown as Forgettable);
        await say(gone ? fill(texts.forgotten, { name }) : texts.away);
      };
      const known = id !== null && button(title + id, texts.forget, forget, fill(texts.forgetOne, { name }));
      return h('li', {}, h('span', {}, name), h('small', {}, detail), known);
    });
    return section(title, items.length > 0 && h('ul', {}, ...items));
  }

  /** What the page shows of items, and what the shop says of them. */
  function shown(profile: Profile): { names: Record<string, unknown>; currency: string | undefined } {
    const names = Object.create(null) as Record<string, unknown>;
    const items = vitrine.decideAll().flatMap((decision) => decision.items);
    for (const { item_id, title, reason } of items) {
      names[item_id] = title;
      if (reason.because) names[reason.because] ??= reason.title;
    }
    const detail = { profile, names, currency: items.find(({ currency }) => currency)?.currency };
    element.dispatchEvent(new CustomEvent('vitrine:known', { bubbles: true, detail }));
    return detail;
  }

  function content(profile: Profile): readonly (Node | false)[] {
    const { known, visit, cart, orders, affinity } = profile;
    const consent = vitrine.consent();
    const { names, currency } = shown(profile);
    let amounts = new Intl.NumberFormat(locale);
    try {
      if (currency) amounts = new Intl.NumberFormat(locale, { style: 'currency', currency });
    } catch {
      // What the shop calls its currency is none: plain numbers.
    }
    const sums = (count: number, value: number): object => ({ count, value: amounts.format(value) });
    const times = (all: Profile['views']): Row[] => all.map(({ item_id, at }) => [item_id, days.format(at)]);
    const interests = (field: 'item_category' | 'item_brand'): Node | false =>
      list(field, field, names, affinity[field].map(({ name, share }) => [name, shares.format(share)]));
    const attributes = Object.entries(profile.attributes).map(([path, value]) =>
      h('li', {}, `${path}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`));
    return [
      h('p', {}, known ? texts.intro : consent.personalise ? texts.away : texts.nothing),
      // Who asks for consent is told there, or says otherwise on the next page.
      ...(/\b(google|tcf|shopify)\b/.test(asks ?? '')
        ? [section('consent', h('p', {}, texts.elsewhere))]
        : [section('consent', box('personalise'), box('measure'))]),
      section(
        'visits',
        line(known, texts.visit, { ...visit, since: days.format(visit.started) }),
        line(cart.quantity, texts.cart, sums(cart.quantity, cart.value)),
        line(orders.count, texts.orders, sums(orders.count, orders.value)),
      ),
      list('views', 'item_id', names, times(profile.views)),
      interests('item_category'),
      interests('item_brand'),
      list('purchases', 'item_id', names, times(profile.purchases)),
      list('unwanted', 'item_id', names, profile.unwanted.map((id) => [id, ''])),
      section('attributes', attributes.length > 0 && h('ul', {}, ...attributes)),
      h('p', {},
        button('download', texts.download, () =>
          save({ site: location.origin, at: new Date().toISOString(), consent, ...profile, stored: consent.personalise ? stored() : null })),
        ' ',
        button('reset', texts.reset, () => {
          vitrine.forget();
          void say(texts.done);
        })),
    ];
  }

  const controls = (): HTMLElement[] => [...body.querySelectorAll<HTMLElement>('[data-key]')];

  /** The focus stays on what it was on, or comes to what took its place. */
  async function draw(): Promise<void> {
    const turn = ++turns;
    const profile = await vitrine.profile();
    if (turn !== turns) return;
    const before = controls();
    const place = before.indexOf(document.activeElement as HTMLElement);
    body.replaceChildren(...(profile ? content(profile) : [h('p', {}, texts.away)]).filter((node) => node !== false));
    if (!body.isConnected) element.replaceChildren(body, status);
    if (place < 0) return;
    const now = controls();
    (now.find(({ dataset }) => dataset.key === before[place]?.dataset.key) ?? now[Math.min(place, now.length - 1)])?.focus();
  }
  return draw;
}

function redraw(): void {
  for (const [element, draw] of blocks) {
    if (element.isConnected) void draw();
    else blocks.delete(element);
  }
}

let begun = false;

/** What changes what is known, or may have. */
function follow({ on }: Page): void {
  begun = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  on('consent', redraw);
  on('decision', redraw);
  addEventListener('storage', redraw);
  document.addEventListener('visibilitychange', redraw);
}

/** Fills the elements that are not filled yet. */
export function showKnown(vitrine: Page): void {
  if (!begun) follow(vitrine);
  for (const element of document.querySelectorAll<HTMLElement>('[data-vitrine-known]')) {
    if (blocks.has(element)) continue;
    const draw = createBlock(vitrine, element);
    blocks.set(element, draw);
    void draw();
  }
}
