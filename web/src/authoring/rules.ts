import { bytesOf } from '../bundle.js';
import type { Bytes, ModelFiles } from '../types.js';
import { checkFit } from './fit.js';
import { instantiate } from './module.js';
import { textOf } from './text.js';
import { zonesOf } from './zones.js';

/** One mistake in a rule file. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable; rules/README.md lists them. */
  readonly code: string;
  /** Complete without the other fields. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** In UTF-16 units, from 1. */
  readonly column: number;
  /** JSON pointer; the whole file without one. */
  readonly pointer?: string;
  readonly found?: string;
  readonly expected?: string;
  readonly nearest?: string;
}

export interface Compiled {
  /** A rules file; null when a diagnostic is an error. */
  readonly bundle: Uint8Array | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileOptions {
  /**
   * Rules written for GrowthBook's SDK: what it takes for a condition that never holds, such as an unknown operator or
   * an invalid pattern, is a warning instead of an error.
   */
  readonly lenient?: boolean | undefined;
  /** ms since 1970: schedules that are over by then give a warning. Default: Date.now(). */
  readonly now?: number | undefined;
  /**
   * What the rules are to be used with: attributes of items that it does not have give a warning, prices in another
   * currency than that of the store an error.
   */
  readonly model?: ModelFiles | undefined;
}

/** What `inspect` tells of a rules file. */
export interface Inspection {
  readonly format: number;
  readonly id: string;
  readonly size: number;
  readonly sections: readonly { id: number; name: string; offset: number; size: number }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly symbols: readonly { kind: string; text: string }[];
  readonly attributes: readonly { name: string; type: string; ttl?: number }[];
  /** What the page tells; `attribute`: index, null for what it knows by itself; `needs`: `tree lower version json`. */
  readonly reads: readonly { path: string; attribute: number | null; needs: readonly string[] }[];
  /** `by`: `visitor`, `read` (`argument`: index) or `time` (`argument`: seconds of a slice). */
  readonly experiments: readonly {
    name: string;
    by: string;
    argument: number;
    seed: string;
    version: number;
    sticky: boolean;
    arms: readonly { name: string; from: number; until: number }[];
  }[];
  /** `limit`: items shown at most; null where none are recommended. */
  readonly slots: readonly { name: string; type: string; limit: number | null; rules: number }[];
  /**
   * Of a rule with an experiment one for each variation. `content`, `recommendation`, `experiment`: indexes; null where
   * nothing is shown on purpose, where there is only content, where there is none. `group`: 0 is none.
   */
  readonly rules: readonly {
    id: string;
    slot: string;
    priority: number;
    node: number;
    content: number | null;
    recommendation: number | null;
    experiment: number | null;
    arm: number;
    group: number;
  }[];
  /** `filter`: node of the items' conditions that must hold. */
  readonly recommendations: readonly {
    sources: readonly { strategy: string; take: number | null; items: readonly string[] | null }[];
    filter: number | null;
    boosts: readonly { node: number; percent: number }[];
    caps: readonly { field: number; most: number }[];
    /** Percent. */
    diversity: number;
    bought: boolean;
  }[];
  readonly segments: readonly { name: string; node: number }[];
  readonly contents: readonly string[];
  /** The disassembled conditions. */
  readonly program: readonly string[];
}

/** A file that the reader refuses: `error` is its code. */
export interface Refusal {
  readonly error: number;
  readonly message: string;
}

type Rules = string | Bytes | object;

const HEADER = 8;
const ADVICE = 'the rules may need too much memory.';

const parse = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

function ruleText(rules: Rules): string {
  if (typeof rules === 'string') return rules;
  const isBytes = ArrayBuffer.isView(rules) || rules instanceof ArrayBuffer;
  return isBytes ? textOf(rules, 'The text of the rules') : JSON.stringify(rules, null, 2);
}

/**
 * Compiles rules, given as JSON text, as the bytes of a file of it, or as the object it stands for. Mistakes in them come
 * back as diagnostics, with positions in the text; those of an object are positions in `JSON.stringify(rules, null, 2)`.
 * Rejects with code `encoding` where bytes are not UTF-8.
 */
export async function compile(rules: Rules, { lenient = false, now = Date.now(), model }: CompileOptions = {}): Promise<Compiled> {
  const text = ruleText(rules);
  const encoder = new TextEncoder();
  const [json, zones] = [encoder.encode(text), encoder.encode(JSON.stringify(zonesOf(text)))];
  const input = new Uint8Array(json.length + zones.length);
  input.set(json);
  input.set(zones, json.length);
  const module = await instantiate(ADVICE);
  module.send(input);
  const result = module.call('compile', json.length, zones.length, lenient ? 1 : 0, now);
  const view = new DataView(result.buffer);
  const end = HEADER + view.getUint32(0, true);
  const diagnostics = parse(result.subarray(HEADER, end)) as Diagnostic[];
  if (!view.getUint32(4, true)) return { bundle: null, diagnostics };
  if (model) diagnostics.push(...checkFit(text, model));
  // In the order of the text, as they are without a model.
  diagnostics.sort((a, b) => a.line - b.line || a.column - b.column);
  return { bundle: diagnostics.some(({ severity }) => severity === 'error') ? null : result.slice(end), diagnostics };
}

/** The mistakes in rules, in the order of the text. */
export async function check(rules: Rules, options?: CompileOptions): Promise<readonly Diagnostic[]> {
  return (await compile(rules, options)).diagnostics;
}

/** Describes a rules file: sections, sizes, symbols and the disassembled program. */
export async function inspect(bundle: Bytes): Promise<Inspection | Refusal> {
  const module = await instantiate(ADVICE);
  return parse(module.call('inspect', module.send(bytesOf(bundle)))) as Inspection | Refusal;
}
