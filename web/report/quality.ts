import { intervalChart, lineChart } from './charts.js';
import { type Cell, type Row, card, h, table } from './dom.js';
import { count, decimal, percent, points, range } from './numbers.js';
import { type Figures, type Method, type Report, methodsOf, signOf } from './read.js';

type Targets = 'novel' | 'all';

const WORDS: Record<Targets, string> = {
  novel: 'products that are new to the visit',
  all: 'all products, also those seen before',
};

const of = (method: Method, targets: Targets): Figures => (targets === 'novel' ? method.judged.novel : method.judged);

function row(method: Method, targets: Targets): Row {
  const figures = of(method, targets);
  const beside = targets === 'novel' ? method.beside?.novel : method.beside;
  const difference = beside?.model_better_by['hr@20'];
  let better: Cell = '';
  if (difference) {
    const [low, high] = difference.interval;
    const text = `${points(difference.value)} (${points(low)} to ${points(high)})`;
    const sign = signOf(difference.interval);
    better = sign === 'same' ? text : { text, is: sign };
  }
  return {
    cells: [
      h('span', {}, h('span', { class: 'swatch', style: `background:var(--series-${method.series})` }), method.name),
      percent(figures['hr@20']),
      range(figures.interval['hr@20']),
      decimal(figures['mrr@20']),
      figures.interval['mrr@20'].map((end) => decimal(end)).join(' to '),
      percent(figures.coverage),
      better,
    ],
    model: method.series === 0,
  };
}

/** Charts and table of one kind of targets. */
function view(methods: readonly Method[], targets: Targets): HTMLElement {
  const hitRates = methods.map((method) => `${method.name} ${percent(of(method, targets)['hr@20'])}`).join(', ');
  return h(
    'div',
    'grid',
    card(
      'half',
      h('h3', {}, 'How many of the first k are enough'),
      lineChart(
        'Hit rate at k: the share of cases in which the next product was among the first k recommended ones.',
        `Line chart of the hit rate at list lengths of 1 to 20. At 20: ${hitRates}.`,
        {
          xs: Array.from({ length: 20 }, (_, index) => index + 1),
          lines: methods.map((method) => ({
            name: method.short,
            values: of(method, targets)['hr@k'],
            series: method.series,
            dashed: method.series === 1,
          })),
          xLabel: 'Products in the list (k)',
          yLabel: 'Hit rate (%)',
          xText: (x) => String(x),
          yText: (y) => `${+(y * 100).toFixed(1)}`,
          xSplits: [1, 5, 10, 15, 20],
        },
      ),
    ),
    card(
      'half',
      h('h3', {}, 'How sure that is'),
      intervalChart(
        'Hit rate at 20, and where it lies in 95 of 100 tests with as many other visits.',
        `Points with bars of the hit rate at 20 and its interval. ${hitRates}.`,
        'Hit rate at 20 (%)',
        methods.map((method) => {
          const figures = of(method, targets);
          return { name: method.short, value: figures['hr@20'], interval: figures.interval['hr@20'], series: method.series };
        }),
        (value) => `${+(value * 100).toFixed(1)}`,
      ),
    ),
    card(
      '',
      table(
        `${WORDS[targets].charAt(0).toUpperCase()}${WORDS[targets].slice(1)}: ${count(methods[0] ? of(methods[0], targets).cases : 0)} cases. Intervals: 95 %, visits as the sample.`,
        [
          { title: 'Method' },
          { title: 'Hit rate at 20', number: true },
          { title: 'Interval', number: true },
          { title: 'MRR at 20', number: true },
          { title: 'Interval', number: true },
          { title: 'Coverage', number: true },
          { title: 'Model better by, in points of hit rate (interval)', number: true },
        ],
        methods.map((method) => row(method, targets)),
      ),
    ),
  );
}

export function qualitySection(report: Report): HTMLElement | null {
  const methods = methodsOf(report);
  if (!methods.length) return null;
  const place = h('div', {});
  const show = (targets: Targets): void => place.replaceChildren(view(methods, targets));
  const choice = h('fieldset', {}, h('legend', {}, 'Count'));
  for (const targets of ['novel', 'all'] as const) {
    const input = h('input', { type: 'radio', name: 'targets', checked: targets === 'novel' });
    input.addEventListener('change', () => show(targets));
    choice.append(h('label', {}, input, WORDS[targets]));
  }
  show('novel');
  const others = methods.slice(1).map(({ name, what }) => h('li', {}, `${name}: ${what}.`));
  return h(
    'section',
    {},
    h('h2', {}, 'Quality'),
    h('p', 'quiet', 'After every event of a visit that the model has not seen, 20 products are recommended and the next one is looked for among them.'),
    choice,
    place,
    h('details', {}, h('summary', {}, 'What the model is compared with, and what the figures mean'), h('ul', 'messages', [
      ...others,
      h('li', {}, 'MRR: the mean of 1 / place in the list, 0 where it was absent. 0.2 is as if it stood fifth each time.'),
      h('li', {}, 'Coverage: the share of the model\u2019s products that were recommended to anybody.'),
      h('li', {}, 'Better by: both judged with the same cases. Green or red where the interval leaves no doubt which is better.'),
    ])),
  );
}
