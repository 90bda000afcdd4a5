// "Why do I see this?": what every place of the page shows and why, and what the device knows.
import { forget } from './consent.js';
import { byId, h } from './dom.js';
import { addresses, categories, money, own, productOf, words } from './shop.js';
import { skipDay } from './time.js';

/** What `ready` told; where the script never came, nothing else tells. */
let told = null;
/** Elements whose decision waits for the next page. */
const waiting = new WeakSet();
let asked = 0;
/** The last answers, shown until the next ones come: they take a while. */
const explanations = new Map();
let profile = null;

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
    explanation && h('details', {}, h('summary', { id: `rules-${name}` }, words.details),
      h('pre', { tabindex: 0, id: `text-${name}` }, explanation.rules.map(({ text }) => text).join('\n'))));
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
  return [
    button(words.tomorrow, () => {
      skipDay();
      dispatchEvent(new CustomEvent('shop:go', { detail: addresses.home }));
    }, { id: 'tomorrow' }),
    !own && button(words.gold, ({ currentTarget }) => {
      const gold = currentTarget.getAttribute('aria-pressed') !== 'true';
      currentTarget.setAttribute('aria-pressed', String(gold));
      vitrine.setAttributes({ loyalty_tier: gold ? 'gold' : null });
    }, { 'aria-pressed': 'false' }),
    button(words.forget, forget),
    h('a', { href: '?vitrine=debug', 'data-leave': true }, words.inspector),
  ].filter(Boolean);
}

/** Writes what is known by now. Focus and what was opened stay. */
function write(status, places) {
  const focused = document.activeElement.id;
  const open = [...byId('why-told').querySelectorAll('details[open]')].map((details) => details.firstElementChild.id);
  const ready = status?.status === 'ready';
  byId('why-told').replaceChildren(...[
    status && !ready && h('p', {}, words.vitrineAway(status.status, status.reason)),
    ready && profile && h('section', { id: 'device' }, h('h3', {}, words.device), ...known(profile).filter(Boolean)),
    ready && h('h3', {}, words.onPage),
    ...(ready ? places : []).map(([name, element]) => place(name, element, vitrine.decide(name), explanations.get(name))),
  ].filter(Boolean));
  for (const id of open) byId(id)?.parentElement.setAttribute('open', '');
  if (focused && focused !== document.activeElement.id) byId(focused)?.focus({ preventScroll: true });
}

/** Draws the open panel anew; of several at a time the last one counts. */
async function draw() {
  if (byId('why').hidden) return;
  const number = ++asked;
  const status = vitrine.status?.() ?? told;
  const places = [...new Map([...document.querySelectorAll('[data-vitrine-slot]')].map((element) => [element.dataset.vitrineSlot, element]))];
  write(status, places);
  if (status?.status !== 'ready') return;
  const [answer, ...reasons] = await Promise.all([vitrine.profile(), ...places.map(([name]) => vitrine.explain(name))]);
  if (number !== asked) return;
  profile = answer;
  places.forEach(([name], i) => explanations.set(name, reasons[i]));
  write(status, places);
}

function toggle() {
  const panel = byId('why');
  panel.hidden = !panel.hidden;
  byId('why-button').setAttribute('aria-expanded', String(!panel.hidden));
  (panel.hidden ? byId('why-button') : byId('why-close')).focus();
  void draw();
}

export function startPanel() {
  byId('why-controls').append(...controls());
  byId('why-button').addEventListener('click', toggle);
  byId('why-close').addEventListener('click', toggle);
  addEventListener('keydown', ({ key }) => key === 'Escape' && !byId('why').hidden && toggle());
  addEventListener('vitrine:decision', ({ detail, target }) => {
    if (detail.applied) waiting.delete(target);
    else waiting.add(target);
  }, true);
  addEventListener('shop:shown', () => void draw());
  for (const event of ['decision', 'consent', 'status']) vitrine.on(event, () => void draw());
  vitrine.ready((state) => {
    told = state;
    void draw();
  });
}
