import { leftUntil, timeOf } from './formats.js';

const END = 'data-vitrine-ends';
const SECOND = 1000;

/** A moment that is the same for everybody: ms since 1970, or a text with its offset from UTC. */
const isFixed = (value: unknown): boolean => typeof value === 'number' || /T.*(Z|[+-]\d\d:\d\d)$/.test(value as string);

let ticking: unknown;

/** Writes the time that is left into an element, or into the part of it that is for that. False: it is over. */
function write(element: HTMLElement, end: number): boolean {
  const left = leftUntil(end);
  const part = element.querySelector<HTMLElement>('[data-vitrine-left]') ?? element;
  // Read when somebody gets there, and not aloud each second.
  part.role = 'timer';
  part.style.fontVariantNumeric = 'tabular-nums';
  if (left && part.textContent !== left) part.textContent = left;
  return !!left;
}

function tick(): void {
  for (const element of document.querySelectorAll<HTMLElement>(`[${END}]`)) {
    if (write(element, Number(element.getAttribute(END)))) continue;
    // Gone for everybody, and what stands around it stays where it is.
    element.style.visibility = 'hidden';
    element.removeAttribute(END);
  }
}

/** Lets an element count down to `value`. False: there is nothing to count to, or it is over. */
export function countDown(element: HTMLElement, value: unknown): boolean {
  const end = isFixed(value) ? timeOf(value) : NaN;
  if (!write(element, end)) return false;
  element.setAttribute(END, String(end));
  ticking ??= setInterval(tick, SECOND);
  return true;
}
