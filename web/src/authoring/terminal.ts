import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Progress } from './job.js';
import { whyUnreadable } from './node.js';

/** A mistake in the command, not in what it works on. */
export class UsageError extends Error {}

export const print = (text: string): void => void process.stdout.write(text + '\n');
export const complain = (text: string): void => void process.stderr.write(text + '\n');

// Output to a full disk is an error like others; output that nobody reads any more ends the command in silence.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') complain(`vitrine: standard output cannot be written: ${error.message}`);
  process.exit(1);
});

export async function openFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${whyUnreadable(error)}`);
  }
}

/** Writes to a folder; a failure names what is in the way. */
export async function writing<T>(folder: string, written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    const { code, path = folder, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
    const inTheWay = { EEXIST: 'a file', ENOTDIR: 'a file', EISDIR: 'a folder' }[code ?? ''];
    const why = inTheWay ? `${inTheWay} is in the way at ${dest}` : error instanceof Error ? error.message : String(error);
    throw new UsageError(`${folder} cannot be written: ${why}`);
  }
}

/** Milliseconds between two states of a line that is rewritten, and between two lines where none can be. */
const REWRITE_MS = 100;
const LINE_MS = 5000;
/** Shorter work is done in silence where no line can be rewritten. */
const SILENT_MS = 2000;

/** Progress on standard error. */
export class ProgressLine {
  private due: number;
  private phase = '';
  private length = 0;

  /** `rewritten`: as one line in its place. Else as a line now and then. */
  constructor(private readonly rewritten: boolean) {
    this.due = performance.now() + (rewritten ? 0 : SILENT_MS);
  }

  readonly show = (progress: Progress): void => {
    const phase = progress.phase + progress.file;
    const now = performance.now();
    if (now < this.due && !(this.rewritten && phase !== this.phase)) return;
    this.phase = phase;
    this.due = now + (this.rewritten ? REWRITE_MS : LINE_MS);
    let text = progressText(progress);
    if (!this.rewritten) return complain(text);
    if (process.stderr.columns) text = text.slice(0, process.stderr.columns - 1); // a second line would stay
    process.stderr.write('\r' + text.padEnd(this.length));
    this.length = text.length;
  };

  /** Makes room for other output. */
  end(): void {
    if (this.length) process.stderr.write(`\r${' '.repeat(this.length)}\r`);
    this.length = 0;
  }
}

/** `reading events.csv  45 %  12.3 MB/s  0:07 left`. */
function progressText({ phase, file, doing, done, rate, seconds }: Progress): string {
  const parts = [file === undefined ? (doing ?? phase) : `${phase} ${basename(file)}`];
  if (done !== null) parts.push(`${Math.floor(done * 100)} %`);
  if (rate !== undefined) parts.push(`${(rate / 1e6).toFixed(1)} MB/s`);
  if (seconds !== undefined) parts.push(`${clockText(Math.ceil(seconds))} left`);
  return parts.join('  ');
}

function clockText(seconds: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
