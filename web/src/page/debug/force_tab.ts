/** Puts something in place of what is true, to see what comes of it. */
import { armsOf, experimentsOf, segmentsOf } from '../../context.js';
import type { AttributeValue } from '../../types.js';
import { type Child, brief, dateOf, h } from './dom.js';
import { isForcing, session } from './session.js';
import type { Tab, Tools } from './tools.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS = [
  ['+1 hour', HOUR],
  ['+1 day', DAY],
  ['+7 days', 7 * DAY],
] as const;

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

const row = (label: string, id: string, field: Child, isForced: boolean): Child =>
  h(`div.field${isForced ? '.forced' : ''}`, {}, h('label', { for: id }, label), field);

function choice(
  id: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
  choose: (value: string) => unknown,
): Child {
  const draw = ([value, label]: readonly [string, string]): Child =>
    h('option', { value, selected: value === chosen }, label);
  return h('select', { id, 'data-key': id, onchange: (event) => choose(valueOf(event)) }, options.map(draw));
}

function segments({ works, forces, vitrine }: Tools): Child {
  const { forced } = session;
  const held = vitrine.segments();
  return segmentsOf(works.names).map((name) => {
    const now = forced.segments[name];
    const as = now === undefined ? `as it is: ${held.includes(name) ? 'in' : 'out'}` : 'as it is';
    const chosen = now === undefined ? '' : now ? 'in' : 'out';
    return row(
      name,
      `segment-${name}`,
      choice(
        `segment-${name}`,
        [
          ['', as],
          ['in', 'in'],
          ['out', 'out'],
        ],
        chosen,
        (value) => forces.segment(name, value ? value === 'in' : null),
      ),
      now !== undefined,
    );
  });
}

function variations({ works, forces, vitrine }: Tools): Child {
  const assigned = new Map(vitrine.decideAll().map(({ experiment, variation }) => [experiment, variation]));
  const { names } = works;
  return experimentsOf(names).flatMap((name, i): Child[] => {
    if (name.startsWith('$')) return []; // of an experiment's namespace or filter
    const now = session.forced.variations[name];
    const current = now === undefined ? assigned.get(name) : undefined;
    const options = [
      ['', current == null ? 'as assigned' : `as assigned: ${current}`] as const,
      ...armsOf(names, i).map((arm) => [arm, arm] as const),
    ];
    return [
      row(
        name,
        `variation-${name}`,
        choice(`variation-${name}`, options, now ?? '', (arm) => forces.variation(name, arm || null)),
        now !== undefined,
      ),
    ];
  });
}

/** What was typed, as the attribute's type has it; undefined for nothing. */
function typed(type: string, text: string): AttributeValue {
  if (!text.trim()) return undefined;
  if (type === 'number') return Number(text);
  if (type === 'string' || type === 'date') return text;
  try {
    return JSON.parse(text) as AttributeValue;
  } catch {
    return text;
  }
}

function attributes({ works, forces }: Tools): Child {
  return [...works.names.attributes.values()].map(({ name, type }) => {
    const now = session.forced.attributes[name];
    const told = works.context.valueOf(name);
    const id = `attribute-${name}`;
    if (type === 'boolean') {
      const chosen = now === undefined ? '' : String(now);
      const as = now === undefined && told != null ? `as told: ${String(told)}` : 'as told';
      return row(
        name,
        id,
        choice(
          id,
          [
            ['', as],
            ['true', 'true'],
            ['false', 'false'],
          ],
          chosen,
          (value) => forces.attribute(name, value ? value === 'true' : undefined),
        ),
        now !== undefined,
      );
    }
    const placeholder = told == null ? `unknown (${type})` : brief(told, 40);
    const value = now === undefined ? null : typeof now === 'string' ? now : JSON.stringify(now);
    const inputType = type === 'number' ? 'number' : 'text';
    const change = (event: Event): unknown => forces.attribute(name, typed(type, valueOf(event)));
    return row(
      name,
      id,
      h('input', {
        id,
        'data-key': id,
        type: inputType,
        step: inputType === 'number' && 'any',
        value,
        placeholder,
        autocomplete: 'off',
        onchange: change,
      }),
      now !== undefined,
    );
  });
}

/** As the field wants it: the local time to the minute. */
function localOf(time: number): string {
  const { [0]: text = '' } = new Date(time - new Date(time).getTimezoneOffset() * 60_000)
    .toISOString()
    .split(/:\d\d\./);
  return text;
}

function time({ forces }: Tools): Child {
  const { shift } = session.forced;
  const real = Date.now() - shift;
  const go = (event: Event): void => {
    const at = Date.parse(valueOf(event));
    // Less is a year that is being typed.
    if (at > Date.UTC(2000, 0)) void forces.shift(Math.round((at - real) / 1000) * 1000);
  };
  return [
    row(
      'It is',
      'time',
      h('input', { id: 'time', 'data-key': 'time', type: 'datetime-local', value: localOf(Date.now()), onchange: go }),
      shift !== 0,
    ),
    h(
      'p.buttons',
      {},
      STEPS.map(([label, ms]) =>
        h('button', { type: 'button', 'data-key': label, onclick: () => forces.shift(shift + ms) }, label),
      ),
      shift !== 0 && h('button', { type: 'button', 'data-key': 'now', onclick: () => forces.shift(0) }, 'Back to now'),
    ),
    shift !== 0 && h('p.faint', {}, `Really it is ${dateOf(real)}.`),
  ];
}

const part = (title: string, content: Child): Child => [h('h3', {}, title), content];

export const forceTab: Tab = {
  id: 'force',
  label: 'Force',
  draw(tools) {
    const { names } = tools.works;
    const hint =
      isForcing(session.forced) || session.copied
        ? 'This tab goes on with a copy of the visitor. Closing the inspector loads the page anew with the real one, which knows nothing of this.'
        : 'From the first change on this tab has a copy of the visitor, so that nothing here reaches the real one.';
    return [
      h('p.hint', {}, hint),
      segmentsOf(names).length > 0 && part('Segments', segments(tools)),
      experimentsOf(names).length > 0 && part('Variations', variations(tools)),
      part('Time', time(tools)),
      names.attributes.size > 0 && part('Attributes', attributes(tools)),
    ];
  },
};
