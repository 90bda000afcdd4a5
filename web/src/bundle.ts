import { VitrineError, reasonOf } from './errors.js';
import type { Bytes, VitrineOptions } from './types.js';

type Source = string | URL | Bytes;

export const isAddress = (source: unknown): source is string | URL => typeof source === 'string' || source instanceof URL;

/** Where relative addresses are seen from: the page, the worker's script, in Node the working directory. */
const here = (): string | undefined =>
  globalThis.document?.baseURI ??
  globalThis.location?.href ??
  (globalThis.process ? `file://${process.cwd()}/` : undefined);

export function resolve(address: string | URL, base: string | URL | undefined = PAGE ? document.baseURI : here(), code = 'address'): URL {
  try {
    return new URL(address, base);
  } catch {
    throw new VitrineError(code, `"${address}" is not an address.`);
  }
}

/** The bytes of a file that is part of the bundle; rejects with `code`. */
export async function read(url: URL, code: string, integrity: unknown = ''): Promise<ArrayBuffer> {
  let reason;
  try {
    if (!PAGE && url.protocol === 'file:') {
      const fs = 'node:fs/promises'; // a variable, so that bundlers for the browser do not look for it
      const { readFile } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ fs)) as typeof import('fs/promises');
      return new Uint8Array(await readFile(url)).buffer;
    }
    const response = await fetch(url, { integrity: integrity as string });
    if (response.ok) return await response.arrayBuffer();
    reason = response.status;
  } catch (error) {
    reason = reasonOf(error);
  }
  throw new VitrineError(code, `${url.href} could not be read (${reason}): check its address, and connect-src.`);
}

/** A view of what is there, not a copy. */
export const bytesOf = (source: Bytes): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

/** As far as it keeps to the format. */
interface Manifest {
  readonly vitrine?: unknown;
  readonly off?: unknown;
  readonly files?: { readonly rules?: { readonly path?: unknown; readonly integrity?: unknown } | null } | null;
}

/** The rules file that a manifest names; null when the manifest switches everything off. */
async function follow(url: URL): Promise<Uint8Array | null> {
  const bytes = await read(url, 'manifest-missing');
  let manifest: unknown;
  try {
    manifest = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // As an object of another kind: refused below.
  }
  const { vitrine, off, files } = (manifest ?? {}) as Manifest;
  if (off === true) return null; // whatever the version: who switches off means it
  const rules = files?.rules;
  if (vitrine !== 1 || typeof rules?.path !== 'string') {
    throw new VitrineError('manifest', `${url.href} is not a manifest of version 1: run \`vitrine build\` again.`);
  }
  return new Uint8Array(await read(resolve(rules.path, url, 'manifest'), 'bundle-missing', rules.integrity));
}

/** Brings rules and module, at the same time where they are addresses. null: switched off. */
export async function loadFiles(
  bundle: VitrineOptions['bundle'],
  wasm: Source | WebAssembly.Module,
): Promise<{ rules: Uint8Array; wasm: Bytes | WebAssembly.Module } | null> {
  const module = PAGE || isAddress(wasm) ? read(resolve(wasm as URL), 'wasm-missing') : wasm;
  // Nobody waits for the module when the bundle fails or is off.
  Promise.resolve(module).catch(() => undefined);
  const rules = PAGE || isAddress(bundle) ? await follow(resolve(bundle as URL)) : bytesOf(bundle);
  return rules && { rules, wasm: await module };
}
