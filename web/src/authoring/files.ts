import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { MODEL_INDEX, type StoredFile, type StoredModel, type StoredPart } from './model.js';

/** What a page needs beside manifest, rules and model, all of it in this package's dist/. */
const RUNTIME = ['vitrine.js', 'inspect.js', 'stub.js', 'vitrine.wasm'];

export interface Written {
  readonly name: string;
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

export interface Site {
  readonly written: readonly Written[];
  readonly stub: string;
  /** Files that every page with recommendations begins with. */
  readonly modelCore: readonly string[];
}

/** A file as the manifest names it. */
interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly integrity: string;
}

const measure = (name: string, bytes: Uint8Array): Written => ({
  name,
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/**
 * Writes everything that a page loads to `folder`. The manifest comes last: until then a page that loads meanwhile uses
 * the files it named before.
 */
export async function writeSite(folder: string, bundle: Uint8Array, model?: StoredModel): Promise<Site> {
  await mkdir(folder, { recursive: true });
  const written: Written[] = [];

  /** A file that never changes: its name says what is in it. */
  async function immutable({ name, bytes }: StoredFile): Promise<Entry> {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const extension = extname(name);
    const path = `${name.slice(0, name.length - extension.length)}.${hash}${extension}`;
    await writeFile(join(folder, path), bytes);
    written.push(measure(path, bytes));
    return { path, bytes: bytes.length, integrity: 'sha384-' + createHash('sha384').update(bytes).digest('base64') };
  }
  const part = async ({ ranking, display }: StoredPart) => ({
    ranking: await immutable(ranking),
    display: await immutable(display),
  });

  for (const name of RUNTIME) {
    const from = fileURLToPath(new URL(name, import.meta.url));
    await copyFile(from, join(folder, name));
    written.push(measure(name, await readFile(from)));
  }
  const rules = await immutable({ name: 'rules.vitrine', bytes: bundle });
  const core = model && (await part(model.core));
  const shards = [];
  for (const shard of model?.shards ?? []) shards.push(await part(shard));
  const files = { rules, ...(core && { model: core, shards }) };
  const manifest = JSON.stringify({ vitrine: 1, off: false, files }, null, 2) + '\n';
  await writeFile(join(folder, 'vitrine.json'), manifest);
  written.push(measure('vitrine.json', Buffer.from(manifest)));
  const stub = await readFile(new URL('stub.js', import.meta.url), 'utf8');
  return { written, stub: stub.trim(), modelCore: core ? [core.ranking.path, core.display.path] : [] };
}

/**
 * Writes a model to `folder`, under other names until all of it is there; model.json gets its name last. So a reader
 * finds the whole model, of before or of now, or notices that the files do not belong together.
 */
export async function writeModel(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = [...files.keys()].sort((a, b) => Number(a === MODEL_INDEX) - Number(b === MODEL_INDEX));
  const temporary = (name: string): string => join(folder, `.${name}.${process.pid}.tmp`);
  try {
    for (const name of names) await writeFile(temporary(name), files.get(name) as Uint8Array);
    for (const name of names) await rename(temporary(name), join(folder, name));
  } finally {
    for (const name of names) await rm(temporary(name), { force: true });
  }
}
