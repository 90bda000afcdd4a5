import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { MODEL_INDEX, type StoredFile, type StoredModel } from './model.js';

/** What a page needs beside manifest, rules and model, all of it in this package's dist/. */
const RUNTIME = ['vitrine.js', ...LAZY, 'stub.js', 'vitrine.wasm', 'vitrine-inspect.wasm'];

export interface Written {
  readonly name: string;
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

export interface Site {
  readonly written: readonly Written[];
  readonly stub: string;
  /** Of each script, for the attribute of that name. */
  readonly integrity: ReadonlyMap<string, string>;
}

/** A file as the manifest names it. */
interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly integrity: string;
}

/** Of many files of a kind, so many are compressed to tell what one of them takes. */
const SAMPLES = 50;

const measure = (name: string, bytes: Uint8Array): Written => ({
  name,
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/** What files take on average. */
function measureAll(what: string, files: readonly StoredFile[]): Written {
  const step = Math.ceil(files.length / SAMPLES);
  const samples = files.filter((_, i) => i % step === 0).map(({ bytes }) => measure('', bytes));
  const mean = (size: 'raw' | 'gzip' | 'brotli'): number =>
    Math.round(samples.reduce((sum, sample) => sum + sample[size], 0) / samples.length);
  const name = `${what}, each of ${files.length}`;
  return { name, raw: mean('raw'), gzip: mean('gzip'), brotli: mean('brotli') };
}

const integrityOf = (bytes: Uint8Array): string => 'sha384-' + createHash('sha384').update(bytes).digest('base64');

const hashOf = (files: readonly StoredFile[]): string => {
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${name} ${bytes.length} `).update(bytes);
  return hash.digest('hex').slice(0, 12);
};

/**
 * Writes everything that a page loads to `folder`. The manifest comes last: until then a page that loads meanwhile uses
 * the files it named before.
 */
export async function writeSite(folder: string, bundle: Uint8Array, model?: StoredModel): Promise<Site> {
  await mkdir(folder, { recursive: true });
  const written: Written[] = [];
  const integrity = new Map<string, string>();

  /** Writes a file that never changes, to a path that says what is in it. */
  async function immutable(path: string, bytes: Uint8Array): Promise<Entry> {
    await writeFile(join(folder, path), bytes);
    written.push(measure(path, bytes));
    return { path, bytes: bytes.length, integrity: integrityOf(bytes) };
  }

  async function writeModelSite({ ranking, display, parts, displays }: StoredModel) {
    const path = `model.${hashOf([ranking, display, ...parts, ...displays])}/`;
    await mkdir(join(folder, path), { recursive: true });
    for (const { name, bytes } of [...parts, ...displays]) await writeFile(join(folder, path, name), bytes);
    const core = {
      ranking: await immutable(path + ranking.name, ranking.bytes),
      display: await immutable(path + display.name, display.bytes),
    };
    written.push(measureAll(`${path}*.vitrine`, parts), measureAll(`${path}*.json`, displays));
    return core;
  }

  for (const name of RUNTIME) {
    const from = fileURLToPath(new URL(name, import.meta.url));
    await copyFile(from, join(folder, name));
    const bytes = await readFile(from);
    written.push(measure(name, bytes));
    if (name.endsWith('.js')) integrity.set(name, integrityOf(bytes));
  }
  const rules = await immutable(`rules.${hashOf([{ name: 'rules', bytes: bundle }])}.vitrine`, bundle);
  const core = model && (await writeModelSite(model));
  const files = { rules, ...(core && { model: core }) };
  const manifest = JSON.stringify({ vitrine: 1, off: false, files }, null, 2) + '\n';
  await writeFile(join(folder, 'vitrine.json'), manifest);
  written.push(measure('vitrine.json', Buffer.from(manifest)));
  const stub = await readFile(new URL('stub.js', import.meta.url), 'utf8');
  return { written, stub: stub.trim(), integrity };
}

/** Names of a model's files that another model may have fewer of. */
const NUMBERED = /^\d+\.(vitrine|json)$/;

/**
 * Writes a model to `folder`, under other names until all of it is there; model.json gets its name last. So a reader
 * finds the whole model, of before or of now, or notices that the files do not belong together. What only a model of
 * before had is gone then.
 */
export async function writeModel(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = [...files.keys()].sort((a, b) => Number(a === MODEL_INDEX) - Number(b === MODEL_INDEX));
  const temporary = (name: string): string => join(folder, `.${name}.${process.pid}.tmp`);
  try {
    for (const name of names) await writeFile(temporary(name), files.get(name) as Uint8Array);
    for (const name of names) await rename(temporary(name), join(folder, name));
    for (const name of await readdir(folder)) if (NUMBERED.test(name) && !files.has(name)) await rm(join(folder, name));
  } finally {
    for (const name of names) await rm(temporary(name), { force: true });
  }
}
