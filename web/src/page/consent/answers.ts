import type { Consent } from '../../types.js';

/** What a source says; undefined where nobody has answered yet. */
export type Answer = { -readonly [purpose in keyof Consent]?: boolean | undefined };
export type Tell = (answer: Answer) => void;

/** Where scripts of the page leave what they offer: names that no type knows. */
export const page = globalThis as unknown as { [name: string]: unknown };

/** Wait before the second look, in ms, and how much longer each further wait is. */
const FIRST_WAIT = 50;
const GROWTH = 1.5;

/** Hands over what another script brings, as soon as it is there. It is looked for again and again, ever less often. */
export function whenThere<T>(find: () => T | undefined, use: (found: T) => void, wait = FIRST_WAIT): void {
  const found = find();
  if (found) use(found);
  else setTimeout(whenThere, wait, find, use, wait * GROWTH);
}
