import { MAX_ITEMS, NONE, Needs, Tag } from './core/abi.js';
import type { EventInput, ItemInput, ValueInput } from './core/core.js';
import type { Property } from './context.js';
import { isObject, nodesOf, tagOf } from './reads.js';
import type { Warn } from './warnings.js';
import { FRESH } from './texts.js';

/** Conversions from what a shop hands over, which may be anything, to what the core takes. Nothing here throws. */

type Told = Readonly<Record<string, unknown>>;

export const text = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? '' + value : null;

const number = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim()) ? Number(value) : NaN;

/** ms since 1970; undefined for what is no date. */
function timeOf(date: unknown): number | undefined {
  const time = typeof date === 'number' || isObject(date) ? Number(date) : Date.parse('' + date);
  return time === time ? time : undefined;
}

/**
 * A value of an attribute of a declared type as conditions take it, undefined for one that none can take. Of another
 * type than declared (`fits` false) it is converted as JavaScript does, but lists and objects only where there may be
 * some.
 */
export function attributeOf(type: string, told: unknown): { value: unknown; fits: boolean } {
  if (told == null) return { value: null, fits: true };
  const value = type === 'date' ? timeOf(told) : told;
  const tag = tagOf(value);
  const refused = !tag || (tag >= Tag.list && /^[sbn]/.test(type));
  const kind = tag === Tag.list ? 'list' : typeof value;
  return { value: refused ? undefined : value, fits: kind === type || (!!tag && /any|date/.test(type)) };
}

/** In the order of Availability in runtime/rank/part.h. */
export const AVAILABILITIES = 'in_stock out_of_stock preorder backorder'.split(' ');

const nodeOf = ({ index }: Property, value: unknown): ValueInput => nodesOf(index, value, Needs.lower)[0] as ValueInput;

/** How many items setItems remembers; the oldest go first. */
const MAX_KNOWN_ITEMS = 10_000;

export type Items = ReturnType<typeof createItems>;

/**
 * Product data by item_id, which completes events that carry only ids and outranks what the model was built from.
 * `properties` are those that the rules read of items.
 */
export function createItems(properties: readonly Property[], warn: Warn, now: () => number) {
  const known = new Map<string, ItemInput>();

  /** What is not told is as it was. */
  const propertiesOf = (told: (name: string) => unknown, before?: ItemInput['properties']): ItemInput['properties'] =>
    properties.map((property, i) => {
      const value = told(property.name);
      return (value == null && before?.[i]) || nodeOf(property, value);
    });

  /** The items of an event or a cart, completed. What is not an item is left out. */
  function complete(items: unknown, limit = MAX_ITEMS): ItemInput[] {
    const all: readonly unknown[] = Array.isArray(items) ? items : [];
    const some = all.slice(0, limit);
    const list = some.filter(isObject);
    if (items !== undefined && (list.length < some.length || all !== items)) {
      warn('items');
    }
    return list.map((item) => {
      const id = text(item.item_id);
      const before: Partial<ItemInput> = (id !== null && known.get(id)) || {};
      const { brand = null, category = null, price = NaN, availability = NONE } = before;
      const told = number(item.price);
      const isPrice = told >= 0 && told < Infinity;
      if (!isPrice && item.price != null) warn('items', 'price');
      const offer = AVAILABILITIES.indexOf(item.availability as string);
      if (offer < 0 && item.availability != null) warn('availability', ...AVAILABILITIES);
      return {
        id,
        brand: text(item.item_brand) ?? brand,
        category: text(item.item_category) ?? category,
        price: isPrice ? told : price,
        quantity: number(item.quantity),
        availability: offer < 0 ? availability : offer,
        stock: item.stock == null ? before.stock : [number(item.stock), now()],
        properties: propertiesOf((name) => item[name], before.properties),
      };
    });
  }

  return {
    complete,
    propertiesOf,

    /** Fields that are told now replace those told before. Returns the items with all that is known of them. */
    remember(items: unknown): readonly ItemInput[] {
      const some = Array.isArray(items) ? items.slice(-MAX_KNOWN_ITEMS) : items;
      const list = complete(some, Infinity).filter(({ id }) => id !== null);
      for (const item of list) {
        known.delete(item.id as string);
        known.set(item.id as string, item);
        if (known.size > MAX_KNOWN_ITEMS) known.delete(known.keys().next().value as string);
      }
      return list;
    },

    /** How many are left, as was told lately; undefined: nobody knows. */
    stockOf(id: string): number | undefined {
      const [left = 0, at] = known.get(id)?.stock ?? [];
      return at && at >= now() - FRESH && left >= 1 ? left : undefined;
    },

    get: (id: string): ItemInput | undefined => known.get(id),
    all: (): readonly ItemInput[] => [...known.values()],
  };
}

/** A GA4 event whose items are already complete. */
export function eventOf(name: string, told: Told, items: readonly ItemInput[], ofEvent: readonly Property[]): EventInput {
  const term = text(told.search_term);
  return {
    name,
    transaction: text(told.transaction_id),
    search: name === 'search' && term !== null ? term.trim().toLowerCase() : null,
    value: number(told.value),
    items,
    properties: ofEvent.map((property) => nodeOf(property, told[property.name])),
  };
}

/**
 * A token but for the sequence that ends it: bundle, rule, experiment (-1: none) and arm, so that it means the same in a
 * later page and another tab.
 */
export const tokenOf = (bundle: string, rule: number, experiment: number, arm: number): string =>
  `1.${bundle}.${rule}.${experiment}.${arm}.`;

/** Rule, experiment and arm of a token of this bundle, else null. */
export function parseToken(bundle: string, rules: number, token: unknown): readonly [number, number, number] | null {
  const parts = typeof token === 'string' && /^1\.(\w+)\.(\d+)\.(-?\d+)\.(\d+)\.\d+$/.exec(token);
  const [, from, ...numbers] = parts || [];
  const [rule = NaN, experiment = -1, arm = 0] = numbers.map(Number);
  return from === bundle && rule < rules ? [rule, experiment, arm] : null;
}
