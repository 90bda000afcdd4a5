// Narrows a list by brand, price and stock. The choice is in the address, so that back and reload keep it.
import { h } from './dom.js';
import { money, priceOf, words } from './shop.js';

/** Three steps that part the prices of a list, as round numbers. */
function priceSteps(products) {
  const prices = products.map(priceOf).filter((price) => price !== null).sort((a, b) => a - b);
  if (prices.length < 4) return [];
  const round = (price) => {
    const unit = 10 ** Math.floor(Math.log10(Math.max(price, 1))) / 2;
    return Math.ceil(price / unit) * unit;
  };
  return [...new Set([0.25, 0.5, 0.75].map((part) => round(prices[Math.floor(part * prices.length)])))];
}

export const filtered = (products, query) => {
  const [brand, most, stock] = ['brand', 'price', 'stock'].map((key) => query.get(key));
  return products.filter((product) =>
    (!brand || product.brand === brand) && (!most || (priceOf(product) ?? Infinity) <= Number(most)) &&
    (!stock || product.availability !== 'out_of_stock'));
};

/** `changed` gets the new choice; it is in the address by then. */
export function filterForm(products, query, changed) {
  const brands = [...new Set(products.map(({ brand }) => brand).filter(Boolean))].sort((a, b) => a.localeCompare(b));
  const select = (name, label, any, options) =>
    options.length > 1 && h('label', {}, h('span', {}, label), h('select', { name },
      h('option', { value: '' }, any), options.map(([value, text]) => h('option', { value, selected: query.get(name) === String(value) }, text))));
  const choose = ({ currentTarget }) => {
    const chosen = new URLSearchParams([...new FormData(currentTarget)].filter(([, value]) => value));
    history.replaceState(null, '', location.pathname + String(chosen).replace(/^(?=.)/, '?'));
    changed(chosen);
  };
  return h('form.filter', { onchange: choose },
    select('brand', words.brand, words.anyBrand, brands.map((brand) => [brand, brand])),
    select('price', words.price, words.anyPrice, priceSteps(products).map((price) => [price, words.upTo(money(price))])),
    products.some(({ availability }) => availability === 'out_of_stock') &&
      h('label', {}, h('input', { type: 'checkbox', name: 'stock', value: 'in', checked: query.has('stock') }), h('span', {}, words.inStockOnly)));
}
