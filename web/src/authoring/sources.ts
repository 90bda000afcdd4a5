import { resolve } from '../bundle.js';
import { VitrineError, reasonOf } from '../errors.js';
import { inNode, nodeFs, nodeGunzip, whyUnreadable } from './node.js';

/** A file by its path (in a page: address), or its bytes, in hand or as a stream. Plain or gzip. */
export type Source = string | URL | Uint8Array | AsyncIterable<Uint8Array>;

/** A source that is there and can be read, once. */
export interface Input {
  readonly name: string;
  /** In bytes, as it is stored; null where nobody knows. */
  readonly size: number | null;
  /** As it is stored. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Small, as some of them are read ahead of the uncompressing, which would make progress untrue. */
const READ_BYTES = 1 << 16;

const unreadable = (name: string, why: string): VitrineError =>
  new VitrineError('source', `${name} cannot be read: ${why}`);

async function openFile(path: string | URL, name: string): Promise<Input> {
  const { constants, createReadStream, promises } = await nodeFs();
  let size;
  try {
    await promises.access(path, constants.R_OK);
    const stat = await promises.stat(path);
    if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    size = stat.isFile() ? stat.size : null;
  } catch (error) {
    throw unreadable(name, whyUnreadable(error));
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw unreadable(name, whyUnreadable(error));
    }
  }
  return { name, size, chunks: chunks() };
}

async function openAddress(url: URL, name: string): Promise<Input> {
  const response = await fetch(url).catch((error: unknown) => {
    throw unreadable(name, reasonOf(error));
  });
  if (!response.ok || !response.body) throw unreadable(name, `the server answers ${response.status}`);
  const length = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
  return { name, size: length === null ? null : Number(length), chunks: read(response.body, name) };
}

/** A stream's chunks, without its own iterator: not every browser has one. */
async function* read(stream: ReadableStream<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw error instanceof VitrineError ? error : unreadable(name, reasonOf(error));
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

async function* inHand(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += READ_BYTES) yield bytes.subarray(at, at + READ_BYTES);
}

async function* checked(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  for await (const bytes of chunks) {
    if (!(bytes instanceof Uint8Array)) throw new VitrineError('options', `"${name}" is a stream, but not of Uint8Array.`);
    yield bytes;
  }
}

/** Opens a source; rejects with code `source` where there is nothing to read. `name` is for those that have none. */
export async function open(source: Source, name: string): Promise<Input> {
  if (typeof source === 'string') return inNode() ? openFile(source, source) : openAddress(resolve(source), source);
  if (source instanceof URL) {
    const last = source.pathname.split('/').pop() || source.href;
    return source.protocol === 'file:' ? openFile(source, last) : openAddress(source, last);
  }
  if (source instanceof Uint8Array) return { name, size: source.length, chunks: inHand(source) };
  if (typeof source?.[Symbol.asyncIterator] === 'function') {
    // In Node, standard input has the file descriptor 0.
    const known = 'fd' in source && source.fd === 0 ? '-' : name;
    return { name: known, size: null, chunks: checked(source, known) };
  }
  throw new VitrineError('options', `"${name}" is neither a path, a URL, a Uint8Array nor a stream of them.`);
}

/** The chunks of a file, uncompressed when it begins with the mark of gzip, whatever its name. */
export async function* uncompressed(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const rest = chunks[Symbol.asyncIterator]();
  let head = new Uint8Array();
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  try {
    while (head.length < 2) {
      const { done, value } = await rest.next();
      if (done) break;
      const longer = new Uint8Array(head.length + value.length);
      longer.set(head);
      longer.set(value, head.length);
      head = longer;
    }
    yield* head[0] === 0x1f && head[1] === 0x8b ? gunzip(name, all()) : all();
  } finally {
    await rest.return?.();
  }
}

async function* gunzip(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let broken: unknown;
  async function* stored(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } catch (error) {
      broken = error;
      throw error;
    }
  }
  try {
    yield* inNode() ? await nodeGunzip(stored()) : pageGunzip(stored(), name);
  } catch (error) {
    throw broken ?? new VitrineError('data', `${name} is damaged: it begins as gzip, but cannot be uncompressed.`);
  }
}

function pageGunzip(chunks: AsyncIterator<Uint8Array>, name: string): AsyncIterable<Uint8Array> {
  const stream = new ReadableStream<BufferSource>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  return read(stream.pipeThrough(new DecompressionStream('gzip')), name);
}
