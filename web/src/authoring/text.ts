import { VitrineError } from '../errors.js';
import type { Bytes } from '../types.js';

/** Keeps the byte order mark, which counts in positions and which JSON is read without. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text in a file that `name` stands for in the message when it is none. */
export function textOf(bytes: Bytes, name: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new VitrineError('encoding', `${name} is not valid UTF-8: save it as UTF-8`);
  }
}
