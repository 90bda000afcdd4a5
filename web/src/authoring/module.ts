import { read, resolve } from '../bundle.js';
import { VitrineError } from '../errors.js';

/** The calls of bindings/authoring_abi.h that take and give bytes. */
export type Call = 'compile' | 'inspect' | 'job' | 'file' | 'chunk' | 'end_file' | 'step' | 'result';

/** An instance of vitrine-authoring.wasm. */
export interface Authoring {
  /** Writes input to the start of the arena and returns its length. */
  send(bytes: Uint8Array): number;
  /** A copy of what the call put into the arena. */
  call(name: Call, ...numbers: number[]): Uint8Array;
}

const ABI_VERSION = 3;
const NANOSECONDS_PER_MS = 1e6;
const wasm = new URL('./vitrine-authoring.wasm', import.meta.url);
let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * A fresh instance, so that nothing that came before can harm what comes. `advice` ends the message when the module
 * gives up, after which the instance is of no use.
 */
export async function instantiate(advice: string): Promise<Authoring> {
  let memory!: WebAssembly.Memory;
  compiled ??= read(resolve(wasm), 'wasm-missing').then((bytes) => WebAssembly.compile(bytes));
  const { exports } = await WebAssembly.instantiate(await compiled, {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: {
      proc_exit() {
        throw new WebAssembly.RuntimeError('exit');
      },
      // Whichever clock is asked for: it measures how long things take, and tells no time.
      clock_time_get(_clock: number, _precision: bigint, result: number): number {
        const now = BigInt(Math.round(performance.now() * NANOSECONDS_PER_MS));
        new DataView(memory.buffer).setBigUint64(result, now, true);
        return 0;
      },
    },
  });
  memory = exports.memory as WebAssembly.Memory;

  function run(name: string, ...numbers: number[]): number {
    try {
      return (exports[name] as (...numbers: number[]) => number)(...numbers);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      const megabytes = Math.ceil(memory.buffer.byteLength / 2 ** 20);
      throw new VitrineError('memory', `The authoring module gave up with ${megabytes} MB in use: ${advice}`);
    }
  }
  // Any call may move the arena, and detach the views of it.
  const arena = (size: number): number => run('vitrine_authoring_arena', size) >>> 0;

  run('_initialize');
  if (run('vitrine_authoring_abi_version') !== ABI_VERSION) {
    throw new VitrineError('wasm-version', 'vitrine-authoring.wasm does not fit this package: install vitrine again.');
  }
  return {
    send(bytes) {
      const start = arena(bytes.length);
      if (!start) throw new RangeError(`The input is too large: ${bytes.length} bytes.`);
      new Uint8Array(memory.buffer, start, bytes.length).set(bytes);
      return bytes.length;
    },
    call(name, ...numbers) {
      const length = run(`vitrine_authoring_${name}`, ...numbers);
      if (length < 0) throw new RangeError(`vitrine_authoring_${name} gave ${length}.`);
      const start = arena(0);
      return new Uint8Array(memory.buffer, start, length).slice();
    },
  };
}
