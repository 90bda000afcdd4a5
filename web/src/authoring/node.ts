/** What only Node has, loaded when it is needed. Named by variables, so that bundlers for the browser do not look. */
const fs = 'node:fs';
const stream = 'node:stream';
const zlib = 'node:zlib';

const UNPACKED_BYTES = 1 << 16;

export const inNode = (): boolean => globalThis.process?.versions?.node !== undefined;

export const nodeFs = async (): Promise<typeof import('fs')> =>
  (await import(/* webpackIgnore: true */ /* @vite-ignore */ fs)) as typeof import('fs');

/** Node's own: its DecompressionStream reads all that there is at once. */
export async function nodeGunzip(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { pipeline } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ stream)) as typeof import('stream');
  const { createGunzip } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ zlib)) as typeof import('zlib');
  // Errors come out of the last stream.
  return pipeline(chunks, createGunzip({ chunkSize: UNPACKED_BYTES }), () => undefined);
}

/** At the quality with which files that never change are compressed: 11, what it does unless told. */
export async function nodeBrotli(bytes: Uint8Array): Promise<Uint8Array> {
  const { brotliCompress } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ zlib)) as typeof import('zlib');
  return new Promise((resolve, reject) => brotliCompress(bytes, (error, small) => (error ? reject(error) : resolve(small))));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'no permission',
};

/** Why a file could not be read, of what `node:fs` threw. */
export function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message ?? String(error);
}
