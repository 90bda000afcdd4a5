import type { Decision, RecommendedItem, ReportOutcome, Vitrine } from '../types.js';

/** For how long half of something has to be in view, in ms. */
const GLANCE = 1000;

/** What counts as a click; not what only closes, scrolls or leads back, nor the answers in a popup, whose form is converted. */
const CLICKABLE = ':is(:any-link,button):not([data-vitrine-close],[data-vitrine-scroll],[data-vitrine-back],vitrine-popup form *)';

const ITEM = '[data-vitrine-item]';

/** What an element shows. */
export interface Showing {
  readonly shown: Decision | null;
  readonly items: readonly RecommendedItem[];
}

/** Gives an event of ours to whoever listens. */
export const tell = (element: Element, name: string, detail: object): boolean =>
  element.dispatchEvent(new CustomEvent('vitrine:' + name, { bubbles: true, cancelable: true, detail }));

/**
 * Reports what the shopper saw, which is what was half in view for a second, and where a slot or popup was clicked:
 * that a decision was `shown`, that an item of it was `seen`, that it was `clicked`; of each decision and item once on a
 * page.
 */
export function createExposure(report: Vitrine['report'], slots: Pick<WeakMap<Element, Showing>, 'get'>) {
  /** Of what is in view. */
  const timers = new WeakMap<Element, ReturnType<typeof setTimeout>>();
  /** What was reported on this page. */
  let known = new Set<string>();

  function see(part: Element, isClick?: boolean): void {
    const box = part.closest<HTMLElement>('[data-vitrine-token]');
    const token = box?.dataset.vitrineToken;
    if (!token || document.hidden) return;
    const item_id = part.closest<HTMLElement>(ITEM)?.dataset.vitrineItem;
    const slot = slots.get(box);
    const say = (outcome: ReportOutcome, id = item_id): void => {
      if (known.size === known.add(outcome + token + id).size) return;
      report(token, outcome, id ? [id] : []);
      tell(box, outcome.replace('ed', ''), { ...slot?.shown, items: slot?.items, token, item_id });
    };
    // What a popup shows, it reports itself.
    if (slot) say('shown', '');
    if (slot && item_id) say('seen');
    if (isClick) say('clicked');
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        clearTimeout(timers.get(target));
        if (intersectionRatio >= 0.5) timers.set(target, setTimeout(see, GLANCE, target));
      }
    },
    { threshold: 0.5 },
  );

  return {
    /** The slot shows something, perhaps something else than before; or is looked at anew. */
    watch(slot: Element): void {
      for (const part of [slot, ...slot.querySelectorAll(ITEM)]) {
        observer.unobserve(part);
        observer.observe(part);
      }
    },

    /** Another page of the shop: all counts anew. */
    restart(): void {
      known = new Set();
    },

    /** Takes keys, too, which have no button: of those, clicks come. */
    clicked({ target, button }: MouseEvent): void {
      const control = button < 2 && (target as Element).closest(CLICKABLE);
      if (control) see(control, true);
    },
  };
}
