import type { Result } from './core.js';
import type { Question } from './abi.js';
import type { Works } from '../vitrine.js';

/** What the core says to a question that only vitrine-inspect.wasm answers; null without a core, and in another module. */
export const answerOf = <T>({ engine, warn }: Works, read: (result: Result) => T, question: Question, ...about: number[]): T | null =>
  engine.run((core) => {
    const call = core.call[question];
    if (call) return read(core.result(call(...about)));
    warn('wasm-lean', 'explain() and profile() need vitrine-inspect.wasm: this vitrine was given vitrine.wasm.');
    return null;
  }, null);
