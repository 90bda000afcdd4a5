/** Elements from code: no markup from texts, so that no policy minds. */
export type Child = Node | string | number | false | null | undefined | readonly Child[];
type Props = Readonly<Record<string, string | number | boolean | ((event: Event) => unknown) | null | undefined>>;

/** `tag.class`; functions are listeners, true is an attribute without a value, false and null are none. */
export function h(tag: string, props: Props = {}, ...children: Child[]): HTMLElement {
  const [name = 'div', ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...nodesOf(children));
  return element;
}

export function nodesOf(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child): (Node | string)[] => {
    if (Array.isArray(child)) return nodesOf(child as readonly Child[]);
    if (child === false || child == null) return [];
    return [child instanceof Node ? child : String(child)];
  });
}

/** Puts new content in place of the old. The focus stays where `data-key` says the same, what was opened where `data-keep` does. */
export function redraw(root: ShadowRoot, box: HTMLElement, ...children: Child[]): void {
  const all = <E extends HTMLElement>(selector: string): E[] => [...box.querySelectorAll<E>(selector)];
  const opened = new Set(all('details[data-keep][open]').map(({ dataset }) => dataset.keep));
  const focused = box.contains(root.activeElement) ? (root.activeElement as HTMLElement).dataset.key : undefined;
  const scrolled = box.parentElement ?? box;
  const { scrollTop } = scrolled;
  box.replaceChildren(...nodesOf(children));
  for (const one of all<HTMLDetailsElement>('details[data-keep]')) one.open = opened.has(one.dataset.keep);
  if (focused !== undefined)
    all('[data-key]')
      .find(({ dataset }) => dataset.key === focused)
      ?.focus({ preventScroll: true });
  scrolled.scrollTop = scrollTop;
}

/** As the page's clocks show it. */
export const clockOf = (time: number): string => new Date(time).toLocaleTimeString('en-GB');
export const dateOf = (time: number): string =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** A value in few letters. */
export function brief(value: unknown, most = 90): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > most ? text.slice(0, most - 1) + '…' : text;
}
