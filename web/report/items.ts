import { lineChart } from './charts.js';
import { type Child, card, h, section, table } from './dom.js';
import { count, percent } from './numbers.js';
import { type ModelInDetail, type Report, methodsOf } from './read.js';

const WAYS = [
  ['beside_others', 'goes with another product', 'series-0'],
  ['in_category', 'only among the first 20 of its category', 'series-3'],
  ['popular', 'only among the 20 most popular', 'series-4'],
  ['nowhere', 'never recommended', 'series-2'],
  ['not_for_sale', 'out of stock, so not recommended now', 'series-1'],
] as const;

function popularityCards(report: Report): Child[] {
  const { targets } = report;
  const methods = methodsOf(report);
  if (!targets || !methods.length) return [];
  const rows = methods.map((method) => {
    const { popularity } = method.judged.novel;
    return {
      cells: [method.name, percent(popularity.percentile, 0), percent(popularity.top_1), percent(popularity.top_10)],
      model: method.series === 0,
    };
  });
  rows.push({ cells: ['What shoppers looked at', percent(targets.percentile, 0), percent(targets.top_1), percent(targets.top_10)], model: false });
  const model = methods[0]?.judged.novel.popularity.deciles ?? [];
  return [
    card(
      'half',
      h('h3', {}, 'Does it only show what sells anyway?'),
      lineChart(
        'Share of all places in the lists, and of what shoppers looked at next, by how popular the product is.',
        `Line chart over ten tenths of the products, most popular first. The model gives the first tenth ${percent(model[0] ?? 0)} of its places; shoppers gave it ${percent(targets.deciles[0] ?? 0)} of their views.`,
        {
          xs: Array.from({ length: 10 }, (_, index) => index + 1),
          lines: [
            { name: 'Recommended', values: model, series: 0 },
            { name: 'Looked at', values: targets.deciles, series: 2, dashed: true },
          ],
          xLabel: 'Tenth of the products, most popular first',
          yLabel: 'Share (%)',
          xText: (x) => String(x),
          yText: (y) => `${+(y * 100).toFixed(1)}`,
          xSplits: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        },
      ),
    ),
    card(
      'half',
      table(
        'How popular recommended products are. Popularity of a product: the share of products that are less popular.',
        [
          { title: 'Lists of' },
          { title: 'Mean popularity', number: true },
          { title: 'Of the top 1 %', number: true },
          { title: 'Of the top 10 %', number: true },
        ],
        rows,
      ),
      h('p', 'quiet', 'Far above what shoppers look at, the lists tell them what they know already; far below, they guess.'),
    ),
  ];
}

function reachCard(reach: ModelInDetail['reach']): HTMLElement {
  const { without_events: unseen } = reach;
  const ways = WAYS.filter(([key]) => reach[key] > 0);
  const parts = ways.map(([key, , colour]) => h('span', { style: `background:var(--${colour});flex:${reach[key]}` }));
  const some = unseen.items > 0;
  const rows = ways.map(([key, name, colour]) => [
    h('span', {}, h('span', { class: 'swatch', style: `background:var(--${colour})` }), name),
    count(reach[key]),
    percent(reach[key] / Math.max(reach.items, 1)),
    ...(some ? [count(unseen[key])] : []),
  ]);
  return card(
    '',
    h('h3', {}, 'How a product can come before a shopper'),
    h('div', { class: 'stack', 'aria-hidden': 'true' }, parts),
    table(
      `${count(reach.items)} products in the model${some ? `, ${count(unseen.items)} of them without any event in the log` : ''}.`,
      [
        { title: 'Way' },
        { title: 'Products', number: true },
        { title: 'Share', number: true },
        ...(some ? [{ title: 'Without events', number: true }] : []),
      ],
      rows,
    ),
  );
}

function exampleCard(examples: ModelInDetail['examples']): HTMLElement {
  const most = Math.max(...examples.flatMap(({ neighbours }) => neighbours.map(({ weight }) => weight)), 0.001);
  const entries = examples.map(({ item, title, rank, events, neighbours }) =>
    h(
      'li',
      {},
      h('h3', {}, title ?? item),
      h('p', 'quiet', `Place ${count(rank)} by popularity${events === undefined ? '' : `, ${count(events)} ${events === 1 ? 'event' : 'events'}`}`),
      neighbours.length
        ? h(
            'ol',
            {},
            neighbours.map((one) =>
              h(
                'li',
                { style: `--share:${((one.weight / most) * 100).toFixed(1)}%` },
                h('span', 'text', one.title ?? one.item),
                h('span', 'number quiet', one.weight.toFixed(2)),
              ),
            ),
          )
        : h('p', 'quiet', 'Nothing goes with it: too few visits held it together with another product.'),
    ),
  );
  return card(
    '',
    h('h3', {}, 'What goes with what'),
    h('p', 'quiet', 'Products from the most to the least popular one, with what goes best with each. 1 is the weight of an average product\u2019s best. Do these look right to somebody who knows the shop?'),
    h('ul', 'examples', entries),
  );
}

export function itemsSection(report: Report): HTMLElement | null {
  const { reach, examples } = report;
  if (!reach && !examples) return null;
  return section(
    'Products',
    null,
    ...popularityCards(report),
    reach && reachCard(reach),
    examples !== undefined && examples.length > 0 && exampleCard(examples),
  );
}
