/** Boxes around the slots of the page, each with its name. They lie over the page and let clicks through. */
import type * as api from '../../types.js';
import { h } from './dom.js';
import { type State, elementsOf, stateOf } from './slots_tab.js';

interface Box {
  readonly element: HTMLElement;
  readonly box: HTMLElement;
}

export function createOutlines(choose: (slot: string) => void) {
  const layer = h('div.outlines', { 'aria-hidden': 'true' });
  let boxes: Box[] = [];
  let frame = 0;

  function boxOf(element: HTMLElement, { slot, rule }: api.Decision, state: State): Box {
    const label = h('div.label', { onclick: () => choose(slot) }, slot, h('span', {}, rule ?? 'default'));
    return { element, box: h(`div.outline.${state}`, {}, label) };
  }

  /** Follows the elements while the page scrolls and moves. */
  function follow(): void {
    for (const { element, box } of boxes) {
      const { top, left, width, height } = element.getBoundingClientRect();
      box.hidden = !element.isConnected || (width === 0 && height === 0);
      box.style.translate = `${left}px ${top}px`;
      box.style.width = `${width}px`;
      box.style.height = `${height}px`;
      box.classList.toggle('high', top < 20 || height < 20);
    }
    frame = requestAnimationFrame(follow);
  }

  return {
    layer,

    draw(decisions: readonly api.Decision[]): void {
      boxes = decisions.flatMap((decision) => {
        const popups = decision.trigger
          ? [...document.querySelectorAll<HTMLElement>('vitrine-popup')].filter(
              ({ dataset }) => dataset.vitrineToken === decision.token,
            )
          : [];
        return [...(decision.trigger ? popups : elementsOf(decision.slot))].map((element) =>
          boxOf(element, decision, stateOf(decision)),
        );
      });
      layer.replaceChildren(...boxes.map(({ box }) => box));
      cancelAnimationFrame(frame);
      if (boxes.length) follow();
    },

    stop: (): void => cancelAnimationFrame(frame),
  };
}
