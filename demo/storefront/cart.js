// The cart: product ids and quantities, the same in all tabs.
import { byId } from './dom.js';
import { itemOf, priceOf, productOf } from './shop.js';
import { keep, kept, whenKeptElsewhere } from './storage.js';

const KEY = 'demo:cart';
const quantities = new Map();

/** [product, quantity] in the order in which they were put in. */
export const lines = () => [...quantities].map(([id, quantity]) => [productOf(id), quantity]);
export const items = () => lines().map(([product, quantity]) => itemOf(product, quantity));
export const value = () => lines().reduce((sum, [product, quantity]) => sum + (priceOf(product) ?? 0) * quantity, 0);

/** What the tabs agreed on; where nothing can be kept, the cart of this page stays. */
function read() {
  const text = kept(KEY);
  if (text === null) return;
  quantities.clear();
  try {
    for (const [id, quantity] of JSON.parse(text)) if (productOf(id) && quantity > 0) quantities.set(id, quantity);
  } catch {
    quantities.clear();
  }
}

/** The shop's word on the cart counts more than what events add up to. */
function tell() {
  vitrine.setCart(items());
  byId('cart-count').textContent = String(lines().reduce((sum, [, quantity]) => sum + quantity, 0));
}

function changed() {
  keep(KEY, JSON.stringify([...quantities]));
  tell();
}

export function add(product, quantity = 1) {
  read();
  const now = (quantities.get(product.id) ?? 0) + quantity;
  vitrine.track(quantity > 0 ? 'add_to_cart' : 'remove_from_cart', { items: [itemOf(product, Math.abs(quantity))] });
  if (now > 0) quantities.set(product.id, now);
  else quantities.delete(product.id);
  changed();
}

export const remove = (product) => add(product, -(quantities.get(product.id) ?? 0));

/** Turns the cart into an order. */
export function order() {
  const number = 'T' + Date.now().toString(36).toUpperCase();
  vitrine.track('purchase', { transaction_id: number, value: value(), items: items() });
  quantities.clear();
  changed();
  return number;
}

/** Also after consent: a visitor who was not remembered has no cart as far as Vitrine knows. */
export function tellCart() {
  read();
  tell();
}

/** `changed` is called when another tab changed the cart. */
export const followCart = (changed) =>
  whenKeptElsewhere(KEY, () => {
    tellCart();
    changed();
  });
