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
  /** What was asked for already, by address. */
  f: Record<string, Promise<Response>>;
  /** Fulfilled once there is somebody to see the page. */
  p: Promise<unknown>;
  /** Set in the frame that first draws the page: from then on somebody sees what changes. */
  d?: 1;
  /** vitrine.js is running. */
  loaded?: boolean;
  /** Tells all callbacks that there is no vitrine, without waiting any longer. */
  fail(reason: string, message: string): void;
  ready(callback: ReadyCallback): void;
}
