import type { Result } from './core.js';
import type { Question } from './abi.js';
import type { Works } from '../vitrine.js';

export const warnLean = ({ warn }: Works): void =>
  warn('wasm-lean');

/** What the core says to a question that only vitrine-inspect.wasm answers; null without a core, and in another module. */
export const answerOf = <T>(works: Works, read: (result: Result) => T, question: Question, ...about: number[]): T | null =>
  works.engine.run((core) => {
    const call = core[question];
    if (call) return read(core.result(call(...about)));
    warnLean(works);
    return null;
  }, null);
