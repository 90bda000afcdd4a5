import type { Decision, RecommendedItem, Vitrine } from '../types.js';
import type { Warn } from '../signals.js';
import { createExposure, tell } from './exposure.js';
import { render } from './templates.js';
import type * as widgets from './widgets.js';

/** For how long after the shopper did something a change counts as the answer to it. */
const ANSWER = 1000;

const TOKEN = 'data-vitrine-token';

interface Slot {
  readonly name: string;
  /** What the shop wrote there. */
  readonly original: readonly Node[];
  /** What it shows of ours, or rightly shows the default for; null: the default. */
  shown: Decision | null;
  /** The items of it that it shows. */
  items: readonly RecommendedItem[];
  /** Token of the decision that the page was told last. */
  told: string | null;
}

export type Slots = ReturnType<typeof createSlots>;

/**
 * The elements with data-vitrine-slot. A slot changes only where nobody sees it change for no reason: before the page
 * first painted, while the slot is outside of the window, or as an answer to something the shopper did. Otherwise what
 * it shows stays until the next page, and other slots leave out its items.
 */
export function createSlots(
  { on, decideAll, report }: Pick<Vitrine, 'on' | 'decideAll' | 'report'>,
  place: (names: readonly string[]) => void,
  warn: Warn,
  load: (name: 'widgets', use: (all: typeof widgets) => void, otherwise: void) => unknown,
) {
  /** Also of elements that left the page: one that returns may show what is ours. */
  const slots = new WeakMap<Element, Slot>();
  let present: readonly Element[] = [];
  const exposure = createExposure(report, slots);
  /** Loaded with the first list that is shown. */
  let lists: widgets.Widgets | undefined;
  let loading: unknown;
  let actedAt = -Infinity;

  function mayChange(element: Element): boolean {
    if (document.hidden || !element.isConnected || performance.now() - actedAt < ANSWER) return true;
    if (!performance.getEntriesByType('paint').length) return true;
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
    // One that takes no room would push what is seen, unless it stands below.
    return top >= innerHeight || (width * height > 0 && (bottom <= 0 || right <= 0 || left >= innerWidth));
  }

  function fill(element: Element, slot: Slot, decision: Decision, items: readonly RecommendedItem[]): void {
    const below = element.getBoundingClientRect().top >= innerHeight;
    const content = decision.show && render(decision.show, items, warn, below);
    const isNew = !content || !lists?.update(element, slot, decision, items, content);
    // A decision that wants the default shown is exposed like any other; one that has no template is not.
    slot.shown = content || !decision.show ? decision : null;
    slot.items = content ? items : [];
    if (slot.shown?.token) element.setAttribute(TOKEN, slot.shown.token);
    else element.removeAttribute(TOKEN);
    if (isNew) element.replaceChildren(...(content ? [content] : slot.original));
    exposure.watch(element);
    if (slot.items.length) loading ??= load('widgets', (all) => void (lists = all.createWidgets()), undefined);
  }

  function apply(decisions: readonly Decision[]): void {
    const places = present.map((element) => {
      const slot = slots.get(element) as Slot;
      const decision = decisions.find((one) => one.slot === slot.name && !one.trigger);
      return { element, slot, decision, open: decision && mayChange(element), items: slot.items };
    });
    // What stays is not shown again in another slot. One that has nothing else to show stays, too, and bars others.
    let stays;
    do {
      const shown = places.filter(({ open }) => !open).map(({ slot }) => slot);
      for (const place of places) {
        const others = shown.filter(({ name }) => name !== place.slot.name).flatMap(({ items }) => items);
        const ids = new Set(others.map(({ item_id }) => item_id));
        place.items = place.decision?.items.filter(({ item_id }) => !ids.has(item_id)) ?? [];
      }
      stays = places.find(({ open, decision, items }) => open && decision?.items.length && !items.length);
      if (stays) stays.open = false;
    } while (stays);
    for (const { element, slot, decision, open, items } of places) {
      if (!decision) continue;
      const { token } = decision;
      const applied = (): boolean => token === (slot.shown?.token ?? null);
      if (open && !(applied() && items.length === slot.items.length)) fill(element, slot, decision, items);
      if (slot.told !== token) {
        slot.told = token;
        tell(element, 'decision', { ...decision, applied: applied() });
      }
    }
  }

  /** The shopper did something. */
  function acted(): void {
    actedAt = performance.now();
  }

  const look = (): void => present.forEach(exposure.watch);

  /** Finds the slots of the page and fills them. */
  function scan(): void {
    present = [...document.querySelectorAll('[data-vitrine-slot]')];
    place(
      present.map((element) => {
        const name = (element as HTMLElement).dataset.vitrineSlot ?? '';
        if (!slots.has(element)) slots.set(element, { name, original: [...element.childNodes], shown: null, items: [], told: null });
        return name; // warns of a slot that the rules do not have
      }),
    );
    lists?.restart();
    apply(decideAll());
    look();
  }

  on('decision', ({ changed }) => apply(changed));
  // What scripts make up is no answer to anything.
  for (const type of ['click', 'auxclick', 'keydown']) {
    addEventListener(type, (event) => event.isTrusted && (acted(), exposure.clicked(event as MouseEvent)), true);
  }
  // In a tab that is looked at again, all has to be seen anew.
  document.addEventListener('visibilitychange', look);
  return {
    /** The shop shows another page. */
    acted(): void {
      acted();
      exposure.restart();
    },
    scan,
  };
}
