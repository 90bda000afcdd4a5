import type { Events } from './types.js';
import type { WARNINGS, Warn } from './warnings.js';

type Listener<E extends keyof Events> = (data: Events[E]) => void;

/** How many different warnings are given; a shop that errs in new ways all the time hears the first ones. */
const MAX_WARNINGS = 100;

/** As Warn, of what is no shop's mistake: the message is at hand, also where nothing can be loaded. */
export type Say = (code: string, message: string) => void;

export type Signals = ReturnType<typeof createSignals>;

/** The events of one vitrine. `withTexts` hands over what warnings say, perhaps later. */
export function createSignals(withTexts: (use: (texts: typeof WARNINGS) => void) => void) {
  const listeners = new Set<readonly [event: string, listener: (data: never) => void]>();
  const warnings = new Map<string, Events['warning']>();

  function emit<E extends keyof Events>(event: E, data: Events[E]): void {
    for (const [of, listener] of listeners) if (of === event) call(listener as Listener<E>, data);
  }

  function say(code: string, message: string): void {
    if (warnings.has(message) || warnings.size === MAX_WARNINGS) return;
    const warning = { code, message };
    warnings.set(message, warning);
    emit('warning', warning);
    if (PAGE || typeof document === 'object') console.warn('[vitrine] ' + message);
  }

  return {
    emit,

    /** Returns the function that ends the subscription. Warnings given so far are told to the newcomer at once. */
    on<E extends keyof Events>(event: E, listener: Listener<E>): () => void {
      const entry = [event, listener] as const;
      listeners.add(entry);
      if (event === 'warning') warnings.forEach((warning) => call(listener as Listener<'warning'>, warning));
      return () => void listeners.delete(entry);
    },

    say,

    warn: ((code, ...about) => withTexts((texts) => say(code, (texts[code] as (...about: unknown[]) => string)(...about)))) as Warn,

    clear: PAGE ? undefined : (): void => listeners.clear(),
  };
}

/** A listener that throws is the shop's own mistake, and none of the other listeners' business. */
function call<T>(listener: (data: T) => void, data: T): void {
  try {
    listener(data);
  } catch (error) {
    console.error(error);
  }
}
