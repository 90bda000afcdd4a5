// "Why do I see this?": what every place of the page shows and why, and what the device knows.
import { forget } from './consent.js';
import { byId, h } from './dom.js';
import { addresses, categories, money, own, productOf, words } from './shop.js';
import { skipDay } from './time.js';

let status = null;
let gold = false;
/** Elements whose decision waits for the next page. */
const waiting = new WeakSet();
let asked = 0;

const titleOf = (id) => productOf(id)?.title ?? id;

function chosenItem({ item_id, title, reason }) {
  const because = reason.title && words.because[reason.strategy];
  return h('li', {}, h('strong', {}, title ?? titleOf(item_id)), ': ', because ? because(reason.title) : words.reasons[reason.strategy]);
}

function place(name, element, decision, explanation) {
  return h('section', { 'data-explains': name },
    h('h4', {}, words.slots[name] ?? name),
    h('p', {}, decision.rule ? [words.byRule, ' ', h('code', {}, decision.rule)] : words.byDefault),
    waiting.has(element) && h('p.because', {}, words.kept),
    decision.items.length > 0 && h('ol', {}, decision.items.map(chosenItem)),
    explanation && h('details', {}, h('summary', {}, words.details),
      h('pre', { tabindex: 0 }, explanation.rules.map(({ text }) => text).join('\n'))));
}

function known(profile) {
  if (!profile.known) return [h('p', {}, words.knowsNothing)];
  const names = profile.affinity.item_category.map(({ name, share }) =>
    `${categories.find(({ key }) => key === name)?.title ?? name} ${Math.round(share * 100)} %`);
  const seen = profile.views.map(({ item_id }) => item_id && titleOf(item_id)).filter(Boolean);
  return [
    h('p', {}, words.visit(profile.visit.number, profile.visit.pages, profile.events), ' ',
      profile.cart.quantity > 0 && words.inCart(profile.cart.quantity, money(profile.cart.value)), ' ',
      profile.orders.count > 0 && words.orders(profile.orders.count, money(profile.orders.value))),
    names.length > 0 && h('p', {}, h('strong', {}, words.interests), ': ', names.slice(0, 4).join(', ')),
    seen.length > 0 && h('p', {}, h('strong', {}, words.looked), ': ', seen.slice(0, 6).join(', ')),
  ];
}

function controls() {
  const button = (text, action, more = {}) => h('button.quiet', { type: 'button', onclick: action, ...more }, text);
  return h('p.controls', {},
    button(words.tomorrow, () => {
      skipDay();
      dispatchEvent(new CustomEvent('shop:go', { detail: addresses.home }));
    }, { id: 'tomorrow' }),
    !own && button(words.gold, () => {
      gold = !gold;
      vitrine.setAttributes({ loyalty_tier: gold ? 'gold' : null });
      void draw();
    }, { 'aria-pressed': String(gold) }),
    button(words.forget, forget));
}

/** Draws the open panel anew; of several at a time the last one counts. */
async function draw() {
  const panel = byId('why');
  if (panel.hidden) return;
  const number = ++asked;
  const places = new Map([...document.querySelectorAll('[data-vitrine-slot]')].map((element) => [element.dataset.vitrineSlot, element]));
  const names = [...places.keys()];
  const ready = status?.status === 'ready';
  const explanations = ready ? await Promise.all(names.map((name) => vitrine.explain(name))) : [];
  const profile = ready ? await vitrine.profile() : null;
  if (number !== asked) return;
  const focused = panel.contains(document.activeElement) ? document.activeElement.id : '';
  const open = [...panel.querySelectorAll('details[open]')].map((details) => details.closest('section').dataset.explains);
  panel.replaceChildren(...[
    h('div.why-head', {}, h('h2', {}, words.why), h('button.plain', { type: 'button', id: 'why-close', onclick: toggle }, words.close)),
    h('p', {}, words.whyIntro),
    h('p.label', {}, own ? words.ownData : words.simulated),
    status && !ready && h('p', {}, words.vitrineAway(status.status, status.reason)),
    ready && h('section', { id: 'device' }, h('h3', {}, words.device), ...known(profile).filter(Boolean)),
    ready && h('h3', {}, words.onPage),
    ...names.filter(() => ready).map((name, i) => place(name, places.get(name), vitrine.decide(name), explanations[i])),
    h('h3', {}, words.tryIt), controls(),
  ].filter(Boolean));
  for (const name of open) panel.querySelector(`[data-explains="${name}"] details`)?.setAttribute('open', '');
  if (focused) byId(focused)?.focus();
}

function toggle() {
  const panel = byId('why');
  panel.hidden = !panel.hidden;
  byId('why-button').setAttribute('aria-expanded', String(!panel.hidden));
  void draw().then(() => (panel.hidden ? byId('why-button') : byId('why-close')).focus());
}

export function startPanel() {
  byId('why-button').addEventListener('click', toggle);
  byId('why').addEventListener('keydown', ({ key }) => key === 'Escape' && toggle());
  addEventListener('vitrine:decision', ({ detail, target }) => {
    if (detail.applied) waiting.delete(target);
    else waiting.add(target);
  }, true);
  addEventListener('shop:shown', () => void draw());
  vitrine.ready((state) => {
    status = state;
    if (state.status === 'ready') vitrine.on('decision', () => void draw());
    vitrine.on?.('consent', () => void draw());
    void draw();
  });
}
