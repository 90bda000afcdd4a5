/** Whether rules and a model fit together. */
import type { ModelFiles } from '../types.js';
import type { Diagnostic } from './rules.js';
import { nearestName } from './scenarios/nearest.js';

/** A key or a text in a JSON file. */
interface Mention {
  readonly text: string;
  readonly isKey: boolean;
  /** Of the value, also for its key. */
  readonly pointer: string;
  /** Offset in UTF-16 units. */
  readonly at: number;
}

/** Keys and texts of what is known to be JSON, in their order. */
function* mentionsIn(json: string): Generator<Mention> {
  const open: { readonly isList: boolean; step: string | number; atKey: boolean }[] = [];
  for (const { 0: token, index: at } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    const inside = open.at(-1);
    if (token === '{' || token === '[') open.push({ isList: token === '[', step: 0, atKey: token === '{' });
    else if (token === '}' || token === ']') open.pop();
    else if (!inside) continue;
    else if (token === ',') {
      inside.atKey = !inside.isList;
      if (inside.isList) inside.step = Number(inside.step) + 1;
    } else if (token === ':') inside.atKey = false;
    else {
      const text = JSON.parse(token) as string;
      const isKey = inside.atKey;
      if (isKey) inside.step = text;
      const steps = open.map(({ step }) => '/' + `${step}`.replaceAll('~', '~0').replaceAll('/', '~1'));
      yield { text, isKey, pointer: steps.join(''), at };
    }
  }
}

/** What every item of a model has, by the names of the rules. */
const FIELDS = ['id', 'brand', 'category', 'price', 'availability'];

/** Where the rules speak of items of the model, and not of those of events. */
const OF_THE_MODEL = /^\/(rules\/\d+\/recommend|store\/never_recommend)\//;

/** The attribute of items that is read there, unless all have it. */
function attributeIn({ text, isKey, pointer }: Mention): string | null {
  if (!OF_THE_MODEL.test(pointer + '/')) return null;
  const [, name = ''] = (isKey && /^item\.(.+)$/.exec(text)) || [];
  return FIELDS.includes(name) ? null : name || null;
}

/** Mistakes in rules that compile by themselves, beside this model. */
export function checkFit(rules: string, { core, displays }: ModelFiles): Diagnostic[] {
  const columns = new Set([core.display, ...displays].flatMap(({ fields }) => Object.keys(fields)));
  const told = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const mention of mentionsIn(rules)) {
    const { text, isKey, pointer, at } = mention;
    const place = (): Pick<Diagnostic, 'line' | 'column' | 'pointer' | 'found'> => {
      const before = rules.slice(0, at).split('\n');
      return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, pointer, found: JSON.stringify(text) };
    };
    const { currency } = core.display;
    if (pointer === '/store/currency' && !isKey && currency && text !== currency) {
      const message = `the prices of the model are in ${currency}, not ${text}`;
      diagnostics.push({ severity: 'error', code: 'model-currency', message, ...place(), expected: currency });
    }
    const name = attributeIn(mention);
    if (name === null || columns.has(name) || told.has(name)) continue;
    told.add(name);
    const nearest = nearestName(name, [...columns]);
    const meant = nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
    diagnostics.push({
      severity: 'warning',
      code: 'model-column',
      message: `no item of the model has a \`${name}\`${meant}; train it with \`--display ${name}\`, or tell it by setItems`,
      ...place(),
      ...(nearest !== undefined && { nearest }),
    });
  }
  return diagnostics;
}
