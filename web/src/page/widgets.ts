import type { Decision, RecommendedItem } from '../types.js';
import type { Showing } from './exposure.js';

/** For how long after the shopper did something a change is the answer to it, in ms. */
const ANSWER = 1000;

/** So near to an end, in pixels, a list is at it: snapping may leave out a padding. */
const SLACK = 20;

const CAROUSEL = '[data-vitrine-carousel]';

/** What the focus goes to in a card. */
const CONTROL = ':any-link,button';

const boxOf = (element: Element): Element | null => element.closest('[data-vitrine-slot],[data-vitrine-token]');
const cardsIn = (root: ParentNode): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-vitrine-item]')];
/** 1, or -1 where texts run from right to left. */
const forwards = (list: Element): number => (getComputedStyle(list).direction === 'rtl' ? -1 : 1);
const textOf = (what: unknown): string => JSON.stringify(what);
/** Of two such decisions only the cards differ. */
const frameOf = (decision: Decision | null): string => textOf([decision?.rule, decision?.show]);

export type Widgets = ReturnType<typeof createWidgets>;

/**
 * What lists of items have beyond being there: carousels are named lists, whose buttons scroll them and in which arrow
 * keys go from card to card; and a list that changes keeps the cards that stay.
 */
export function createWidgets() {
  const status = document.createElement('div');
  status.role = 'status';
  status.style.cssText = 'position:fixed;clip-path:inset(50%)';
  document.body.append(status);

  /** When the shopper did something on this page. */
  let actedAt = -Infinity;

  /** Brings carousels to what they hold, and their buttons to where they stand. */
  function refresh(): void {
    for (const list of document.querySelectorAll(CAROUSEL)) {
      const box = boxOf(list);
      const { clientWidth, scrollWidth } = list;
      const at = Math.abs(list.scrollLeft);
      const end = scrollWidth - clientWidth - SLACK;
      list.role = 'list';
      list.ariaLabel ||= box?.querySelector('h2,h3')?.textContent ?? null;
      for (const card of cardsIn(list)) card.role = 'listitem';
      for (const button of box?.querySelectorAll<HTMLElement>('[data-vitrine-scroll]') ?? []) {
        button.hidden = end < 0;
        // One that were disabled would lose the focus.
        button.ariaDisabled = '' + (button.dataset.vitrineScroll === 'next' ? at > end : at < SLACK);
      }
    }
  }

  /** Heard before the shop's own handlers, which may change the cart. */
  const hear = <T extends 'click' | 'keydown'>(type: T, act: (event: WindowEventMap[T]) => void): void =>
    addEventListener(
      type,
      (event) => {
        actedAt = performance.now();
        act(event);
      },
      true,
    );

  hear('click', ({ target }) => {
    const button = (target as Element).closest<HTMLElement>('[data-vitrine-scroll]');
    const list = button && boxOf(button)?.querySelector(CAROUSEL);
    list?.scrollBy((button?.dataset.vitrineScroll === 'next' ? 0.95 : -0.95) * forwards(list) * list.clientWidth, 0);
  });

  hear('keydown', (event) => {
    const control = event.target as Element;
    const card = control.closest(CAROUSEL + '>*');
    const list = card?.parentElement;
    if (!list || event.altKey || event.metaKey || control.matches('input,select,textarea')) return;
    const cards = [...list.children];
    const step = ['ArrowLeft', '', 'ArrowRight'].indexOf(event.key) - 1;
    const next = step > -2 && cards[cards.indexOf(card) + step * forwards(list)]?.querySelector<HTMLElement>(CONTROL);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  addEventListener('resize', refresh);
  addEventListener('scroll', ({ target }) => (target as Element).matches?.(CAROUSEL) && refresh(), true);
  refresh();

  return {
    /** Another page of the shop. */
    restart(): void {
      actedAt = -Infinity;
      refresh();
    },

    /**
     * Brings a slot that shows a list to another one of the same rule, with the cards that stay the same, and says so.
     * Returns false where it is another kind of thing: then `content` takes the place of what is there.
     */
    update(slot: Element, before: Showing, decision: Decision, items: readonly RecommendedItem[], content: ParentNode): boolean {
      requestAnimationFrame(refresh);
      const old = cardsIn(slot);
      const fresh = cardsIn(content);
      if (frameOf(before.shown) !== frameOf(decision) || fresh.length !== items.length || new Set(old.map((card) => card.parentNode)).size !== 1) return false;
      const known = before.items.map(textOf);
      const cards = items.map((item, i) => {
        const same = known.includes(textOf(item)) && old.find(({ dataset }) => dataset.vitrineItem === item.item_id);
        return same || (fresh[i] as HTMLElement);
      });
      const focused = document.activeElement as HTMLElement | null;
      const at = old.findIndex((card) => card.contains(focused));
      old[0]?.before(...cards);
      for (const card of old) if (!cards.includes(card)) card.remove();
      // What moves in the tree loses it. That of a card that went is taken by the one in its place.
      const heir = cards[Math.min(at, cards.length - 1)]?.querySelector<HTMLElement>(CONTROL);
      (focused?.isConnected ? focused : heir)?.focus({ preventScroll: true });
      const { updated } = decision.show ?? {};
      if (updated && performance.now() - actedAt < ANSWER) status.textContent = '' + updated;
      return true;
    },
  };
}
