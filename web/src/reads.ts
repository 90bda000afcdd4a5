/** Values as conditions take them: the conversions that the core leaves to JavaScript. */
import { MAX_NODES, Needs, Tag } from './core/abi.js';
import type { ValueInput } from './core/core.js';

/** How deep the core looks into a value, and at how much text of it, in UTF-16 units. The rest is left out. */
const MAX_DEPTH = 16;
const MAX_TEXT = 8192;

type Members = Readonly<Record<string, unknown>>;

export const { freeze } = Object;

export const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

export const isScalar = (value: unknown): value is string | number | boolean => /^(string|number|boolean)$/.test(typeof value);

/** What a dotted path leads to; undefined where it ends early. An empty path is the value itself. */
export const valueAt = (value: unknown, path: string): unknown =>
  path ? path.split('.').reduce((at, key) => (isObject(at) ? at[key] : undefined), value) : value;

const TAGS: Readonly<Record<string, Tag>> = { boolean: Tag.truth, number: Tag.number, string: Tag.text };

/** Functions, symbols and big integers are no values, as in JSON. */
export const tagOf = (value: unknown): Tag =>
  isObject(value) ? (Array.isArray(value) ? Tag.list : Tag.object) : (TAGS[typeof value] ?? Tag.null);

/** A version so that texts compare as versions do, as GrowthBook's SDK writes it. */
export function paddedVersion(value: unknown): string {
  const text = typeof value === 'number' ? '' + value : value;
  const parts = (typeof text === 'string' && text ? text : '0').replace(/(^v|\+.*$)/g, '').split(/[-.]/);
  if (parts.length === 3) parts.push('~'); // a release comes after its previews
  return parts.map((part) => (/^[0-9]+$/.test(part) ? part.padStart(5) : part)).join('-');
}

/** A value and, where the read needs that, all that it contains, each node before its contents. */
export function nodesOf(of: number, value: unknown, needs: number): ValueInput[] {
  const nodes: ValueInput[] = [];
  let room = MAX_TEXT;
  function add(inner: unknown, key: string | null, depth: number): void {
    const tag = tagOf(inner);
    const text = tag ? String(inner) : '';
    const asked = (need: Needs, converted: () => string): string | null => (tag && needs & need ? converted() : null);
    const texts = [
      tag ? text : null,
      asked(Needs.lower, () => text.toLowerCase()),
      asked(Needs.version, () => paddedVersion(inner)),
      asked(Needs.json, () => JSON.stringify(inner)),
      key,
    ];
    const node = { of, tag, nodes: 1, number: tag ? Number(inner) : 0, texts };
    const first = nodes.push(node) - 1;
    room -= key?.length ?? 0;
    if (!isObject(inner)) room -= text.length;
    else if (needs & Needs.tree && depth < MAX_DEPTH) {
      for (const [name, member] of Object.entries(inner)) {
        if (nodes.length === MAX_NODES || room < 0) break;
        add(member, name, depth + 1);
      }
      node.nodes = nodes.length - first;
    }
  }
  add(value, null, 0);
  return nodes;
}
