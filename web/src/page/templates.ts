import type { Decision, RecommendedItem } from '../types.js';
import type { Warn } from '../warnings.js';
import { isScalar } from '../reads.js';
import { filled } from '../texts.js';
import type * as content from './content.js';
import { writerOf } from './formats.js';
import { type Fields, type Price, prefixed, refuse, repeat, taken } from './parts.js';

type Show = NonNullable<Decision['show']>;

/** What a binding fills, on which elements, and the protocols that a URL may have there: others can run code. */
const BINDINGS = [
  { name: 'text', elements: ':not(script,style)' },
  { name: 'href', elements: 'a,area', protocols: /^(https?|mailto|tel):$/ },
  { name: 'src', elements: 'img,source,video,audio', protocols: /^https?:$/ },
];

/** What content.js is needed for. */
const MORE = 'each class attr price date until'.replace(/\w+ ?/g, '[data-vitrine-$&],') + '[data-vitrine-order]';

/** content.js, where something needed it and it came. */
export let more: typeof content | undefined;

/** Reads a URL as the browser will; one that is none has no protocol. */
function isSafe(url: string, protocols: RegExp): boolean {
  const link = document.createElement('a');
  link.href = url;
  return protocols.test(link.protocol);
}

/** An item's fields as a template names them, prices and the reason as texts; and `show` as it is for this item. */
function fieldsOf(item: RecommendedItem, show: Show, price: Price): Fields {
  const { title } = item.reason;
  const { unit_price: unit } = item;
  const own: Record<string, unknown> = {
    ...item,
    price: price(item.price),
    sale_price: price(item.sale_price),
    // One of the two: beside the price of a sale, or alone.
    [item.sale_price === undefined ? 'plain_price' : 'old_price']: price(item.price),
    unit_price: unit && `${price(unit.price)} / ${unit.measure}`,
  };
  // The reason speaks of the item that speaks for this one.
  const texts = filled(show, (path, field) => (field === 'reason' && path === 'title' ? title : own[path]) ?? null);
  own.reason = title === null ? null : texts.reason;
  return { ...texts, ...prefixed('item', own) };
}

/** Fills what `root` binds. */
function bind(root: DocumentFragment, fields: Fields, price: Price, warn: Warn): void {
  more?.bindMore(root, fields, price, warn, bind);
  for (const { name, elements, protocols } of BINDINGS) {
    for (const [element, said] of taken(root, name)) {
      const field = fields[said];
      // What the template wrote there was a placeholder.
      if (protocols) element.removeAttribute(name);
      if (!isScalar(field)) {
        if (name !== 'href') element.remove();
        continue;
      }
      const value = String(field);
      if (!element.matches(elements) || (protocols && !isSafe(value, protocols))) refuse(warn, name, element, value);
      else if (protocols) element.setAttribute(name, value);
      else element.textContent = value;
    }
  }
}

/** Brings content.js where page or templates have something for it. Whether it came just now. */
export async function equip(load: () => Promise<typeof content | undefined>): Promise<boolean> {
  const roots = [document, ...[...document.querySelectorAll('template')].map((template) => template.content)];
  if (more || !roots.some((root) => root.querySelector(MORE))) return false;
  const all = await load();
  if (more || !all) return false;
  more = all;
  return true;
}

/**
 * A copy of the shop's template with the fields of `show` in it, and of each item in copies of the elements with
 * data-vitrine-items; null when the page has no such template, with a warning, or content.js, which it needs, is not
 * there. Fields become text, checked URLs or harmless attributes, never markup. An element whose text or image is
 * missing is removed; a link whose target is missing or refused stays, without a target. `below`: it will stand below the
 * window, where pictures need not come at once.
 */
export function render(show: Show, items: readonly RecommendedItem[], warn: Warn, below?: boolean): DocumentFragment | null {
  const name = String(show.template);
  const template = document.querySelector<HTMLTemplateElement>(`template[data-vitrine-template="${CSS.escape(name)}"]`);
  if (!template) {
    warn('template', name);
    return null;
  }
  const content = document.importNode(template.content, true);
  if (!more && content.querySelector(MORE)) return null;
  // Before they have addresses, which are fetched at once.
  if (below) for (const image of content.querySelectorAll('img')) image.loading = 'lazy';
  const currency = items.find((item) => item.currency)?.currency ?? (show.currency as string);
  const price: Price = (value) => (typeof value === 'number' ? writerOf({ style: 'currency', currency })(value) : value);
  for (const [element] of taken(content, 'items')) {
    repeat(element, items, (item, box, copy) => {
      copy.setAttribute('data-vitrine-item', item.item_id);
      bind(box, fieldsOf(item, show, price), price, warn);
    });
  }
  bind(content, filled(show, () => null), price, warn);
  return content;
}
