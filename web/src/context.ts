import { BundleInfo, Experiment, Read as ReadInfo, TextKind } from './core/abi.js';
import type { Core, Result, ValueInput } from './core/core.js';
import type { Engine } from './core/recovery.js';
import { nodesOf } from './reads.js';

/** A path that conditions or texts read. */
export interface Read {
  readonly index: number;
  readonly path: string;
  readonly needs: number;
}

/** What a read leads to, also as the core takes it. */
export interface Told extends Read {
  readonly value: unknown;
  readonly nodes: readonly ValueInput[];
}

export const toldOf = (read: Read, value: unknown): Told => ({
  ...read,
  value,
  nodes: nodesOf(read.index, value, read.needs),
});

/** What a `where` reads of an event, or of its items, beside the fields that every item has. */
export interface Property {
  readonly index: number;
  readonly name: string;
  readonly ofItem: boolean;
}

/** In the order of ValueType in runtime/bundle/program.h. */
const TYPES = 'string number boolean date any list object'.split(' ');

export type Names = ReturnType<typeof createNames>;

/** Names in the loaded bundle; without one, none. What is rarely needed is read when asked for. */
export function createNames({ run }: Engine, info: Result | null) {
  const u32 = (at: number): number => info?.u32(at) ?? 0;
  const bytes = (at: number, length: number): Uint8Array => info?.bytes(u32(at), length) ?? new Uint8Array();
  const words = (at: number, length: number): Uint32Array => new Uint32Array(bytes(at, length).buffer);
  const hex = (at: number): string => u32(at).toString(16).padStart(8, '0');
  const text = (kind: TextKind, index: number): string => run((core) => core.text(kind, index), '');
  const list = (kind: TextKind, length: number, first = 0): string[] =>
    Array.from({ length }, (_, index) => text(kind, first + index));

  // All of these, before asking for texts reuses the arena.
  const id = hex(BundleInfo.idHigh) + hex(BundleInfo.idLow);
  const rules = u32(BundleInfo.ruleCount);
  const [attributeCount, slotCount, segmentCount, readCount, propertyCount, experimentCount] = [
    u32(BundleInfo.attributeCount),
    u32(BundleInfo.slotCount),
    u32(BundleInfo.segmentCount),
    u32(BundleInfo.readCount),
    u32(BundleInfo.propertyCount),
    u32(BundleInfo.experimentCount),
  ];
  const types = bytes(BundleInfo.attributeTypesOffset, attributeCount);
  const ofItems = bytes(BundleInfo.propertiesOffset, propertyCount);
  const readTable = words(BundleInfo.readsOffset, readCount * ReadInfo.size);
  const experiments = words(BundleInfo.experimentsOffset, experimentCount * Experiment.size);

  const attributes = list(TextKind.attribute, attributeCount).map((name, index) => ({
    name,
    type: TYPES[types[index] ?? 0] as string,
    reads: [] as Read[],
  }));
  const pageReads: Read[] = [];
  const reads = list(TextKind.read, readCount).map((path, index): [string, Read] => {
    const read = { index, path, needs: readTable[index * 2 + 1] as number };
    (attributes[readTable[index * 2] as number]?.reads ?? pageReads).push(read);
    return [path, read];
  });

  return {
    id,
    rules,
    text,
    slots: list(TextKind.slot, slotCount),
    segments: list(TextKind.segment, segmentCount),
    /** By name, with their declared types. */
    attributes: new Map(attributes.map((attribute) => [attribute.name, attribute])),
    /** By path. */
    reads: new Map(reads),
    /** What the page knows by itself. */
    pageReads,
    properties: list(TextKind.property, propertyCount).map(
      (name, index): Property => ({ index, name, ofItem: !!ofItems[index] }),
    ),

    /** An experiment and an arm of it, as they were assigned, by name. */
    assigned: (experiment: number, arm: number): { experiment: string | null; variation: string | null } => {
      const first = experiments[experiment * 2];
      return first === undefined
        ? { experiment: null, variation: null }
        : { experiment: text(TextKind.experiment, experiment), variation: text(TextKind.arm, first + arm) };
    },

    experiments: (): string[] => list(TextKind.experiment, experimentCount),
    arms: (experiment: number): string[] =>
      list(TextKind.arm, experiments[experiment * 2 + 1] as number, experiments[experiment * 2]),
  };
}

export type Context = ReturnType<typeof createContext>;

/** What the host told about visitor and page: told again to a new instance. It is not behaviour and never stored. */
export function createContext(reads: Names['reads']) {
  const calls = new Map<string, (core: Core) => unknown>();
  const values = new Map<string, unknown>();

  /** Remembers a call, in place of an earlier one about the same: a path, or `#` and what it is. */
  function note(about: string, call: (core: Core) => unknown): void {
    calls.delete(about); // so that they stay in the order of time
    calls.set(about, call);
  }

  return {
    note,

    tell(at: number, told: readonly Told[]): void {
      for (const { path, value, nodes } of told) {
        values.set(path, value);
        note(path, (core) => core.values(at, nodes));
      }
    },

    /** What a path leads to; undefined where no rule reads it, null where nothing was told. */
    valueOf: (path: string): unknown => (reads.has(path) ? (values.get(path) ?? null) : undefined),

    /** Before consent is told to the instance, so that the page is known and not counted again. */
    replay: (core: Core): void => calls.forEach((call) => call(core)),
  };
}
