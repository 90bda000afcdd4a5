/** Every slot: what it shows, why, and why not something else. */
import { explain } from '../../inspect.js';
import type * as api from '../../types.js';
import { type Child, h } from './dom.js';
import type { Tab, Tools } from './tools.js';

const SLOT = 'data-vitrine-slot';
const MARKS: Readonly<Record<api.RuleExplanation['outcome'], string>> = {
  won: '✓',
  outranked: '↓',
  false: '✕',
  unknown: '?',
  group: '⊘',
};
const OUTCOMES: Readonly<Record<api.RuleExplanation['outcome'], string>> = {
  won: 'won',
  outranked: 'holds, another comes first',
  false: 'stopped',
  unknown: 'unknown without consent',
  group: 'excluded',
};
const TRIGGERS: Readonly<Record<api.Trigger['on'], string>> = {
  load: 'on load',
  time: 'after active time',
  scroll: 'at a scroll depth',
  exit_intent: 'on the way out',
  inactivity: 'after a rest',
  visible: 'when an element is seen',
  click: 'on a click',
  event: 'on an event',
  pages: 'on a page of the visit',
};

/** How a slot stands: `waits` has a decision that may not be shown yet, `away` no element. */
export type State = 'shown' | 'default' | 'waits' | 'armed' | 'open' | 'away';
const STATES: Readonly<Record<State, string>> = {
  shown: 'shown',
  default: '',
  waits: 'waits for the next page',
  armed: 'armed',
  open: 'open',
  away: 'not on this page',
};

export const elementsOf = (slot: string): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(`[${SLOT}]`)].filter(({ dataset }) => dataset.vitrineSlot === slot);

export function stateOf({ slot, token, trigger, rule }: api.Decision): State {
  if (trigger) {
    const open = [...document.querySelectorAll<HTMLElement>('vitrine-popup')];
    return open.some(({ dataset }) => dataset.vitrineToken === token) ? 'open' : 'armed';
  }
  const elements = elementsOf(slot);
  if (!elements.length) return 'away';
  // What is shown beside an element has an element of its own.
  const isShown =
    token === null
      ? elements.some(({ dataset }) => dataset.vitrineToken === undefined)
      : document.querySelector(`[data-vitrine-token="${CSS.escape(token)}"]`) !== null;
  return !isShown ? 'waits' : rule === null ? 'default' : 'shown';
}

const triggerText = ({ on, after, depth, selector, event, count }: api.Trigger): string =>
  [
    TRIGGERS[on],
    after !== undefined && `${after / 1000} s`,
    depth !== undefined && `${depth} %`,
    selector,
    event,
    count,
  ]
    .filter(Boolean)
    .join(' ');

function ruleOf(one: api.RuleExplanation, isHolding: boolean): Child {
  const { rule, outcome, priority, held, text } = one;
  const reason = text.slice(rule.length + 2);
  // What somebody put in place of the truth has no condition that stopped it.
  const said = reason === 'never holds' && isHolding ? 'stopped by a segment that is forced' : reason;
  return h(
    `li.rule.${outcome}`,
    {},
    h('span.mark', { title: OUTCOMES[outcome], role: 'img', 'aria-label': OUTCOMES[outcome] }, MARKS[outcome]),
    h(
      'div',
      {},
      h('code', {}, rule),
      priority !== 0 && h('span.faint', {}, ` priority ${priority}`),
      h('p', {}, said),
      held.length > 0 &&
        h(
          'ul.held',
          {},
          held.map((condition) => h('li', {}, condition.text)),
        ),
    ),
  );
}

function itemOf({ item_id, reason, text }: api.ItemExplanation, title: string | undefined, i: number): Child {
  const because = reason.title ?? reason.because;
  const detail = /\((.*)\)$/s.exec(text)?.[1];
  return h(
    'li',
    {},
    h('span.rank', { 'aria-hidden': 'true' }, String(i + 1)),
    h(
      'div',
      {},
      h('strong', {}, title ?? item_id),
      title !== undefined && h('span.faint', {}, ' ' + item_id),
      h('p', {}, h('span.chip', {}, reason.strategy), because !== null && ` because of ${because}`),
      detail !== undefined && h('p.faint.small', {}, detail),
    ),
  );
}

function detailsOf(tools: Tools, decision: api.Decision): Child[] {
  const { works } = tools;
  const answer = explain(works, decision.slot);
  if (!answer) return [h('p.faint', {}, 'There is no core to ask.')];
  const { items, rules, removed } = answer;
  const left = Object.entries(removed).filter(([, count]) => count > 0);
  const titles = new Map(decision.items.map(({ item_id, title }) => [item_id, title]));
  return [
    decision.experiment !== null &&
      h('p', {}, 'Experiment ', h('code', {}, decision.experiment), ', variation ', h('code', {}, decision.variation)),
    decision.trigger && h('p', {}, `Opens ${triggerText(decision.trigger)}.`),
    decision.rule !== null && !decision.show && h('p', {}, 'Shown nothing on purpose: a control group.'),
    items.length > 0 && h('h4', {}, 'Items'),
    items.length > 0 &&
      h(
        'ol.items',
        {},
        items.map((item, i) => itemOf(item, titles.get(item.item_id), i)),
      ),
    left.length > 0 &&
      h(
        'p.faint.small',
        {},
        'Left out: ' + left.map(([why, count]) => `${count} ${why.replace(/_/g, ' ')}`).join(', '),
      ),
    h('h4', {}, rules.length ? 'Rules, best first' : 'No rule is for this slot'),
    h(
      'ul.rules',
      {},
      rules.map((rule) => ruleOf(rule, tools.isHolding())),
    ),
  ];
}

function slotOf(tools: Tools, decision: api.Decision): Child {
  const { slot, rule, variation, items } = decision;
  const state = stateOf(decision);
  const isOpen = tools.opened.has(slot);
  const details = h(
    `details.slot.${state}`,
    { 'data-key': `slot ${slot}`, open: isOpen },
    h(
      'summary',
      { 'data-key': `summary ${slot}` },
      h('span.dot', { 'aria-hidden': 'true' }),
      h('span.name', {}, slot),
      h(
        'span.chips',
        {},
        variation !== null && h('span.chip', {}, variation),
        items.length > 0 && h('span.chip', {}, `${items.length} items`),
      ),
      h('span.rule-name', {}, rule ?? 'default'),
      h('span.state', {}, STATES[state]),
    ),
    isOpen && detailsOf(tools, decision),
  );
  details.addEventListener('toggle', () => {
    const { open } = details as HTMLDetailsElement;
    if (open === tools.opened.has(slot)) return;
    if (open) tools.opened.add(slot);
    else tools.opened.delete(slot);
    tools.refresh();
  });
  return details;
}

/** In the order of the page; popups have no place and come last. */
function placeOf({ slot }: api.Decision): number {
  const all = [...document.querySelectorAll<HTMLElement>(`[${SLOT}]`)];
  return all.findIndex(({ dataset }) => dataset.vitrineSlot === slot) >>> 0;
}

export const slotsTab: Tab = {
  id: 'slots',
  label: 'Slots',
  draw(tools) {
    const all = tools.vitrine.decideAll();
    const here = all.filter((decision) => stateOf(decision) !== 'away').sort((a, b) => placeOf(a) - placeOf(b));
    const away = all.filter((decision) => stateOf(decision) === 'away');
    const draw = (list: readonly api.Decision[]): Child => list.map((decision) => slotOf(tools, decision));
    return [
      h('h3', {}, 'On this page'),
      here.length ? draw(here) : h('p.faint', {}, 'No slot of the rules stands on this page.'),
      away.length > 0 && h('h3', {}, 'Elsewhere'),
      draw(away),
    ];
  },
};
