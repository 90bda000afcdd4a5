/** The page's core is exchanged for one that also explains and previews: vitrine-inspect.wasm, in the same state. */
import { read } from '../../bundle.js';
import { segmentsOf } from '../../context.js';
import { BundleInfo } from '../../core/abi.js';
import { createCore } from '../../core/core.js';
import type { Works } from '../../vitrine.js';
import type { Forced } from './session.js';

export async function loadModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await read(new URL('vitrine-inspect.wasm', import.meta.url), 'wasm-missing'));
}

/** SlotType of runtime/bundle/program.h. */
const RECOMMENDATIONS = 1;

/** What the bundle is and has; known once the core was exchanged. */
export const bundle = {
  rules: undefined as Uint8Array | undefined,
  /** Slots of recommendations, by index. */
  lists: new Set<number>(),
};

/**
 * The new core holds what is forced of segments, and its clock is the page's, also where that was put back. Nothing of
 * the page knows: the object that it calls gets other methods. `first`: nothing was forced before.
 */
export async function exchange(
  works: Works,
  module: WebAssembly.Module,
  { segments }: Forced,
  first: boolean,
): Promise<void> {
  const { engine, rebuild } = works;
  const instance = await WebAssembly.instantiate(module);
  // From here on nothing waits, so that nothing changes in between.
  const page = engine.run((core) => core, null);
  if (!page) return;
  const core = createCore(instance);
  const at = Date.now();
  const early = (time: number): number => Math.min(time, at);
  const bytes = page.snapshot(at);
  const names = Object.keys(segments).length ? segmentsOf(works.names) : [];
  rebuild(
    {
      ...core,
      load(time, rules) {
        const info = core.load(early(time), rules);
        const { u32, bytes } = info;
        const types = bytes(u32(BundleInfo.slotTypesOffset), u32(BundleInfo.slotCount));
        types.forEach((type, i) => type === RECOMMENDATIONS && bundle.lists.add(i));
        bundle.rules = rules;
        names.forEach((name, i) => name in segments && core.hold?.(i, Number(segments[name])));
        return info;
      },
      values: (time, values) => core.values(early(time), values),
      consent: (time, ...told) => core.consent(early(time), ...told),
      page: (time, told) => core.page(early(time), told),
    },
    { at, bytes },
  );
  if (first && !names.length) core.decide(at); // so that what is as it was does not count as changed
  Object.assign(page, core);
}
