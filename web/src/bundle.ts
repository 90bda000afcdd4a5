import { utf8 } from './core/core.js';
import { type Begun, compile, compileBytes, instantiate } from './core/recovery.js';
import { VitrineError, reasonOf } from './errors.js';
import { addressOf } from './traffic.js';
import type { Bytes, Display, ModelFiles, VitrineOptions } from './types.js';

type Source = string | URL | Bytes;

export const isAddress = (source: unknown): source is string | URL => typeof source === 'string' || source instanceof URL;

/** Where relative addresses are seen from: the page, the worker's script, in Node the working directory. */
const here = (): string | undefined =>
  globalThis.document?.baseURI ??
  globalThis.location?.href ??
  (globalThis.process ? `file://${process.cwd()}/` : undefined);

export function resolve(address: string | URL, base: string | URL | undefined = PAGE ? document.baseURI : here(), code = 'address'): URL {
  const url = addressOf(address, base);
  if (url) return url;
  throw new VitrineError(code, `"${address}" is not an address.`);
}

/** What the stub asked for already, by address, until it is taken. */
const early = (PAGE && (window as { vitrine?: { f?: Record<string, Promise<Response>> } }).vitrine?.f) || {};

/** Asks the server, which may say that nothing changed. */
const CONFIRMED = 'no-cache';

/** How a page asks for files: it takes what the browser keeps, however old that is. */
let trust: RequestCache = 'force-cache';

/** From now on the server is asked; false where it was before. */
export const distrust = (): boolean => trust !== (trust = CONFIRMED);

/** After so long, in ms, a file that has not come is given up. */
const GIVE_UP_AFTER = 60_000;

/** A file that is part of the bundle; rejects with `code`. */
async function get(url: URL, code: string, integrity: unknown = '', cache = trust): Promise<Response> {
  let reason;
  try {
    if (!PAGE && url.protocol === 'file:') {
      const fs = 'node:fs/promises'; // a variable, so that bundlers for the browser do not look for it
      const { readFile } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ fs)) as typeof import('fs/promises');
      return new Response(new Uint8Array(await readFile(url)));
    }
    const { href } = url;
    const coming = early[href];
    delete early[href];
    const response = await (coming ?? fetch(href, { integrity: integrity as string, signal: AbortSignal.timeout(GIVE_UP_AFTER), ...(PAGE && { cache }) }));
    if (response.ok) return response;
    reason = response.status;
  } catch (error) {
    reason = reasonOf(error);
  }
  // Browsers keep errors, too.
  if (PAGE && cache !== CONFIRMED) return get(url, code, integrity, CONFIRMED);
  throw new VitrineError(code, `${url.href} could not be read (${reason}): check its address, and connect-src.`);
}

export const read = async (...file: Parameters<typeof get>): Promise<ArrayBuffer> => (await get(...file)).arrayBuffer();

/** Brings what came out of the browser's cache up to date, for the next page; `use` is told what came. */
function refresh(url: URL, use?: (bytes: ArrayBuffer) => unknown): void {
  setTimeout(() => {
    const entries = performance.getEntriesByName(url.href) as PerformanceResourceTiming[];
    // What came over the network is fresh. Without a network, this page goes on with what it has.
    if (!entries.some(({ transferSize }) => transferSize)) read(url, '', '', CONFIRMED).then(use).catch(() => undefined);
  }, REFRESH_AFTER);
}

/** A view of what is there, not a copy. */
export const bytesOf = (source: Bytes): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

/** Where the files of a model come from. Those beside the core have numbers: parts, then what items show. */
export interface ModelSource {
  /** Asks for the core; the first call gets what is already on its way. */
  core(): Promise<ModelFiles['core']>;
  /** Settles when nobody should wait for the core any longer. */
  readonly late: Promise<unknown>;
  /** How many there are; absent where they are not at hand. */
  readonly files?: number;
  part(number: number): Promise<Bytes>;
  display(number: number): Promise<Display>;
}

/** Code of a file of the model that could not be read. */
const MISSING = 'model-missing';

/** How much later than the page itself needs them files are brought up to date, in ms. */
const REFRESH_AFTER = 1000;

/** For how long a start waits for the core of the model, in ms. */
const PATIENCE = 1000;

/** What a manifest tells of a file, as far as it keeps to the format. */
type Entry = { readonly path?: unknown; readonly integrity?: unknown } | null | undefined;

interface Manifest {
  readonly vitrine?: unknown;
  readonly off?: unknown;
  readonly files?: {
    readonly rules?: Entry;
    readonly model?: { readonly ranking?: Entry; readonly display?: Entry } | null;
  } | null;
}

interface Files {
  readonly rules: Uint8Array;
  readonly model?: ModelSource | undefined;
}

const parse = (bytes: ArrayBuffer): unknown => JSON.parse(utf8.decode(bytes));

/**
 * The files that a manifest names; null when the manifest switches everything off. `switchOff` is called when a newer
 * one does.
 */
async function follow(url: URL, switchOff?: () => void): Promise<Files | null> {
  const text = utf8.decode(await read(url, 'manifest-missing'));
  if (PAGE && switchOff) {
    refresh(url, async (bytes) => {
      // The files of a newer one are brought, too, so that the next page has them at once.
      if (utf8.decode(bytes) !== text && !(await follow(url))) switchOff();
    });
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    // As an object of another kind: refused below.
  }
  const { vitrine, off, files } = (manifest ?? {}) as Manifest;
  if (off === true) return null; // whatever the version: who switches off means it

  async function bring(entry: Entry, code: string): Promise<ArrayBuffer> {
    if (vitrine !== 1 || typeof entry?.path !== 'string') {
      throw new VitrineError('manifest', `${url.href} is not a manifest of version 1: run \`vitrine build\` again.`);
    }
    return read(resolve(entry.path, url, 'manifest'), code, entry.integrity);
  }

  const rules = bring(files?.rules, 'bundle-missing').then(bytesOf);
  const model = files?.model;
  if (!model) return { rules: await rules };
  async function begin(): Promise<ModelFiles['core']> {
    const [ranking, display] = await Promise.all([bring(model?.ranking, MISSING), bring(model?.display, MISSING)]);
    return { ranking, display: parse(display) as Display };
  }
  // Beside the core.
  const file = (name: string): Promise<ArrayBuffer> =>
    read(resolve(name, resolve(model?.ranking?.path as string, url)), MISSING);
  let core: Promise<ModelFiles['core']> | null = begin();
  const late = new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE);
    // A timer must not keep a Node process alive.
    if (!PAGE) (timer as { unref?: () => void }).unref?.();
  });
  core.catch(() => undefined); // told when it is used
  // The first one of a page takes 10 ms: now that everybody waits for files, not while a list is drawn.
  if (PAGE) Intl.NumberFormat();
  return {
    rules: await rules,
    model: {
      core() {
        const coming = core ?? begin();
        core = null;
        return coming;
      },
      late,
      part: (number) => file(number + '.vitrine'),
      display: async (number) => parse(await file(number + '.json')) as Display,
    },
  };
}

/**
 * Brings rules and module, at the same time where they are addresses, and begins to bring the model. null: switched
 * off. In a page, `switchOff` is called when that turns out later.
 */
export async function loadFiles(
  bundle: VitrineOptions['bundle'],
  wasm: Source | WebAssembly.Module,
  switchOff?: () => void,
): Promise<(Files & { begun: Promise<Begun> }) | null> {
  if (PAGE) refresh(wasm as URL);
  const module =
    PAGE || isAddress(wasm)
      ? compile(get(PAGE ? (wasm as URL) : resolve(wasm as URL), 'wasm-missing'))
      : Promise.resolve(wasm).then((given) => (given instanceof WebAssembly.Module ? given : compileBytes(given as BufferSource)));
  // While rules are on their way.
  const begun = instantiate(module);
  // Nobody waits for it when the bundle fails or is off.
  begun.catch(() => undefined);
  const files = PAGE || isAddress(bundle) ? await follow(resolve(bundle as URL), switchOff) : { rules: bytesOf(bundle) };
  return files && { ...files, begun };
}
