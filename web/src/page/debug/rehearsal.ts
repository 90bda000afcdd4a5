/**
 * A tab in which something is forced goes on with a copy of the visitor, so that nothing of it reaches the real one:
 * what the page stores under its key goes to sessionStorage meanwhile. The page's clock may be put to another time.
 */
import { KEY } from '../../storage.js';
import { save, session } from './session.js';

const COPY = 'vitrine-debug-visitor';
/** The page saves in an idle moment, or after 500 ms: in the next one, or after so many ms, it has. */
const SAVED = { timeout: 700 };

const { getItem, setItem, removeItem } = Storage.prototype;
let redirected = false;
let discarding = false;
let shift = 0;
let shifting = false;

function isVisitor(storage: Storage, key: string): boolean {
  try {
    return key === KEY && storage === localStorage;
  } catch {
    return false;
  }
}

/** From now on the page reads and writes the copy. */
export function redirect(): void {
  if (redirected) return;
  redirected = true;
  Storage.prototype.getItem = function (key) {
    return isVisitor(this, key) ? getItem.call(sessionStorage, COPY) : getItem.call(this, key);
  };
  Storage.prototype.setItem = function (key, value) {
    if (isVisitor(this, key)) discarding || setItem.call(sessionStorage, COPY, value);
    else setItem.call(this, key, value);
  };
  Storage.prototype.removeItem = function (key) {
    if (isVisitor(this, key)) removeItem.call(sessionStorage, COPY);
    removeItem.call(this, key); // who asks to be forgotten means it
  };
}

/** Copies the visitor as it is now. */
export async function copyVisitor(): Promise<void> {
  if (session.copied) return;
  await new Promise<unknown>((resolve) => {
    globalThis.requestIdleCallback?.(resolve, SAVED) ?? setTimeout(resolve, SAVED.timeout);
  });
  await (navigator as { locks?: LockManager }).locks?.request(KEY, () => undefined).catch(() => undefined);
  try {
    const stored = getItem.call(localStorage, KEY);
    if (stored === null) removeItem.call(sessionStorage, COPY);
    else setItem.call(sessionStorage, COPY, stored);
    session.copied = true;
    redirect();
    save();
  } catch {
    // Nothing is stored: there is nothing to keep apart.
  }
}

/** Forgets the copy. This page stores nothing of its visitor any more: it is about to be loaded anew. */
export function dropCopy(): void {
  discarding = true;
  redirect();
  try {
    removeItem.call(sessionStorage, COPY);
  } catch {
    // As above.
  }
}

/** Puts the page's clock forward, or back, from its own time. */
export function shiftClock(ms: number): void {
  shift = ms;
  if (shifting || !ms) return;
  shifting = true;
  const before = Date.now; // a shop may have its own
  Date.now = () => before() + shift;
}
