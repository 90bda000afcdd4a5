import { BundleInfo, TextKind } from './core/abi.js';
import type { Core, Result, ValueInput } from './core/core.js';
import type { Engine } from './core/recovery.js';
import { nodesOf } from './reads.js';

/** A path that conditions or texts read. */
export interface Read {
  readonly index: number;
  readonly path: string;
  /** The path in the value of its attribute; empty: the value itself. */
  readonly inner: string;
  readonly needs: number;
}

/** What a read leads to, also as the core takes it. */
export interface Told {
  readonly path: string;
  /** When it was told. */
  at: number;
  readonly value: unknown;
  readonly nodes: readonly ValueInput[];
}

export const toldOf = ({ index, path, needs }: Read, value: unknown): Told => ({
  path,
  at: 0,
  value,
  nodes: nodesOf(index, value, needs),
});

/** What a `where` reads of an event, or of its items, beside the fields that every item has. */
export interface Property {
  readonly index: number;
  readonly name: string;
}

/** In the order of ValueType in runtime/bundle/program.h. */
const TYPES = 'string number boolean date any list object'.split(' ');

export type Names = ReturnType<typeof createNames>;

/** Names in the loaded bundle; without one, none. What is rarely needed is read when asked for. */
export function createNames({ run }: Engine, { bytes, words }: Result) {
  // All of these, before asking for texts reuses the arena.
  const header = words(0, BundleInfo.size / 4);
  const info = (field: BundleInfo): number => header[field / 4] as number;
  const types = bytes(info(BundleInfo.attributeTypesOffset), info(BundleInfo.attributeCount));
  const kinds = bytes(info(BundleInfo.propertiesOffset), info(BundleInfo.propertyCount));
  const readTable = words(info(BundleInfo.readsOffset), info(BundleInfo.readCount) * 2);
  const experiments = words(info(BundleInfo.experimentsOffset), info(BundleInfo.experimentCount) * 2);

  const hex = (field: BundleInfo): string => info(field).toString(16).padStart(8, '0');
  const text = (kind: TextKind, index: number): string => run((core) => core.text(kind, index), '');
  const list = (kind: TextKind, length: number, first = 0): string[] =>
    Array.from({ length }, (_, index) => text(kind, first + index));

  const attributes = list(TextKind.attribute, types.length).map((name, index) => ({
    name,
    type: TYPES[types[index] as number] as string,
    reads: [] as Read[],
  }));
  const pageReads: Read[] = [];
  const reads = list(TextKind.read, readTable.length / 2).map((path, index): [string, Read] => {
    const attribute = attributes[readTable[index * 2] as number];
    const inner = path.slice(attribute ? attribute.name.length + 1 : 0);
    const read = { index, path, inner, needs: readTable[index * 2 + 1] as number };
    (attribute?.reads ?? pageReads).push(read);
    return [path, read];
  });

  const properties: [Property[], Property[]] = [[], []];
  // Others follow from these.
  list(TextKind.property, kinds.length).forEach((name, index) => properties[kinds[index] as 0 | 1]?.push({ index, name }));

  return {
    id: hex(BundleInfo.idHigh) + hex(BundleInfo.idLow),
    text,
    list,
    /** What the bundle says of itself. */
    info,
    slots: list(TextKind.slot, info(BundleInfo.slotCount)),
    /** By name, with their declared types. */
    attributes: new Map(attributes.map((attribute) => [attribute.name, attribute])),
    /** By path. */
    reads: new Map(reads),
    /** What the page knows by itself. */
    pageReads,
    /** Of events, and of their items. */
    properties,
    /** Of each experiment, the first of its arms and how many it has. */
    experiments,

    /** An experiment and an arm of it, as they were assigned, by name. */
    assigned: (experiment: number, arm: number): { experiment: string | null; variation: string | null } => {
      const first = experiments[experiment * 2];
      return first === undefined
        ? { experiment: null, variation: null }
        : { experiment: text(TextKind.experiment, experiment), variation: text(TextKind.arm, first + arm) };
    },
  };
}

// What only files ask for that few pages load.

export const segmentsOf = ({ list, info }: Names): string[] => list(TextKind.segment, info(BundleInfo.segmentCount));

export const experimentsOf = ({ list, info }: Names): string[] => list(TextKind.experiment, info(BundleInfo.experimentCount));

export const armsOf = ({ list, experiments }: Names, experiment: number): string[] =>
  list(TextKind.arm, experiments[experiment * 2 + 1] ?? 0, experiments[experiment * 2]);

export type Context = ReturnType<typeof createContext>;

/** What the host told about visitor and page: told again to a new instance. It is not behaviour and never stored. */
export function createContext(reads: Names['reads']) {
  const calls = new Map<string, (core: Core) => unknown>();
  const values = new Map<string, Told>();

  return {
    /** Remembers a call for which time does not matter, in place of an earlier one about the same. */
    note: (about: string, call: (core: Core) => unknown): unknown => calls.set(about, call),

    tell(at: number, told: readonly Told[]): void {
      for (const one of told) {
        one.at = at;
        values.set(one.path, one);
      }
    },

    /** What a path leads to; undefined where no rule reads it, null where nothing was told, or not since then. */
    valueOf(path: string, since = -Infinity): unknown {
      const { at = since, value = null } = values.get(path) ?? {};
      return reads.has(path) ? (at < since ? null : value) : undefined;
    },

    /** Before consent is told to the instance, so that the page is known and not counted again. */
    replay(core: Core): void {
      for (const { at, nodes } of [...values.values()].sort((a, b) => a.at - b.at)) core.values(at, nodes);
      calls.forEach((call) => call(core));
    },
  };
}
