import { MAX_TEXT_UNITS, NONE, Text } from './abi.js';

/**
 * The input of one call, built outside of linear memory, so that it crosses in one copy and never meets memory that
 * grew meanwhile. First the fixed part, then the texts that it points to. There is one block, used by one call after
 * the other.
 */

let view = new DataView(new ArrayBuffer(4096));
let size = 0;

function grow(by: number): void {
  if (size + by > view.byteLength) {
    const bigger = new Uint8Array((size + by) * 2);
    bigger.set(bytes());
    view = new DataView(bigger.buffer);
  }
  size += by;
}

/** Begins a block whose fixed part has `fixed` bytes, a multiple of 8. */
export function begin(fixed: number): void {
  size = 0;
  grow(fixed);
}

export const u32 = (at: number, value: number): void => view.setUint32(at, value, true);

export const f64 = (at: number, value: number): void => view.setFloat64(at, value, true);

/** Writes a VitrineText at `at` and its units behind everything written so far. */
export function text(at: number, value: string | null): void {
  const length = value === null ? NONE : Math.min(value.length, MAX_TEXT_UNITS);
  u32(at + Text.length, length);
  if (value === null) return;
  let unit = size;
  u32(at + Text.offset, unit);
  grow(length * 2);
  for (let i = 0; i < length; i++, unit += 2) view.setUint16(unit, value.charCodeAt(i), true);
}

/** Texts of fields that follow each other. */
export function texts(at: number, ...values: readonly (string | null | undefined)[]): void {
  for (let i = 0; i < values.length; i++) text(at + i * Text.size, values[i] ?? null);
}

/** The block so far; valid until the next `begin`. */
export const bytes = (): Uint8Array => new Uint8Array(view.buffer, 0, size);
