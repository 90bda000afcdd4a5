import type { Vitrine, VitrineOptions } from './types.js';
import * as inspect from './inspect.js';
import { createVitrine as create } from './vitrine.js';

export { VitrineError } from './errors.js';
export type * from './types.js';

/**
 * Makes a vitrine, in a browser, a worker or Node. Rejects with a VitrineError when manifest, rules file or module
 * cannot be used.
 */
export const createVitrine = (options: VitrineOptions): Promise<Vitrine> =>
  create({ ...options, wasm: options.wasm ?? new URL('./vitrine.wasm', import.meta.url) }, inspect);
