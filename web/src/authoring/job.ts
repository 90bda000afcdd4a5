import { VitrineError } from '../errors.js';
import { type Authoring, type Call, instantiate } from './module.js';
import { type Input, type Source, open, uncompressed } from './sources.js';

/** VITRINE_AUTHORING_EVENTS and so on. */
export const enum Kind {
  events = 0,
  test = 1,
  feed = 2,
  model = 3,
}

export interface JobFile {
  readonly kind: Kind;
  readonly source: Source;
  /** For messages, where the source has none of its own. */
  readonly name: string;
}

/** How far a job is. */
export interface Progress {
  readonly phase: 'reading' | 'training' | 'evaluating';
  /** That is being read. */
  readonly file?: string;
  /** While training: what of it, for people. */
  readonly doing?: string;
  /** Share of the phase, of 1; null where nobody knows how long a file is. */
  readonly done: number | null;
  /** While reading: bytes per second, as they are stored. */
  readonly rate?: number;
  /** Left of the phase, as it looks now. */
  readonly seconds?: number;
}

export type OnProgress = (progress: Progress) => void;

/** The files that a job makes, by name. */
export type JobResults = ReadonlyMap<string, Uint8Array>;

const CHUNK_BYTES = 1 << 20;
const ADVICE =
  'most likely this log needs more memory than a WebAssembly module may have. The native command has no such limit ' +
  'and takes the same options. In the sources of Vitrine: cmake --preset release && cmake --build --preset release ' +
  '--target vitrine_command, then build/release/vitrine.';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const decode = (bytes: Uint8Array): unknown => JSON.parse(decoder.decode(bytes));

/** Lets timers, input and painting have their turn. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** One job in one instance. Every answer may be an error; then the job is over. */
class Job {
  constructor(
    private readonly module: Authoring,
    private readonly report: OnProgress,
  ) {}

  begin(options: object): void {
    const size = this.module.send(encoder.encode(JSON.stringify(options)));
    this.answer('options', 'job', size);
  }

  async read(kind: Kind, { name, size, chunks }: Input): Promise<void> {
    this.answer('data', 'file', kind, this.module.send(encoder.encode(name)));
    const start = performance.now();
    let stored = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const bytes of chunks) {
        stored += bytes.length;
        yield bytes;
      }
    }
    const chunk = new Uint8Array(CHUNK_BYTES);
    let filled = 0;
    const flush = (): void => {
      this.answer('data', 'chunk', this.module.send(chunk.subarray(0, filled)));
      filled = 0;
      const done = size === null ? null : Math.min(stored / size, 1);
      this.tell(start, { phase: 'reading', file: name, done }, stored);
    };
    for await (const bytes of uncompressed(name, counted())) {
      for (let at = 0; at < bytes.length; ) {
        const piece = bytes.subarray(at, at + CHUNK_BYTES - filled);
        chunk.set(piece, filled);
        at += piece.length;
        filled += piece.length;
        if (filled < CHUNK_BYTES) continue;
        flush();
        await breathe();
      }
    }
    if (filled) flush();
    this.answer('data', 'end_file');
  }

  async work(): Promise<void> {
    let phase: Progress['phase'] | undefined;
    let start = 0;
    for (;;) {
      const before = performance.now();
      const step = this.answer('data', 'step') as { phase: Progress['phase'] | 'done'; done: number; doing?: string };
      if (step.phase === 'done') return;
      if (step.phase !== phase) start = before;
      phase = step.phase;
      this.tell(start, { phase, done: step.done, ...(step.doing !== undefined && { doing: step.doing }) });
      await breathe();
    }
  }

  results(): Map<string, Uint8Array> {
    const bytes = this.module.call('result');
    const view = new DataView(bytes.buffer);
    const count = view.getUint32(0, true);
    let at = 4 + 8 * count;
    const take = (length: number): Uint8Array => bytes.slice(at, (at += length));
    const results = new Map<string, Uint8Array>();
    for (let i = 0; i < count; i++) {
      const entry = 4 + 8 * i;
      const name = decoder.decode(take(view.getUint32(entry, true)));
      results.set(name, take(view.getUint32(entry + 4, true)));
    }
    return results;
  }

  /** Adds what follows from the duration of the phase. */
  private tell(start: number, progress: Progress, stored?: number): void {
    const passed = (performance.now() - start) / 1000;
    this.report({
      ...progress,
      ...(stored !== undefined && passed > 0 && { rate: stored / passed }),
      ...(progress.done && { seconds: (passed / progress.done) * (1 - progress.done) }),
    });
  }

  /** The call's answer; the job's `error` becomes an exception with `code`. */
  private answer(code: string, name: Call, ...numbers: number[]): unknown {
    const bytes = this.module.call(name, ...numbers);
    if (!bytes.length) return undefined;
    const answer = decode(bytes) as { error?: string };
    if (answer.error !== undefined) throw new VitrineError(code, answer.error);
    return answer;
  }
}

/** Reads the files in their order and does what `options` say (bindings/jobs/options.h). */
export async function runJob(
  options: object,
  files: readonly JobFile[],
  report: OnProgress = () => {},
): Promise<JobResults> {
  // All at once, so that the last one's absence is told before the long work on the first.
  const inputs = await Promise.all(files.map(({ source, name }) => open(source, name)));
  const job = new Job(await instantiate(ADVICE), report);
  job.begin(options);
  for (const [i, { kind }] of files.entries()) await job.read(kind, inputs[i] as Input);
  await job.work();
  return job.results();
}
