/**
 * What `explain`, `profile` and `forgetOne` answer in a page, which loads this file when it is asked for one of them. What
 * vitrine.wasm cannot say, an instance of vitrine-inspect.wasm says that was brought to the same state; it is let go
 * with the answer.
 */
import { read } from '../bundle.js';
import { createCore } from '../core/core.js';
import * as inspect from '../inspect.js';
import type { Forgettable } from '../types.js';
import type { Works } from '../vitrine.js';

let module: Promise<WebAssembly.Module> | undefined;

async function compiled(): Promise<WebAssembly.Module> {
  const bytes = await read(new URL('vitrine-inspect.wasm', import.meta.url), 'wasm-missing');
  return WebAssembly.compile(bytes);
}

/** Rejects when the module cannot be had; the next question tries again. `visitor`: is brought up to date before it is asked about. */
async function asking<T>(works: Works, question: (works: Works) => T, visitor?: Works['visitor']): Promise<T> {
  const { engine, rebuild, now } = works;
  // Without a core there is nothing to ask.
  if (!engine.run(() => true, false)) return question(works);
  module ??= compiled();
  module.catch(() => (module = undefined));
  const core = createCore(await WebAssembly.instantiate(await module));
  // From here on nothing waits, so that nothing changes in between.
  visitor?.sync();
  const at = now();
  const bytes = engine.run((page) => page.snapshot(at), null);
  if (!bytes) return question(works);
  rebuild(core, { at, bytes });
  return question({ ...works, engine: { ...engine, run: (call) => call(core) } });
}

export const explain = (works: Works, slot: string): Promise<ReturnType<typeof inspect.explain>> =>
  asking(works, (all) => inspect.explain(all, slot));

export const forgetOne = (works: Works, what: Forgettable): Promise<boolean> =>
  asking(works, (all) => inspect.forgetOne(all, what), works.visitor);

export const profile = (works: Works): Promise<ReturnType<typeof inspect.profile>> => asking(works, inspect.profile);

export { force } from '../inspect.js';
