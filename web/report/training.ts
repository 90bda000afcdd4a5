import { lineChart } from './charts.js';
import { type Child, card, h, section, table } from './dom.js';
import { bytes, count, decimal, duration, percent } from './numbers.js';
import { type Report, learnedOf } from './read.js';

export function trainingSection(report: Report): HTMLElement | null {
  const learned = learnedOf(report);
  if (!learned) return null;
  const rows: [string, number | undefined][] = [
    ['Products', learned.items],
    ['Visits', learned.sessions],
    ['Events', learned.events],
    ['Purchases among them', learned.purchases],
    ['Pairs of products seen together', learned.similar_pairs],
    ['Pairs of products bought together', learned.together_pairs],
    ['Visits that a pair needs', learned.min_support],
    ['Products of the feed without events', learned.items_without_events],
    ['Products like others by what the feed says', learned.items_by_content],
    ['Products of the log not in the feed', learned.items_not_in_feed],
    ['Products that trend', learned.trending],
    ['New arrivals', learned.new_arrivals],
    ['Products that visitors buy again', learned.items_bought_again],
    ['Repeated events, counted once', learned.repeated_events],
  ];
  const { tuning, parameters } = learned;
  const cards: Child[] = [
    card(
      'half',
      table('What the model was learned from.', [{ title: 'What' }, { title: 'How many', number: true }], rows.flatMap(([name, number]) => (number === undefined ? [] : [[name, count(number)]]))),
    ),
  ];
  if (tuning) {
    const tried = [
      ['Where every shop begins', tuning.start],
      ['Tuned to this shop', tuning.tuned],
      ...(learned.min_support > 1 ? [['If one visit were enough for a pair', tuning.without_support] as const] : []),
    ] as const;
    cards.push(
      card(
        'half',
        table(
          `${count(tuning.trials)} sets of parameters were tried on the ${count(tuning.sessions)} latest visits${tuning.stopped ? ', then the time was over' : ''}.`,
          [{ title: 'Parameters' }, { title: 'Hit rate at 20', number: true }, { title: 'MRR', number: true }, { title: 'New products', number: true }],
          tried.map(([name, figures]) => [name, percent(figures['hr@20']), decimal(figures['mrr@20']), percent(figures.novel['hr@20'])]),
        ),
        parameters &&
          h(
            'details',
            {},
            h('summary', {}, 'Parameters that were found'),
            table('Names as in the sources.', [{ title: 'Parameter' }, { title: 'Value', number: true }], Object.entries(parameters).map(([name, value]) => [name.replaceAll('_', ' '), String(value)])),
          ),
      ),
    );
  }
  return section('Training', null, ...cards);
}

const PHASES: Readonly<Record<string, string>> = { reading: 'Reading the files', training: 'Training', evaluating: 'Judging' };

function budgetCards(budgets: NonNullable<Report['budgets']>): Child[] {
  const sorted = [...budgets].sort((a, b) => a.bytes - b.bytes);
  return [
    card(
      'half',
      h('h3', {}, 'Quality against size'),
      lineChart(
        'What smaller models would give.',
        `Line chart of the hit rate by size: ${sorted.map((budget) => `${bytes(budget.bytes)} ${percent(budget.hit_rate)}`).join(', ')}.`,
        {
          xs: sorted.map((budget) => budget.bytes),
          lines: [{ name: 'Hit rate at 20', values: sorted.map((budget) => budget.hit_rate), series: 0 }],
          xLabel: 'Size of the model',
          yLabel: 'Hit rate (%)',
          xText: bytes,
          yText: (y) => `${+(y * 100).toFixed(1)}`,
          logarithmic: true,
          xSplits: sorted.map((budget) => budget.bytes),
        },
      ),
    ),
    card(
      'half',
      table(
        'The same in figures.',
        [{ title: 'Size' }, { title: 'Hit rate at 20', number: true }, { title: 'MRR at 20', number: true }],
        sorted.map((budget) => [bytes(budget.bytes), percent(budget.hit_rate), decimal(budget.mrr)]),
      ),
    ),
  ];
}

/** What it costs: bytes for shoppers, time on their devices and on the machine that trains. */
export function costSection(report: Report): HTMLElement | null {
  const { resources, bytes: files, bytes_per_session: session, budgets, model } = report;
  const cards: Child[] = budgets?.length ? budgetCards(budgets) : [];
  if (files) {
    cards.push(
      card('half', h('h3', {}, 'Files of the model'), table(`${count(files.files)} files, before compression. A page loads the core, and further files as visitors need them.`, [{ title: 'What' }, { title: 'Size', number: true }], [
        ['What goes with what', bytes(files.ranking)],
        ['What products look like', bytes(files.display)],
        { cells: ['Together', bytes(files.ranking + files.display)], model: true },
      ])),
    );
  }
  if (session) {
    const { core, lookups, shards, display, total } = session;
    cards.push(
      card('half', h('h3', {}, 'What a visit downloads'), table('Of the model, on average, with nothing cached.', [{ title: 'What' }, { title: 'Size', number: true }], [
        ['Core', bytes(core)],
        ['Which product is which', bytes(lookups)],
        ['What goes with what was viewed', bytes(shards)],
        ...(display === undefined ? [] : [['What products look like, compressed', bytes(display)]]),
        { cells: ['Together', bytes(total ?? core + lookups + shards)], model: true },
      ])),
    );
  }
  const rows: string[][] = Object.entries(resources?.seconds ?? {}).map(([phase, seconds]) => [PHASES[phase] ?? phase, duration(seconds)]);
  if (resources) rows.push(['Memory at most', bytes(resources.peak_memory_bytes)]);
  const speed = model?.us_per_recommendation;
  if (speed) {
    rows.push(['One recommendation here, median', `${speed.median.toFixed(1)} \u00b5s`]);
    rows.push(['One recommendation, 99 of 100 below', `${speed.p99.toFixed(1)} \u00b5s`]);
  }
  if (rows.length) cards.push(card('half', h('h3', {}, 'Time and memory'), table('On the machine that made this report.', [{ title: 'What' }, { title: 'How much', number: true }], rows)));
  return cards.length ? section('Cost', null, ...cards) : null;
}
