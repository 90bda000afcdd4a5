import { MAX_ITEMS, NONE, Tag } from './core/abi.js';
import type { AttributeInput, EventInput, ItemInput } from './core/core.js';
import type { Warn } from './signals.js';

/** Conversions from what a shop hands over, which may be anything, to what the core takes. Nothing here throws. */

type Told = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Told => typeof value === 'object' && value !== null;

/** What a dotted path leads to; undefined where it ends early. */
export const valueAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce((at, key) => (isObject(at) ? at[key] : undefined), value);

export const text = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? '' + value : null;

const number = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim()) ? Number(value) : NaN;

/** JavaScript's conversions of an attribute value; null when its type is none that an attribute can have. */
export function attributeOf(index: number, value: unknown): AttributeInput | null {
  if (value === null || value === undefined) return { index, tag: Tag.null, number: 0, text: null };
  // In the order of Tag, from 1.
  const tag: Tag = ['boolean', 'number', 'string'].indexOf(typeof value) + 1;
  return tag ? { index, tag, number: Number(value), text: String(value) } : null;
}

/** In the order of Availability in runtime/rank/part.h. */
export const AVAILABILITIES = 'in_stock out_of_stock preorder backorder'.split(' ');

/** How many items setItems remembers; the oldest go first. */
const MAX_KNOWN_ITEMS = 10_000;

export type Items = ReturnType<typeof createItems>;

/** Product data by item_id, which completes events that carry only ids and outranks what the model was built from. */
export function createItems(warn: Warn) {
  const known = new Map<string, ItemInput>();

  /** The items of an event or a cart, completed. What is not an item is left out. */
  function complete(items: unknown, limit = MAX_ITEMS): ItemInput[] {
    const all: readonly unknown[] = Array.isArray(items) ? items : [];
    const some = all.slice(0, limit);
    const list = some.filter(isObject);
    if (items !== undefined && (list.length < some.length || all !== items)) {
      warn('items', 'items must be a list of objects with item_id.');
    }
    return list.map((item) => {
      const id = text(item.item_id);
      const { brand = null, category = null, price = NaN, availability = NONE } = (id !== null && known.get(id)) || {};
      const told = number(item.price);
      const isPrice = told >= 0 && told < Infinity;
      if (!isPrice && item.price != null) warn('items', 'price must be a finite number, 0 or more.');
      const stock = AVAILABILITIES.indexOf(item.availability as string);
      if (stock < 0 && item.availability != null) {
        warn('availability', `availability is one of ${AVAILABILITIES.join(', ')}.`);
      }
      return {
        id,
        brand: text(item.item_brand) ?? brand,
        category: text(item.item_category) ?? category,
        price: isPrice ? told : price,
        quantity: number(item.quantity),
        availability: stock < 0 ? availability : stock,
      };
    });
  }

  return {
    complete,

    /** Fields that are told now replace those told before. Returns the items with all that is known of them. */
    remember(items: unknown): readonly ItemInput[] {
      const list = complete(items, Infinity).filter(({ id }) => id !== null);
      for (const item of list) {
        known.delete(item.id as string);
        known.set(item.id as string, item);
        if (known.size > MAX_KNOWN_ITEMS) known.delete(known.keys().next().value as string);
      }
      return list;
    },

    get: (id: string): ItemInput | undefined => known.get(id),
    all: (): readonly ItemInput[] => [...known.values()],
  };
}

/** A GA4 event whose items are already complete. */
export const eventOf = (name: string, told: Told, items: readonly ItemInput[]): EventInput => ({
  name,
  transaction: text(told.transaction_id),
  value: number(told.value),
  items,
});

/** A token: bundle, rule, variation and sequence, so that it means the same in a later page and another tab. */
export const tokenOf = (bundle: string, rule: number, variation: number, sequence: number): string =>
  ['1', bundle, rule, variation, sequence].join('.');

/** Rule and variation of a token of this bundle, else null. */
export function parseToken(bundle: string, rules: number, token: unknown): [rule: number, variation: number] | null {
  const parts = typeof token === 'string' && /^1\.(\w+)\.(\d+)\.(\d+)\.\d+$/.exec(token);
  const [, from, rule, variation] = parts || [];
  return from === bundle && Number(rule) < rules ? [Number(rule), Number(variation)] : null;
}
