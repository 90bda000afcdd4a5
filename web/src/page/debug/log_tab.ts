/** What happened in this tab, the latest first. */
import { type Child, brief, clockOf, h } from './dom.js';
import { type Entry, session } from './session.js';
import type { Tab } from './tools.js';

const MOST = 200;

type Told = Readonly<Record<string, unknown>>;

const told = (value: unknown): Told => Object(value) as Told;

function itemsOf(list: unknown): string {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items.length ? items.map((item) => String(told(item).item_id)).join(', ') : 'nothing';
}

/** A call in a few words. */
function saidOf({ name, args, slot }: Extract<Entry, { kind: 'call' }>): string {
  const [first, second] = args;
  switch (name) {
    case 'page': {
      const { type, url } = told(first);
      return [type, typeof url === 'string' && new URL(url, location.href).pathname].filter(Boolean).join(' ');
    }
    case 'track':
      return [first, told(second).items !== undefined && itemsOf(told(second).items)].filter(Boolean).join(': ');
    case 'setCart':
    case 'setItems':
      return itemsOf(first);
    case 'setConsent':
    case 'setAttributes':
      return Object.entries(told(first))
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join(', ');
    case 'report':
      return `${slot ?? 'an earlier decision'} ${String(second)}`;
    case 'active':
      return `${(Number(first) / 1000).toFixed(1)} s`;
  }
  return args.map((one) => brief(one, 60)).join(', ');
}

function textOf(entry: Entry): Child {
  switch (entry.kind) {
    case 'load':
      return ['page loaded ', h('span.faint', {}, brief(entry.url))];
    case 'decision':
      return [
        h('code', {}, entry.slot),
        ' → ',
        entry.rule ?? 'default',
        entry.variation !== null && ` (${entry.variation})`,
      ];
    case 'call':
      return [h('code', {}, entry.name), ' ', saidOf(entry)];
  }
  return entry.text;
}

function draw(entry: Entry, i: number): Child {
  const kind = entry.kind === 'call' && entry.forced ? 'forced' : entry.kind;
  const head = [
    h('time', { datetime: new Date(entry.at).toISOString() }, clockOf(entry.at)),
    h(`span.kind.${kind}`, {}, kind),
    h('span.what', {}, textOf(entry)),
  ];
  if (entry.kind !== 'call') return h('li', {}, h('div.line', {}, head));
  const key = `log ${entry.at} ${i}`;
  return h(
    'li',
    {},
    h(
      'details',
      { 'data-keep': key },
      h('summary.line', { 'data-key': 'summary ' + key }, head),
      h('pre', {}, JSON.stringify(entry.args, null, 2)),
    ),
  );
}

export const logTab: Tab = {
  id: 'log',
  label: 'Log',
  draw() {
    const { log } = session;
    const latest = log
      .map((entry, i) => [entry, i] as const)
      .slice(-MOST)
      .reverse();
    return [
      h('h3', {}, `${log.length} entries`),
      h(
        'ol.log',
        { reversed: true },
        latest.map(([entry, i]) => draw(entry, i)),
      ),
    ];
  },
};
