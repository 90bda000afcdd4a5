import type { Events } from './types.js';

type Listener<E extends keyof Events> = (data: Events[E]) => void;

/** How many different warnings are given; a shop that errs in new ways all the time hears the first ones. */
const MAX_WARNINGS = 100;

/** Gives each message once. */
export type Warn = (code: string, message: string) => void;

export type Signals = ReturnType<typeof createSignals>;

/** The events of one vitrine. */
export function createSignals() {
  const listeners = new Set<readonly [event: string, listener: (data: never) => void]>();
  const warnings = new Map<string, Events['warning']>();

  function emit<E extends keyof Events>(event: E, data: Events[E]): void {
    for (const [of, listener] of listeners) if (of === event) call(listener as Listener<E>, data);
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

    warn(code: string, message: string): void {
      if (warnings.has(message) || warnings.size === MAX_WARNINGS) return;
      const warning = { code, message };
      warnings.set(message, warning);
      emit('warning', warning);
      if (PAGE || typeof document === 'object') console.warn('[vitrine] ' + message);
    },

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
