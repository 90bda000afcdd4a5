import type { Decision, RecommendedItem, Vitrine } from '../types.js';
import type { Warn } from '../warnings.js';
import { createExposure, tell } from './exposure.js';
import type { PageQueue } from './queue.js';
import { more, render } from './templates.js';
import type * as widgets from './widgets.js';

/** For how long after the shopper did something a change counts as the answer to it. */
const ANSWER = 1000;

/** How often a slot changes in one page view, or in many that follow each other within this time. */
const MAX_CHANGES = 8;
const HASTE = 1000;

const TOKEN = 'data-vitrine-token';

interface Slot {
  readonly name: string;
  /** Holds what is ours: the slot itself, or an element of our own beside what the shop wrote. */
  readonly box: Element;
  /** Puts such an element where it belongs. */
  readonly attach?: () => void;
  /** What the shop wrote there. */
  original: readonly Node[];
  /** What is ours. */
  nodes: readonly Node[];
  /** What it shows of ours, or rightly shows the default for; null: the default. */
  shown: Decision | null;
  /** The items of it that it shows. */
  items: readonly RecommendedItem[];
  /** Token of the decision that the page was told last; undefined: found just now, nobody has looked at it yet. */
  told: string | null | undefined;
}

export type Slots = ReturnType<typeof createSlots>;

type Page = Pick<Vitrine, 'on' | 'decideAll' | 'report'> & { rerank(...told: Parameters<Vitrine['rerank']>): Promise<ReturnType<Vitrine['rerank']>> };

/**
 * The elements with data-vitrine-slot. A slot changes only where nobody sees it change for no reason: before the page
 * first painted, while the slot is outside of the window, or as an answer to something the shopper did, and never under
 * pointer or focus. Otherwise what it shows stays until the next page, and other slots leave out its items.
 */
export function createSlots(
  queue: PageQueue,
  { on, decideAll, report, rerank }: Page,
  place: (names: readonly string[]) => void,
  warn: Warn,
  load: (name: 'widgets', use: (all: typeof widgets) => void) => unknown,
) {
  /** By their elements and boxes, also of elements that left the page: one that returns may show what is ours. */
  const slots = new WeakMap<Node, Slot>();
  let present: readonly Element[] = [];
  const exposure = createExposure(report, slots);
  /** Loaded with the first list that is shown. */
  let lists: widgets.Widgets | undefined;
  let loading: unknown;
  /** How often slots changed on this page, by name. */
  let changes: Record<string, number> = {};
  let actedAt = -Infinity;
  let turnedAt = -Infinity;
  /** The button or link that was pressed then. */
  let pressed: Element | null | undefined;

  /** Frameworks that draw a part of the page anew throw out what is ours: before that is seen, it is put back. */
  const kept = new MutationObserver((records) => {
    for (const { target } of records) {
      const slot = slots.get(target);
      if (!slot) continue; // WebKit may have forgotten an element that left the page, and tells of it all the same
      const { name, box, nodes } = slot;
      // One that is empty now was emptied on purpose.
      if (!nodes.length || !box.hasChildNodes() || nodes.some(({ parentNode }) => parentNode === box)) continue;
      slot.original = [...box.childNodes];
      if (!mayTurn(name)) continue;
      box.replaceChildren(...nodes);
      turned(name);
    }
  });

  const mayTurn = (name: string): boolean => !(changes[name] as number >= MAX_CHANGES);

  function turned(name: string): void {
    changes[name] = (changes[name] ?? 0) + 1;
    if (!mayTurn(name)) warn('loop', name, MAX_CHANGES);
  }

  const isAnswer = (): boolean => performance.now() - actedAt < ANSWER;
  const isUnseen = (): boolean => document.hidden || !queue.d;

  function mayChange(element: Element, { name, box, told }: Slot): boolean {
    if (!mayTurn(name)) return false;
    // Who presses a button waits for something to happen there.
    const isAsked = isAnswer() && box.contains(pressed as Node | null);
    if (!isAsked && box.matches(':focus-within')) return false;
    if (isUnseen() || !element.isConnected) return true;
    if (isAnswer() && (isAsked || told === undefined || !box.matches(':hover'))) return true;
    const isThere = box.isConnected;
    const { top, bottom, left, right, width, height } = (isThere ? box : element).getBoundingClientRect();
    // One that takes no room would push what is seen, unless it stands below.
    return top >= innerHeight || (isThere && width * height > 0 && (bottom <= 0 || right <= 0 || left >= innerWidth));
  }

  function fill(slot: Slot, decision: Decision, items: readonly RecommendedItem[]): void {
    const { box, attach } = slot;
    const below = !box.isConnected || box.getBoundingClientRect().top >= innerHeight;
    const content = decision.show && render(decision.show, items, warn, below);
    const isNew = !content || !lists?.update(box, slot, decision, items, content);
    // A decision that wants the default shown is exposed like any other; one that has no template is not.
    slot.shown = content || !decision.show ? decision : null;
    slot.items = content ? items : [];
    if (slot.shown?.token) box.setAttribute(TOKEN, slot.shown.token);
    else box.removeAttribute(TOKEN);
    if (isNew) {
      box.replaceChildren(...(content ? [content] : slot.original));
      if (!content && attach) box.remove();
      else attach?.();
    }
    slot.nodes = content ? [...box.childNodes] : [];
    exposure.watch(box);
    kept.observe(box, { childList: true });
    if (slot.items.length) loading ??= load('widgets', (all) => void (lists = all.createWidgets()));
  }

  function apply(decisions: readonly Decision[]): void {
    const places = present.map((element) => {
      const slot = slots.get(element) as Slot;
      const decision = decisions.find((one) => one.slot === slot.name && !one.trigger);
      return { element, slot, decision, open: decision && mayChange(element, slot), items: slot.items };
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
    const names = new Set<string>();
    for (const { element, slot, decision, open, items } of places) {
      if (!decision) continue;
      const { token } = decision;
      const applied = (): boolean => token === (slot.shown?.token ?? null);
      if (open && !(applied() && items.length === slot.items.length)) {
        fill(slot, decision, items);
        names.add(slot.name);
      }
      const { told = null } = slot;
      slot.told = token;
      if (told !== token) tell(element, 'decision', { ...decision, applied: applied() });
    }
    names.forEach(turned);
  }

  /** What there is to know of an element before anything of ours is there. */
  function slotOf(element: HTMLElement): Slot {
    const { vitrineSlot: name = '', vitrinePlace: where = '' } = element.dataset;
    const isBeside = /^(append|before|after)$/.test(where);
    const box = isBeside ? document.createElement(where > 'append' ? element.localName : element.matches('ul,ol') ? 'li' : 'div') : element;
    const slot = {
      name,
      box,
      ...(isBeside && { attach: () => element[where as 'append'](box) }),
      original: isBeside ? [] : [...element.childNodes],
      nodes: [],
      shown: null,
      items: [],
      told: undefined,
    };
    slots.set(element, slot).set(box, slot);
    return slot;
  }

  const look = (): void => present.forEach((element) => exposure.watch((slots.get(element) as Slot).box));

  /** Finds the slots of the page and fills them. */
  function scan(): void {
    const found = [...document.querySelectorAll<HTMLElement>('[data-vitrine-slot]')];
    present = found;
    const list = found.map((element) => slots.get(element) ?? slotOf(element));
    place(list.map(({ name }) => name)); // warns of a slot that the rules do not have
    lists?.restart();
    apply(decideAll());
    look();
    more?.reorder(rerank, isUnseen, isAnswer());
  }

  on('decision', ({ changed }) => apply(changed));
  // What scripts make up is no answer to anything.
  for (const type of ['click', 'auxclick', 'keydown']) {
    addEventListener(
      type,
      (event) => {
        if (!event.isTrusted) return;
        actedAt = performance.now();
        pressed = type < 'd' ? (event.target as Element).closest('a,button') : null;
        exposure.clicked(event as MouseEvent);
      },
      true,
    );
  }
  // In a tab that is looked at again, all has to be seen anew.
  document.addEventListener('visibilitychange', look);
  return {
    scan,

    /** The shop shows another page; or somebody at the inspector did something, however fast. */
    acted(byHand?: boolean): void {
      const now = performance.now();
      if (byHand || now > turnedAt + HASTE) changes = {};
      turnedAt = actedAt = now;
      pressed = null;
      exposure.restart();
    },
  };
}
