// Starts the shop: what it must know first, then the page.
import './time.js';
import { startConsent } from './consent.js';
import { byId, h } from './dom.js';
import { startPanel } from './panel.js';
import { go, retell, startRouter } from './router.js';
import { addresses, categories, currency, productOf, words } from './shop.js';

/** How long the first view waits for Vitrine, in ms, so that it need not change before the shopper's eyes. */
const PATIENCE = 500;
/** Categories that have room beside each other. */
const NAVIGATION = 10;

byId('categories').append(h('ul', {},
  [...categories.slice(0, NAVIGATION).map((category) => [addresses.category(category), category.title]), [addresses.everything, words.all]]
    .map(([href, text]) => h('li', {}, h('a', { href }, text)))));
startConsent(retell);
startPanel();

// Here a shop would send the address to whoever writes its letters.
addEventListener('vitrine:submit', (event) => {
  if (event.detail.rule !== 'letters') return; // quiz and survey end by themselves
  event.preventDefault(); // the popup stays, to say thanks
  event.target.replaceChildren(h('p', { role: 'status' }, words.signedUp));
});
// What the things are called that Vitrine knows by their ids.
addEventListener('vitrine:known', ({ detail }) => {
  const { profile, names } = detail;
  detail.currency = currency;
  for (const { item_id } of [...profile.views, ...profile.purchases]) names[item_id] = productOf(item_id)?.title;
  for (const item_id of profile.unwanted) names[item_id] = productOf(item_id)?.title;
  for (const { key, title } of categories) names[key] = title;
});
addEventListener('shop:go', ({ detail }) => go(detail));

await Promise.race([
  new Promise((resolve) => vitrine.ready(resolve)),
  new Promise((resolve) => setTimeout(resolve, PATIENCE)),
]);
startRouter();
