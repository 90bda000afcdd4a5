import type { Decision, Vitrine } from '../types.js';
import type { Warn } from '../signals.js';
import { render } from './templates.js';

/** For how long after the shopper did something a change counts as the answer to it. */
const ANSWER = 1000;

interface Slot {
  readonly name: string;
  /** What the shop wrote there. */
  readonly original: readonly Node[];
  /** What it shows of ours, or rightly shows the default for; null: the default. */
  shown: Decision | null;
  /** Token of the decision that the page was told last. */
  told: string | null;
}

export type Slots = ReturnType<typeof createSlots>;

/**
 * The elements with data-vitrine-slot. A slot changes only where nobody sees it change for no reason: before the page
 * first painted, while the slot is outside of the window, or as an answer to something the shopper did. Otherwise what
 * it shows stays until the next page.
 */
export function createSlots(
  { on, decideAll, report }: Pick<Vitrine, 'on' | 'decideAll' | 'report'>,
  place: (names: readonly string[]) => void,
  warn: Warn,
) {
  /** Also of elements that left the page: one that returns may show what is ours. */
  const slots = new WeakMap<Element, Slot>();
  let present: readonly Element[] = [];
  const exposed = new Set<string>();
  let actedAt = -Infinity;

  /** Half of a slot is in the window: what it shows is exposed. */
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const decision = slots.get(target)?.shown;
        if (!isIntersecting || !decision?.token || exposed.has(decision.token)) continue;
        exposed.add(decision.token);
        report(decision.token, 'shown');
        tell(target, 'shown', decision);
      }
    },
    { threshold: 0.5 },
  );

  const tell = (element: Element, name: string, detail: object): boolean =>
    element.dispatchEvent(new CustomEvent('vitrine:' + name, { bubbles: true, detail }));

  function mayChange(element: Element): boolean {
    if (document.hidden || performance.now() - actedAt < ANSWER || !performance.getEntriesByType('paint').length) return true;
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth;
  }

  function fill(element: Element, slot: Slot, decision: Decision): void {
    const content = decision.show && render(decision.show, decision.items, warn);
    // A decision that wants the default shown is exposed like any other; one that has no template is not.
    slot.shown = content || !decision.show ? decision : null;
    element.replaceChildren(...(content ? [content] : slot.original));
    seen.unobserve(element);
    seen.observe(element);
  }

  function apply(decisions: readonly Decision[]): void {
    for (const element of present) {
      const slot = slots.get(element);
      const decision = decisions.find((one) => one.slot === slot?.name);
      if (!slot || !decision) continue;
      const { token } = decision;
      const applied = (): boolean => token === (slot.shown?.token ?? null);
      if (!applied() && mayChange(element)) fill(element, slot, decision);
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

  /** Finds the slots of the page and fills them. */
  function scan(): void {
    present = [...document.querySelectorAll('[data-vitrine-slot]')];
    place(
      present.map((element) => {
        const name = (element as HTMLElement).dataset.vitrineSlot ?? '';
        if (!slots.has(element)) slots.set(element, { name, original: [...element.childNodes], shown: null, told: null });
        return name; // warns of a slot that the rules do not have
      }),
    );
    apply(decideAll());
  }

  on('decision', ({ changed }) => apply(changed));
  // What scripts make up is no answer to anything.
  for (const type of ['click', 'keydown']) addEventListener(type, (event) => event.isTrusted && acted(), true);
  return { acted, scan };
}
