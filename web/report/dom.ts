/** Texts are text, never markup: titles and file names are somebody else's. */
export type Child = Node | string | number | null | undefined | false;

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes | string = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  const all = typeof attributes === 'string' ? { class: attributes } : attributes;
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined || value === false) continue;
    if (name === 'style') element.style.cssText = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === 'number' ? String(child) : child);
  }
  return element;
}

/** What is typed; an option is not broken at its hyphens. */
export const code = (text: string): HTMLElement =>
  h('code', {}, text.split(' ').flatMap((word, index) => [index > 0 && ' ', h('span', {}, word)]));

export interface Column {
  readonly title: string;
  readonly number?: boolean;
}

export type Cell = Child | { readonly text: string; readonly is: 'better' | 'worse' };
export interface Row {
  readonly cells: readonly Cell[];
  readonly model?: boolean;
}

const cellOf = (cell: Cell): [Child, string] =>
  typeof cell === 'object' && cell !== null && 'is' in cell ? [cell.text, cell.is] : [cell as Child, ''];

let tables = 0;

/** The first column heads its row. Wider than its place, it is scrolled, also with the keyboard. */
export function table(caption: string, columns: readonly Column[], rows: readonly (Row | readonly Cell[])[]): HTMLElement {
  const kind = (index: number): string => (columns[index]?.number ? 'number' : 'text');
  const body = rows.map((row) => {
    const { cells, model } = 'cells' in row ? row : { cells: row, model: false };
    return h(
      'tr',
      { class: model ? 'model' : undefined },
      cells.map((cell, index) => {
        const [child, is] = cellOf(cell);
        if (index === 0) return h('th', { scope: 'row', class: 'text' }, child);
        return h('td', `${kind(index)} ${is}`.trim(), child);
      }),
    );
  });
  const head = columns.map(({ title }, index) => h('th', { scope: 'col', class: kind(index) }, title));
  const id = `table-${++tables}`;
  // A caption of the table itself would be scrolled out of sight.
  return h(
    'div',
    {},
    h('p', { class: 'quiet', id }, caption),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': id },
      h('table', { 'aria-labelledby': id }, h('thead', {}, h('tr', {}, head)), h('tbody', {}, body)),
    ),
  );
}

export const card = (kind: string, ...children: Child[]): HTMLElement => h('div', `card ${kind}`.trim(), ...children);

export const section = (title: string, lead: Child, ...cards: Child[]): HTMLElement =>
  h('section', {}, h('h2', {}, title), lead && h('p', 'quiet', lead), h('div', 'grid', ...cards));
