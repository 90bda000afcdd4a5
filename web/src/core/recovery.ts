import { type Core, createCore } from './core.js';
import { VitrineError, reasonOf } from '../errors.js';

/** A module and its first instance; later ones come from the module, too. */
export interface Begun {
  readonly module: WebAssembly.Module;
  readonly core: Core;
}

/** What there is to start with unless the bundle is switched off. */
export interface Start extends Begun {
  readonly rules: Uint8Array;
}

/**
 * The main thread of a page compiles asynchronously, as browsers ask for; elsewhere that is not worth the way to
 * another thread.
 */
export const compileBytes = (bytes: BufferSource): Promise<WebAssembly.Module> | WebAssembly.Module =>
  PAGE || typeof document === 'object' ? WebAssembly.compile(bytes) : new WebAssembly.Module(bytes);

/** Compiles vitrine.wasm while it arrives, where the host can and the server says what it is. */
export async function compile(coming: Promise<Response>): Promise<WebAssembly.Module> {
  const response = await coming;
  // With another type, the browser would refuse what it has read.
  return (WebAssembly.compileStreaming as unknown) && response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : compileBytes(await response.arrayBuffer());
}

export async function instantiate(compiling: Promise<WebAssembly.Module>): Promise<Begun> {
  try {
    const module = await compiling;
    return { module, core: createCore(await WebAssembly.instantiate(module)) };
  } catch (error) {
    if (error instanceof VitrineError) throw error;
    const reason = reasonOf(error);
    throw /CSP|unsafe-eval/.test(reason)
      ? new VitrineError(
          'wasm-blocked',
          "The page's policy blocks WebAssembly: add 'wasm-unsafe-eval' to script-src.",
        )
      : new VitrineError('wasm', `WebAssembly did not start (${reason}): upload vitrine.wasm again.`);
  }
}

/** What the owner of an Engine does when an instance broke. */
export interface RecoveryHooks {
  /** Brings a new instance to the last good state: bundle, context, visitor. */
  rebuild(core: Core): void;
  /** Called after a recovery (`failed` false) and when the engine gave up. */
  broke(failed: boolean, reason: string): void;
}

export type Engine = ReturnType<typeof createEngine>;

/**
 * Runs calls on a core that may trap. After the first trap it makes a new instance, brings it to the last good state
 * and repeats the call; after a second one it gives up and answers every call with the caller's fallback,
 * as it does from the start without a core.
 */
export function createEngine(start: Start | null, { rebuild, broke }: RecoveryHooks) {
  let core = start && start.core;
  let recovered = false;

  /**
   * `repeat` false: a call that traps is not made again on the new instance, since its input may be the cause; it gets
   * the fallback.
   */
  function run<T>(call: (core: Core) => T, fallback: T, repeat = true): T {
    if (!core || !start) return fallback;
    try {
      return call(core);
    } catch (error) {
      // Whatever a broken instance throws: traps, but also offsets outside of memory.
      try {
        if (recovered) throw error;
        recovered = true;
        core = createCore(new WebAssembly.Instance(start.module));
        rebuild(core);
        const answer = repeat ? call(core) : fallback;
        broke(false, reasonOf(error));
        return answer;
      } catch (again) {
        core = null;
        broke(true, reasonOf(again));
        return fallback;
      }
    }
  }

  return {
    run,
    /** Lets go of the instance, which is all that holds its memory. */
    stop(): void {
      core = null;
    },
  };
}
