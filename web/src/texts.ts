/** Texts of a rule's `show`: which language, and what stands in the place of `{placeholders}`. */
import { isObject, isScalar } from './reads.js';
import type { Json } from './types.js';

/**
 * The key that fits a language best: that language, one more general, another of the same general one; else the first.
 * `nb-NO` takes `nb-NO`, `nb`, `nb-SJ`.
 */
function closest(keys: readonly string[], language: string | null): string {
  for (let tag = language?.toLowerCase().replaceAll('_', '-') ?? ''; tag; tag = tag.replace(/-?[^-]*$/, '')) {
    const found = keys.find((key) => key.toLowerCase() === tag) ?? keys.find((key) => key.toLowerCase().startsWith(tag + '-'));
    if (found !== undefined) return found;
  }
  return keys[0] as string;
}

/** For so long, in ms, a figure of stock is fresh. */
export const FRESH = 600_000;

/** Fields that say how many are left: a number that was told just now, or nothing. */
export const isStock = (field: string): boolean => /^(stock|scarcity)$/.test(field);

/**
 * Puts values in the place of `{path}` and `{path|fallback}`, percent-encoded in an address. null: a text about stock of
 * which a figure is missing, or says that nothing is left.
 */
function fill(field: string, text: string, valueOf: (path: string, field: string) => unknown): string | null {
  const isAddress = /^(link|href|url|src|image_link)$/.test(field) || /^(\/|http)/.test(text);
  let missing = false;
  const whole = text.replace(/\{([^{}|]+)(?:\|([^{}]*))?\}/g, (written, path: string, fallback?: string) => {
    const value = valueOf(path, field);
    if (value === undefined) return written;
    if (fallback === undefined && !((value as number) >= 1)) missing = true;
    if (!isScalar(value) || value === '') return fallback ?? '';
    // Halves of characters, of which no address can be made, are left out.
    return isAddress ? encodeURIComponent(String(value).replace(/\p{Cs}/gu, '')) : String(value);
  });
  return missing && isStock(field) ? null : whole;
}

/**
 * Fields with values in the place of placeholders, and of texts and lists by language the one that fits `language`. What
 * is an address is told by the field's name or by how its text begins. `valueOf` gives undefined for a path that is not
 * its business: it stays as it is.
 */
export function filled(
  fields: Readonly<Record<string, unknown>>,
  valueOf: (path: string, field: string) => unknown,
  language: string | null = null,
): Record<string, Json> {
  function resolved(name: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((part) => (isObject(part) ? filled(part, valueOf, language) : resolved(name, part)));
    return typeof value === 'string' ? fill(name, value, valueOf) : value;
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      resolved(name, isObject(value) && !Array.isArray(value) ? value[closest(Object.keys(value), language)] : value),
    ]),
  ) as Record<string, Json>;
}
