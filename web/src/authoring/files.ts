import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** What a page needs beside manifest and rules, all of it in this package's dist/. */
const RUNTIME = ['vitrine.js', 'inspect.js', 'stub.js', 'vitrine.wasm'];

export interface Written {
  readonly name: string;
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

const measure = (name: string, bytes: Uint8Array): Written => ({
  name,
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/** The text of a shop's manifest, which names its rules file. */
const manifestOf = (path: string, bundle: Uint8Array): string => {
  const integrity = 'sha384-' + createHash('sha384').update(bundle).digest('base64');
  const files = { rules: { path, bytes: bundle.length, integrity } };
  return JSON.stringify({ vitrine: 1, off: false, files }, null, 2) + '\n';
};

/**
 * Writes everything that a page loads to `folder`. The manifest comes last: until then a page that loads meanwhile uses
 * the rules it named before.
 */
export async function writeSite(folder: string, bundle: Uint8Array): Promise<{ written: Written[]; stub: string }> {
  await mkdir(folder, { recursive: true });
  const hash = createHash('sha256').update(bundle).digest('hex').slice(0, 12);
  const path = `rules.${hash}.vitrine`;
  const written: Written[] = [];
  for (const name of RUNTIME) {
    const from = fileURLToPath(new URL(name, import.meta.url));
    await copyFile(from, join(folder, name));
    written.push(measure(name, await readFile(from)));
  }
  await writeFile(join(folder, path), bundle);
  written.push(measure(path, bundle));
  const manifest = manifestOf(path, bundle);
  await writeFile(join(folder, 'vitrine.json'), manifest);
  written.push(measure('vitrine.json', Buffer.from(manifest)));
  const stub = await readFile(new URL('stub.js', import.meta.url), 'utf8');
  return { written, stub: stub.trim() };
}
