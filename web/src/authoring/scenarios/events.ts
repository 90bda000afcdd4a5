/** Events and their items in GA4's words. What a shop adds has a prefix, as in rules. */
import { AVAILABILITIES } from '../../convert.js';
import { type Shape, choice, idOrText, keysOf, list, object, text } from './shape.js';

export const EVENT_PREFIX = 'event.';
const ITEM_PREFIX = 'item.';

/** Also what setItems tells. */
const item = object(
  {
    item_id: idOrText,
    item_name: text,
    item_brand: text,
    item_category: text,
    price: idOrText,
    quantity: idOrText,
    availability: choice(AVAILABILITIES),
    ...keysOf('item_category2 item_category3 item_category4 item_category5 item_variant item_list_id item_list_name', text),
    ...keysOf('affiliation coupon location_id creative_name creative_slot promotion_id promotion_name', text),
    ...keysOf('discount index', idOrText),
  },
  { required: ['item_id'], prefix: ITEM_PREFIX },
);
export const items = list(item);

/** Of e-commerce events. */
export const parameters: Readonly<Record<string, Shape>> = {
  items,
  item: idOrText,
  ...keysOf('transaction_id value tax shipping', idOrText),
  ...keysOf('currency affiliation coupon customer_type payment_type shipping_tier search_term method', text),
  ...keysOf('item_list_id item_list_name creative_name creative_slot promotion_id promotion_name', text),
};

/** Names as the page tells them. */
const without =
  (prefix: string) =>
  <T extends object>(told: T): T =>
    Object.fromEntries(
      Object.entries(told).map(([key, one]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, one]),
    ) as T;
export const plainEvent = without(EVENT_PREFIX);
export const plainItems = <T extends object>(items: readonly T[]): T[] => items.map(without(ITEM_PREFIX));
