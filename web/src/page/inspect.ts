/**
 * What `explain`, `profile` and `rerank` answer in a page, which loads this file when it is asked for one of them. What
 * vitrine.wasm cannot say, an instance of vitrine-inspect.wasm says that was brought to the same state; it is let go
 * with the answer.
 */
import { read } from '../bundle.js';
import * as inspect from '../inspect.js';
import type { Works } from '../vitrine.js';

export { rerankSoon as rerankOf } from '../listing.js';

let module: Promise<WebAssembly.Module> | undefined;

async function compiled(): Promise<WebAssembly.Module> {
  const bytes = await read(new URL('vitrine-inspect.wasm', import.meta.url), 'wasm-missing');
  return WebAssembly.compile(bytes);
}

/** Rejects when the module cannot be had; the next question tries again. */
async function asking<T>(works: Works, now: () => number, question: (works: Works, now: () => number) => T): Promise<T> {
  const { engine } = works;
  // Without a core there is nothing to ask.
  if (!engine.run(() => true, false)) return question(works, now);
  module ??= compiled();
  module.catch(() => (module = undefined));
  const instance = await WebAssembly.instantiate(await module);
  // From here on nothing waits: nothing changes between the two.
  const core = engine.fork(instance, now());
  return question(core ? { ...works, engine: { ...engine, run: (call) => call(core) } } : works, now);
}

export const explanationOf = (works: Works, now: () => number, slot: number): Promise<ReturnType<typeof inspect.explanationOf>> =>
  asking(works, now, (all) => inspect.explanationOf(all, now, slot));

export const profileOf = (works: Works, now: () => number): Promise<ReturnType<typeof inspect.profileOf>> =>
  asking(works, now, inspect.profileOf);
