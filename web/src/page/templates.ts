import type { Decision, RecommendedItem } from '../types.js';
import type { Warn } from '../signals.js';
import { filled } from '../texts.js';

type Show = NonNullable<Decision['show']>;

/** What a binding fills, on which elements, and the protocols that a URL may have there: others can run code. */
const BINDINGS = [
  { name: 'text', elements: ':not(script,style)' },
  { name: 'href', elements: 'a,area', protocols: /^(https?|mailto|tel):$/ },
  { name: 'src', elements: 'img,source,video,audio', protocols: /^https?:$/ },
];

/** Fields by name; what is neither text, number nor truth value counts as missing. */
type Fields = Readonly<Record<string, unknown>>;

/** Reads a URL as the browser will; one that is none has no protocol. */
function isSafe(url: string, protocols: RegExp): boolean {
  const link = document.createElement('a');
  link.href = url;
  return protocols.test(link.protocol);
}

/** An item's fields as a template names them, prices and the reason as texts; and `show` as it is for this item. */
function fieldsOf(item: RecommendedItem, show: Show, format: (price: unknown) => unknown): Fields {
  const { title } = item.reason;
  const { unit_price: unit } = item;
  const own: Record<string, unknown> = {
    ...item,
    price: format(item.price),
    sale_price: format(item.sale_price),
    // One of the two: beside the price of a sale, or alone.
    [item.sale_price === undefined ? 'plain_price' : 'old_price']: format(item.price),
    unit_price: unit && `${format(unit.price)} / ${unit.measure}`,
  };
  // The reason speaks of the item that speaks for this one.
  const texts = filled(show, (path, field) => (field === 'reason' && path === 'title' ? title : own[path]) ?? null);
  own.reason = title === null ? null : texts.reason;
  return { ...texts, ...Object.fromEntries(Object.entries(own).map(([name, value]) => ['item.' + name, value])) };
}

/** Writes prices as the document's language does; where that cannot be told, as plain numbers. */
function formatter(currency: string | undefined): (price: unknown) => unknown {
  try {
    const { format } = new Intl.NumberFormat(document.documentElement.lang || [], { style: 'currency', currency });
    return (price) => (typeof price === 'number' ? format(price) : price);
  } catch {
    return (price) => price; // no currency, or a language that is none
  }
}

/** Fills what `root` binds; inside of copies of an item only where that is what it holds. */
function bind(root: DocumentFragment, fields: Fields, warn: Warn, ofItem: boolean): void {
  for (const { name, elements, protocols } of BINDINGS) {
    const binding = 'data-vitrine-' + name;
    for (const element of root.querySelectorAll(`[${binding}]`)) {
      if (!ofItem && element.closest('[data-vitrine-item]')) continue;
      const field = fields[element.getAttribute(binding) ?? ''];
      // What the template wrote there was a placeholder.
      if (protocols) element.removeAttribute(name);
      if (!/^(string|number|boolean)$/.test(typeof field)) {
        if (name !== 'href') element.remove();
        continue;
      }
      const value = String(field);
      if (!element.matches(elements) || (protocols && !isSafe(value, protocols))) {
        warn('binding', `Refused as ${name} of <${element.localName}>: ${value}`);
      } else if (protocols) {
        element.setAttribute(name, value);
      } else {
        element.textContent = value;
      }
    }
  }
}

/**
 * A copy of the shop's template with the fields of `show` in it, and of each item in copies of the elements with
 * data-vitrine-items; null, with a warning, when the page has no such template. Fields become text or checked URLs,
 * never markup. An element whose text or image is missing is removed; a link whose target is missing or refused stays,
 * without a target. `below`: it will stand below the window, where pictures need not come at once.
 */
export function render(show: Show, items: readonly RecommendedItem[], warn: Warn, below?: boolean): DocumentFragment | null {
  const name = String(show.template);
  const template = document.querySelector<HTMLTemplateElement>(`template[data-vitrine-template="${CSS.escape(name)}"]`);
  if (!template) {
    warn('template', `No template "${name}" in the page.`);
    return null;
  }
  const content = document.importNode(template.content, true);
  // Before they have addresses, which are fetched at once.
  if (below) for (const image of content.querySelectorAll('img')) image.loading = 'lazy';
  for (const element of content.querySelectorAll('[data-vitrine-items]')) {
    const format = formatter(items.find(({ currency }) => currency)?.currency);
    const list = items.map((item) => {
      const box = new DocumentFragment();
      const copy = element.cloneNode(true) as Element;
      copy.setAttribute('data-vitrine-item', item.item_id);
      box.append(copy);
      bind(box, fieldsOf(item, show, format), warn, true);
      return box;
    });
    element.replaceWith(...list);
  }
  bind(content, filled(show, () => null), warn, false);
  return content;
}
