import { type Child, card, h, section, table } from './dom.js';
import { count, fileName, percent } from './numbers.js';
import type { Report } from './read.js';

type Value = unknown;
type Fields = Readonly<Record<string, Value>>;

const isFields = (value: Value): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const words = (key: string): string => key.replaceAll('_', ' ');

function textOf(key: string, value: Value): string {
  if (typeof value === 'number') return /(^|_)share(_|$)/.test(key) ? percent(value) : count(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** Whatever is told of the data: an object's members as rows, those of an object within under both names. */
function rowsOf(fields: Fields, prefix = ''): string[][] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const name = prefix + words(key);
    if (isFields(value)) return rowsOf(value, `${name}: `);
    if (Array.isArray(value) || value === null) return [];
    return [[name, textOf(key, value)]];
  });
}

/** Lists of objects, as a table each. */
function listsOf(fields: Fields): HTMLElement[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (!Array.isArray(value) || !value.length) return [];
    if (!value.every(isFields)) return [h('p', {}, `${words(name)}: ${value.map(String).join(', ')}`)];
    const keys = [...new Set(value.flatMap((entry) => Object.keys(entry)))];
    const number = (key: string): boolean => value.every((entry) => typeof entry[key] === 'number');
    return [
      table(
        words(name),
        keys.map((key) => ({ title: words(key), number: number(key) })),
        value.map((entry) => keys.map((key) => (entry[key] === undefined ? '' : textOf(key, entry[key])))),
      ),
    ];
  });
}

function filesCard(files: NonNullable<Report['files']>): HTMLElement {
  const notes = files.flatMap(({ name, warnings, messages, other_events }) => {
    const others = Object.entries(other_events).map(
      ([event, number]) => `${count(number)} events \u201c${event}\u201d say nothing of a product and were left out`,
    );
    return [...warnings, ...messages, ...others].map((text) => `${fileName(name)}: ${text}`);
  });
  return card(
    '',
    h('h3', {}, 'Files'),
    table(
      'What was read.',
      [
        { title: 'File' },
        { title: 'Rows used', number: true },
        { title: 'Broken lines', number: true },
        { title: 'Returns', number: true },
        { title: 'Repeated ids', number: true },
        { title: 'Visitors cut into visits', number: true },
      ],
      files.map(({ name, rows, broken, returns, duplicates, visitors }) => [
        fileName(name),
        ...[rows, broken, returns, duplicates, visitors].map((number) => count(number ?? 0)),
      ]),
    ),
    notes.length > 0 && h('details', { open: notes.length <= 5 }, h('summary', {}, `Messages (${notes.length})`), h('ul', 'messages', notes.map((note) => h('li', {}, note)))),
  );
}

export function dataSection(report: Report): HTMLElement | null {
  const { health, files, holdout, test_bots: testBots } = report;
  const cards: Child[] = [];
  if (health) {
    cards.push(
      card('', h('h3', {}, 'The log'), table('What is in it.', [{ title: 'What' }, { title: 'How much', number: true }], rowsOf(health)), ...listsOf(health)),
    );
  }
  if (testBots?.length) cards.push(card('', h('h3', {}, 'Set aside in the test log'), ...listsOf({ 'visits of programs': testBots })));
  if (files?.length) cards.push(filesCard(files));
  if (!cards.length) return null;
  const lead = holdout
    ? `${count(holdout.sessions)} visits were kept from training to judge with${holdout.from ? `, from ${holdout.from} to ${holdout.to}` : ''}.`
    : null;
  return section('Data', lead, ...cards);
}
