import { isAddress } from './bundle.js';
import { VitrineError } from './errors.js';
import type { ModelFiles, Vitrine, VitrineOptions } from './types.js';
import * as inspect from './inspect.js';
import { createSignals } from './signals.js';
import { type Works, createVitrine as create } from './vitrine.js';
import { WARNINGS } from './warnings.js';

export { VitrineError } from './errors.js';
export type * from './types.js';

/** By name, as an ArrayBuffer of another realm is one, too. */
const isBytes = (value: unknown): boolean =>
  ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]';

const isModel = ({ core, parts, displays }: Partial<ModelFiles>): boolean =>
  isBytes(core?.ranking) && Array.isArray(parts) && parts.every(isBytes) && Array.isArray(displays);

const late = (works: Works): Pick<Vitrine, 'explain' | 'profile' | 'rerank' | 'forgetOne' | 'force'> => ({
  explain: (slot) => inspect.explain(works, slot),
  profile: () => inspect.profile(works),
  rerank: (ids, options) => inspect.rerank(works, ids, options),
  forgetOne: (what) => inspect.forgetOne(works, what),
  force: (experiment, variation) => inspect.force(works, experiment, variation),
});

/**
 * Makes a vitrine, in a browser, a worker or Node. Rejects with a VitrineError when options, manifest, rules file or
 * module cannot be used.
 */
export async function createVitrine(options: VitrineOptions): Promise<Vitrine> {
  const given = { ...(options as Partial<VitrineOptions> | null | undefined) };
  const bundle: unknown = given.bundle;
  if (bundle === null) {
    throw new VitrineError('options', '`bundle` is null: compile() gave no bundle; its diagnostics say why.');
  }
  if (!isAddress(bundle) && !isBytes(bundle)) {
    throw new VitrineError('options', '`bundle` is missing: the address of a manifest, or the bytes of a rules file.');
  }
  if (given.model !== undefined && !isModel(Object(given.model) as Partial<ModelFiles>)) {
    throw new VitrineError('options', '`model` is none: it is what train() gives, {core, parts, displays}.');
  }
  const { seed } = given;
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new VitrineError('options', '`seed` must be a whole number from 0, below 2 to the power of 53.');
  }
  const signals = createSignals((use) => use(WARNINGS));
  const { vitrine } = await create({ ...options, wasm: given.wasm ?? new URL('./vitrine-inspect.wasm', import.meta.url) }, { late }, signals);
  return vitrine;
}
