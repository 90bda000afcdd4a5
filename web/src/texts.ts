/** Texts of a rule's `show`: which language, and what stands in the place of `{placeholders}`. */
import { isObject } from './reads.js';
import type { Json } from './types.js';

/**
 * The key that fits a language best: that language, one more general, another of the same general one; else the first.
 * `nb-NO` takes `nb-NO`, `nb`, `nb-SJ`.
 */
function closest(keys: readonly string[], language: string | null): string {
  const tags = keys.map((key) => key.toLowerCase());
  for (let tag = language?.toLowerCase().replaceAll('_', '-') ?? ''; tag; tag = tag.replace(/-?[^-]*$/, '')) {
    const exact = tags.indexOf(tag);
    const found = exact < 0 ? tags.findIndex((one) => one.startsWith(tag + '-')) : exact;
    if (found >= 0) return keys[found] as string;
  }
  return keys[0] as string;
}

/** Puts values in the place of `{path}` and `{path|fallback}`, percent-encoded in an address. */
function fill(field: string, text: string, valueOf: (path: string, field: string) => unknown): string {
  const isAddress = /^(link|href|url|src|image_link)$/.test(field) || /^(\/|http)/.test(text);
  return text.replace(/\{([^{}|]+)(?:\|([^{}]*))?\}/g, (written, path: string, fallback = '') => {
    const value = valueOf(path, field);
    if (value === undefined) return written;
    if (!/^(string|number|boolean)$/.test(typeof value) || value === '') return fallback as string;
    // Halves of characters, of which no address can be made, are left out.
    return isAddress ? encodeURIComponent(String(value).replace(/\p{Cs}/gu, '')) : String(value);
  });
}

/**
 * Fields with values in the place of placeholders, and of texts by language the one that fits `language`. What is an
 * address is told by the field's name or by how its text begins. `valueOf` gives undefined for a path that is not its
 * business: it stays as it is.
 */
export const filled = (
  fields: Readonly<Record<string, unknown>>,
  valueOf: (path: string, field: string) => unknown,
  language: string | null = null,
): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const text = isObject(value) ? value[closest(Object.keys(value), language)] : value;
      return [name, typeof text === 'string' ? fill(name, text, valueOf) : text];
    }),
  ) as Record<string, Json>;
