/** What is known of the visitor, and of the page, as it is now. */
import { segmentsOf } from '../../context.js';
import { profile } from '../../inspect.js';
import { type Child, brief, dateOf, h } from './dom.js';
import { session } from './session.js';
import type { Tab, Tools } from './tools.js';

const MOST = 12;

const facts = (rows: readonly (readonly [string, Child])[]): Child =>
  h(
    'dl',
    {},
    rows.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );

function bar(name: string | null, share: number): Child {
  const fill = h('span.fill');
  fill.style.width = `${Math.round(share * 100)}%`;
  return h(
    'li',
    {},
    h('span.name', {}, name ?? 'unnamed'),
    h('span.track', { 'aria-hidden': 'true' }, fill),
    h('span', {}, `${Math.round(share * 100)} %`),
  );
}

const times = (list: readonly { readonly item_id: string | null; readonly at: number }[]): Child =>
  h(
    'ul.plain',
    {},
    list
      .slice(0, MOST)
      .map(({ item_id, at }) =>
        h('li', {}, h('code', {}, item_id ?? 'an item'), h('span.faint', {}, ' ' + dateOf(at))),
      ),
  );

function segments({ works, vitrine }: Tools): Child {
  const held = vitrine.segments();
  const all = segmentsOf(works.names);
  const draw = (name: string): Child =>
    h(
      `li.chip.${held.includes(name) ? 'in' : 'out'}`,
      {},
      h('span', { 'aria-hidden': 'true' }, held.includes(name) ? '● ' : '○ '),
      name,
      h('span.unseen', {}, held.includes(name) ? ': in' : ': out'),
      name in session.forced.segments && h('span.badge', {}, 'forced'),
    );
  return all.length ? h('ul.chips', {}, all.map(draw)) : h('p.faint', {}, 'The rules have no segments.');
}

export const visitorTab: Tab = {
  id: 'visitor',
  label: 'Visitor',
  draw(tools) {
    const { works, vitrine } = tools;
    const { personalise, measure } = vitrine.consent();
    const { known, visit, cart, orders, events, views, purchases, unwanted, shown, affinity } = profile(works);
    const told = [...works.names.reads.keys()].map((path) => [path, works.context.valueOf(path)] as const);
    return [
      h('h3', {}, 'Segments'),
      segments(tools),
      h('h3', {}, 'Visitor'),
      facts([
        [
          'Consent',
          [
            h(`span.chip.${personalise ? 'in' : 'out'}`, {}, personalise ? 'personalise' : 'no personalise'),
            ' ',
            h(`span.chip.${measure ? 'in' : 'out'}`, {}, measure ? 'measure' : 'no measure'),
          ],
        ],
        ...(known
          ? ([
              ['Visit', `number ${visit.number}, ${visit.pages} pages, since ${dateOf(visit.started)}`],
              ['Events', `${events} in the log`],
              ['Cart', `${cart.quantity} items, ${cart.value}`],
              ['Orders', `${orders.count}, ${orders.value}`],
              ['Shown', `${shown} items that were not looked at`],
            ] as const)
          : ([['Behaviour', 'unknown: nothing is kept without consent']] as const)),
      ]),
      ...(['item_category', 'item_brand'] as const).map(
        (of) =>
          affinity[of].length > 0 && [
            h('h3', {}, of === 'item_brand' ? 'Brands' : 'Interests'),
            h(
              'ul.bars',
              {},
              affinity[of].slice(0, MOST).map(({ name, share }) => bar(name, share)),
            ),
          ],
      ),
      views.length > 0 && [h('h3', {}, 'Viewed'), times(views)],
      purchases.length > 0 && [h('h3', {}, 'Bought'), times(purchases)],
      unwanted.length > 0 && [
        h('h3', {}, 'Not wanted'),
        h(
          'ul.plain',
          {},
          unwanted.map((id) => h('li', {}, h('code', {}, id ?? 'an item'))),
        ),
      ],
      told.length > 0 && [
        h('h3', {}, 'Told by page and shop'),
        facts(
          told.map(([path, value]) => [
            path,
            value == null ? h('span.faint', {}, 'unknown') : h('code', {}, brief(value)),
          ]),
        ),
      ],
    ];
  },
};
