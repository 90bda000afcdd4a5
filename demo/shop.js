// What a shop's own code does: it tells Vitrine what happens and shows a cart.
// The panel at the end of the page asks Vitrine why it decided as it did.
'use strict';

const PRODUCTS = [
  { item_id: 'boot-1', item_name: 'Rondane boots', item_category: 'Hiking', item_brand: 'Fjell', price: 89.5 },
  { item_id: 'pack-1', item_name: 'Day pack 24 l', item_category: 'Hiking', item_brand: 'Sti', price: 64 },
  { item_id: 'pole-1', item_name: 'Folding poles', item_category: 'Hiking', item_brand: 'Sti', price: 39 },
  { item_id: 'tent-1', item_name: 'Two-person tent', item_category: 'Camping', item_brand: 'Fjell', price: 249 },
  { item_id: 'stove-1', item_name: 'Small gas stove', item_category: 'Camping', item_brand: 'Glo', price: 34 },
  { item_id: 'bag-1', item_name: 'Down sleeping bag', item_category: 'Camping', item_brand: 'Fjell', price: 199 },
];
const CONSENT = 'demo:consent';

// The time machine: how many days the shopper has skipped, for the shop as for Vitrine.
let days = 0;
const realNow = Date.now;
Date.now = () => realNow() + days * 86400000;

const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });
const CART = 'demo:cart';
const cart = new Map();

function show() {
  const lines = [...cart.values()];
  const value = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  document.getElementById('cart').textContent = lines.length ? euros.format(value) : 'empty';
  document.getElementById('empty').hidden = lines.length === 0;
}

/** Shows the cart, keeps it for the next page of this visit, and tells Vitrine: the shop's word on it counts. */
function cartChanged() {
  const lines = [...cart.values()];
  try {
    sessionStorage.setItem(CART, JSON.stringify(lines));
  } catch {
    // A browser without storage has an empty cart on the next page.
  }
  vitrine.setCart(lines);
  show();
}

function restoreCart() {
  try {
    for (const line of JSON.parse(sessionStorage.getItem(CART) || '[]')) cart.set(line.item_id, line);
  } catch {
    cart.clear();
  }
}

function add(product) {
  const line = cart.get(product.item_id);
  cart.set(product.item_id, { ...product, quantity: (line ? line.quantity : 0) + 1 });
  cartChanged();
}

function card(product) {
  const item = document.createElement('li');
  item.className = `product ${product.item_category.toLowerCase()}`;
  const name = document.createElement('h3');
  name.textContent = product.item_name;
  const facts = document.createElement('p');
  facts.textContent = `${product.item_category} - ${product.item_brand} - ${euros.format(product.price)}`;
  const buttons = [
    ['Look closer', () => vitrine.track('view_item', { items: [product] })],
    ['Add to cart', () => add(product)],
  ].map(([label, action]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.setAttribute('aria-label', `${label}: ${product.item_name}`);
    button.addEventListener('click', () => {
      action();
      void why();
    });
    return button;
  });
  item.append(name, facts, ...buttons);
  return item;
}

async function why() {
  const panel = document.getElementById('why');
  if (!vitrine.explain) return;
  const slots = ['home-hero', 'notice'];
  const texts = await Promise.all(slots.map((slot) => vitrine.explain(slot)));
  const profile = await vitrine.profile();
  const known = profile.known
    ? `Visit ${profile.visit.number}, ${profile.events} events remembered on this device.`
    : 'Nothing is remembered: there is no consent.';
  panel.textContent = [...texts.map((text) => (text ? text.text : '')), known].join('\n\n');
}

function consent(granted) {
  try {
    if (granted) localStorage.setItem(CONSENT, 'yes');
    else localStorage.removeItem(CONSENT);
  } catch {
    // A browser without storage asks again next time.
  }
  vitrine.setConsent({ personalise: granted, measure: granted });
  vitrine.setCart([...cart.values()]);
  tellConsent(granted);
}

function tellConsent(granted) {
  document.getElementById('consent-state').textContent = granted
    ? 'Your browser remembers what you look at. Nobody else does.'
    : 'May your browser remember what you look at? Nobody else will know.';
  document.getElementById('allow').hidden = granted;
  document.getElementById('deny').hidden = !granted;
}

function hasConsent() {
  try {
    return localStorage.getItem(CONSENT) === 'yes';
  } catch {
    return false;
  }
}

if (hasConsent()) vitrine.setConsent({ personalise: true, measure: true });

document.addEventListener('DOMContentLoaded', () => {
  document.getElementById('list').append(...PRODUCTS.map(card));
  document.getElementById('empty').addEventListener('click', () => {
    cart.clear();
    cartChanged();
    void why();
  });
  document.getElementById('allow').addEventListener('click', () => {
    consent(true);
    void why();
  });
  document.getElementById('deny').addEventListener('click', () => {
    consent(false);
    void why();
  });
  const gold = document.getElementById('gold');
  gold.addEventListener('click', () => {
    const member = gold.getAttribute('aria-pressed') !== 'true';
    gold.setAttribute('aria-pressed', String(member));
    vitrine.setAttributes({ loyalty_tier: member ? 'gold' : null });
    void why();
  });
  document.getElementById('tomorrow').addEventListener('click', () => {
    ++days;
    vitrine.page({ type: 'home' });
    void why();
    scrollTo({ top: 0 });
  });
  tellConsent(hasConsent());
  restoreCart();
  cartChanged();
  vitrine.ready((state) => {
    if (state.status === 'ready') void why();
    else document.getElementById('why').textContent = `Vitrine is ${state.status}: ${state.reason}. Every slot keeps its default.`;
  });
});
