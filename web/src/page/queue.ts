/** Told to `ready` callbacks. */
export interface ReadyState {
  readonly status: 'ready' | 'off' | 'failed';
  readonly reason: string | null;
}

export type ReadyCallback = (state: ReadyState) => void;

/** `window.vitrine` as the stub leaves it to the script. */
export interface PageQueue {
  /** Calls that wait for the script: method name and arguments. */
  q: [name: string, args: unknown[]][];
  /** `ready` callbacks that wait. */
  w: ReadyCallback[];
  /** Tells all callbacks that there is no vitrine, without waiting any longer. */
  fail(reason: string): void;
  ready(callback: ReadyCallback): void;
}
