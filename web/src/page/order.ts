import type { RerankOptions } from '../types.js';

type Ids = readonly (string | number)[];
type Rerank = (ids: Ids, options: RerankOptions) => Promise<Ids>;

/** What data-vitrine-order says: which children of the list have a place in the order, and what names them. */
const KINDS: Readonly<Record<string, readonly [attribute: string, of: 'item' | 'category']>> = {
  items: ['data-vitrine-item', 'item'],
  categories: ['data-vitrine-category', 'category'],
};

/** Children that had their turn: none moves twice. */
const done = new WeakSet<Element>();

const isBelow = (element: Element): boolean => element.getBoundingClientRect().top >= innerHeight;

/** Puts each into the place of another. */
function arrange(places: readonly Element[], sorted: readonly Element[]): void {
  const marks = places.map((child) => {
    const mark = new Comment();
    child.replaceWith(mark);
    return mark;
  });
  marks.forEach((mark, i) => mark.replaceWith(sorted[i] as Element));
}

async function put(list: HTMLElement, rerank: Rerank, unseen: () => boolean): Promise<void> {
  const [attribute, of] = KINDS[list.dataset.vitrineOrder as string] ?? [];
  if (!attribute || !of) return;
  const nameOf = (child: Element): string => child.getAttribute(attribute) as string;
  const all = [...list.querySelectorAll(`:scope>[${attribute}]`)].filter((child) => !done.has(child));
  const isFree = (child: Element): boolean => child.parentNode === list && (unseen() || isBelow(child)) && !child.matches(':focus-within');
  // First what they need has to come; meanwhile the page moves on.
  let order = await rerank(all.map(nameOf), { of });
  const free = all.filter(isFree);
  if (free.length < all.length) order = await rerank(free.map(nameOf), { of });
  // Two may have the same name.
  const left = [...free];
  const sorted = order.map((name) => left.splice(left.findIndex((child) => nameOf(child) === name), 1)[0] as Element);
  if (sorted.every((child, i) => child === free[i]) || !free.every(isFree)) return;
  for (const child of free) done.add(child);
  arrange(free, sorted);
}

/**
 * Puts the lists with data-vitrine-order into an order that suits the visitor: all of a list that nobody has seen yet
 * (because nothing was, by `isUnseen`, or, for the rest of this frame, because the page was drawn just now: `isDrawn`),
 * else what stands below the window.
 */
export function reorder(rerank: Rerank, isUnseen: () => boolean, isDrawn: boolean): void {
  requestAnimationFrame(() => (isDrawn = false));
  for (const list of document.querySelectorAll<HTMLElement>('[data-vitrine-order]')) void put(list, rerank, () => isUnseen() || isDrawn);
}
