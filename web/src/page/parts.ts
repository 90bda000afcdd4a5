/** What fills parts of a template, in vitrine.js and in content.js. */
import type { Warn } from '../warnings.js';

/** Fields by name; what is neither text, number nor truth value counts as missing. */
export type Fields = Readonly<Record<string, unknown>>;

/** Writes a price; what is no number stays as it is. */
export type Price = (price: unknown) => unknown;

/** Fills what `root` binds. */
export type Bind = (root: DocumentFragment, fields: Fields, price: Price, warn: Warn) => void;

export const prefixed = (prefix: string, fields: object): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value]));

export const refuse = (warn: Warn, name: string, element: Element, value: unknown): void =>
  warn('binding', name, element.localName, value);

/** A binding's elements and what it says there; it is taken off them, so that each is filled once. */
export function taken(root: DocumentFragment, name: string): [element: HTMLElement, said: string][] {
  const binding = 'data-vitrine-' + name;
  return [...root.querySelectorAll<HTMLElement>(`[${binding}]`)].map((element) => {
    const said = element.getAttribute(binding) as string;
    element.removeAttribute(binding);
    return [element, said];
  });
}

/** Puts a copy of an element for each of a list in its place. */
export function repeat<T>(element: Element, list: readonly T[], fill: (one: T, box: DocumentFragment, copy: Element) => void): void {
  element.replaceWith(
    ...list.map((one) => {
      const box = new DocumentFragment();
      const copy = element.cloneNode(true) as Element;
      box.append(copy);
      fill(one, box, copy);
      return box;
    }),
  );
}
