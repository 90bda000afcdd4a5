/** What was done in this tab, as a file for `vitrine test`. */
import { type Child, h } from './dom.js';
import type { Written } from './scenario.js';
import { type Entry, session } from './session.js';
import type { Tab, Tools } from './tools.js';

let name = 'as in the browser';
let written: Written | null = null;
let failed = '';
/** The last thing that was done when it was written; null: it is to be written. */
let upTo: Entry | undefined | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** For how long nothing may happen before it is written anew, in ms. */
const PAUSE = 300;

async function write(tools: Tools): Promise<void> {
  try {
    upTo = session.log.at(-1);
    written = await tools.write(name);
    failed = '';
  } catch (error) {
    written = null;
    failed = String(error);
  }
  tools.refresh();
}

function writeSoon(tools: Tools): void {
  clearTimeout(timer);
  timer = setTimeout(() => void write(tools), PAUSE);
}

async function copy({ say }: Tools, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied.');
  } catch {
    say('The browser does not allow it: select the text and copy it.');
  }
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href: url, download: name.replace(/\W+/g, '-') + '.scenarios.json' }).click();
  URL.revokeObjectURL(url);
}

function result(tools: Tools, { text, steps, expectations, differences }: Written): Child {
  return [
    h(
      'p.result',
      {},
      h('span.mark', { 'aria-hidden': 'true' }, '✓ '),
      `Run just now with a visitor of its own: ${steps} steps, ${expectations} expectations met.`,
    ),
    differences.length > 0 && [
      h(
        'p.warn',
        {},
        'On the page it is otherwise: a scenario begins with a stranger, and knows neither model nor forced segments.',
      ),
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['', 'page', 'scenario'].map((title) => h('th', { scope: 'col' }, title || 'what')),
          ),
        ),
        h(
          'tbody',
          {},
          differences.map(({ what, page, scenario }) =>
            h('tr', {}, h('th', { scope: 'row' }, what), h('td', {}, page), h('td', {}, scenario)),
          ),
        ),
      ),
    ],
    h(
      'p.buttons',
      {},
      h('button.main', { type: 'button', 'data-key': 'copy', onclick: () => copy(tools, text) }, 'Copy'),
      h('button', { type: 'button', 'data-key': 'download', onclick: () => download(text) }, 'Download'),
    ),
    h(
      'textarea',
      {
        id: 'scenario',
        'data-key': 'scenario',
        readonly: true,
        rows: 18,
        spellcheck: 'false',
        'aria-label': 'Scenario file',
      },
      text,
    ),
  ];
}

export const scenarioTab: Tab = {
  id: 'scenario',
  label: 'Scenario',
  draw(tools) {
    const isBehind = upTo !== session.log.at(-1);
    if (isBehind) writeSoon(tools);
    return [
      h(
        'p.hint',
        {},
        'What was done in this tab as a scenario file: ',
        h('code', {}, 'vitrine test'),
        ' does it again and checks that the same comes of it.',
      ),
      !session.whole && h('p.warn', {}, 'The recording began when the visitor was known already.'),
      h(
        'p.buttons',
        {},
        h(
          'button',
          { type: 'button', 'data-key': 'anew', onclick: () => tools.beginAnew() },
          'Begin anew as a stranger',
        ),
      ),
      h(
        'div.field',
        {},
        h('label', { for: 'name' }, 'Name'),
        h('input', {
          id: 'name',
          'data-key': 'name',
          type: 'text',
          value: name,
          onchange: (event) => {
            name = (event.target as HTMLInputElement).value.trim() || name;
            upTo = null;
            tools.refresh();
          },
        }),
      ),
      failed && h('p.warn', { role: 'alert' }, failed),
      isBehind ? h('p.faint', {}, 'It is being written.') : written && result(tools, written),
    ];
  },
};
