import { bytesOf, read, resolve } from '../bundle.js';
import type { Bytes } from '../types.js';

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

/** What `inspect` tells of a rules file. */
export interface Inspection {
  readonly format: number;
  readonly id: string;
  readonly size: number;
  readonly sections: readonly { id: number; name: string; offset: number; size: number }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly symbols: readonly { kind: string; text: string }[];
  readonly attributes: readonly { name: string; type: string; ttl?: number }[];
  readonly slots: readonly { name: string; type: string; rules: number }[];
  readonly rules: readonly { id: string; slot: string; priority: number; node: number; content: number }[];
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

interface AuthoringExports {
  readonly memory: WebAssembly.Memory;
  _initialize?(): void;
  vitrine_authoring_abi_version(): number;
  vitrine_authoring_arena(size: number): number;
  vitrine_authoring_compile(size: number): number;
  vitrine_authoring_inspect(size: number): number;
}

/** What the module asks of its host: to be told that memory grew, and an end when it gave up. */
const IMPORTS: WebAssembly.Imports = {
  env: { emscripten_notify_memory_growth() {} },
  wasi_snapshot_preview1: {
    proc_exit() {
      throw new Error('The rule compiler gave up: the rules may need too much memory.');
    },
  },
};
const ABI_VERSION = 1;
const HEADER = 8;
const wasm = new URL('./vitrine-authoring.wasm', import.meta.url);
let module: Promise<WebAssembly.Module> | undefined;

/** Makes one call in an instance of its own, so that no call can harm the next. */
async function call(name: 'vitrine_authoring_compile' | 'vitrine_authoring_inspect', input: Uint8Array): Promise<Uint8Array> {
  module ??= read(resolve(wasm), 'wasm-missing').then((bytes) => WebAssembly.compile(bytes));
  const instance = await WebAssembly.instantiate(await module, IMPORTS);
  const exports = instance.exports as unknown as AuthoringExports;
  exports._initialize?.();
  if (exports.vitrine_authoring_abi_version() !== ABI_VERSION) {
    throw new Error('vitrine-authoring.wasm does not fit this package: install vitrine again.');
  }
  const start = exports.vitrine_authoring_arena(input.length) >>> 0;
  if (!start) throw new RangeError(`The input is too large: ${input.length} bytes.`);
  new Uint8Array(exports.memory.buffer, start, input.length).set(input);
  const length = exports[name](input.length);
  return new Uint8Array(exports.memory.buffer, exports.vitrine_authoring_arena(0) >>> 0, length).slice();
}

const parse = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/**
 * Compiles rules, given as JSON text or as the object it stands for. Mistakes in them come back as diagnostics, with
 * positions in the text; those of an object are positions in `JSON.stringify(rules, null, 2)`.
 */
export async function compile(rules: string | object): Promise<Compiled> {
  const text = typeof rules === 'string' ? rules : JSON.stringify(rules, null, 2);
  const result = await call('vitrine_authoring_compile', new TextEncoder().encode(text));
  const view = new DataView(result.buffer);
  const end = HEADER + view.getUint32(0, true);
  const diagnostics = parse(result.subarray(HEADER, end)) as Diagnostic[];
  return { bundle: view.getUint32(4, true) ? result.slice(end) : null, diagnostics };
}

/** The mistakes in rules, in the order of the text. */
export async function check(rules: string | object): Promise<readonly Diagnostic[]> {
  return (await compile(rules)).diagnostics;
}

/** Describes a rules file: sections, sizes, symbols and the disassembled program. */
export async function inspect(bundle: Bytes): Promise<Inspection | Refusal> {
  return parse(await call('vitrine_authoring_inspect', bytesOf(bundle))) as Inspection | Refusal;
}
