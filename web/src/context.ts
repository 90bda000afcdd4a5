import { BundleInfo, TextKind } from './core/abi.js';
import type { AttributeInput, Core, PageInput, Result } from './core/core.js';
import type { Engine } from './core/recovery.js';

export type Names = ReturnType<typeof createNames>;

/** The names of no bundle. */
export const noNames: Names = { id: '', rules: 0, slots: [], segments: [], attributes: new Map(), text: () => '' };

/** Names in the loaded bundle. What is rarely needed is read when asked for. */
export function createNames(core: Core, { u32, bytes }: Result) {
  const hex = (at: number): string => u32(at).toString(16).padStart(8, '0');
  const id = hex(BundleInfo.idHigh) + hex(BundleInfo.idLow);
  const rules = u32(BundleInfo.ruleCount);
  const [attributeCount, slotCount, segmentCount] = [
    u32(BundleInfo.attributeCount),
    u32(BundleInfo.slotCount),
    u32(BundleInfo.segmentCount),
  ];
  const types = bytes(u32(BundleInfo.attributeTypesOffset), attributeCount);
  const list = (kind: TextKind, length: number): string[] =>
    Array.from({ length }, (_, index) => core.text(kind, index));
  return {
    id,
    rules,
    slots: list(TextKind.slot, slotCount),
    segments: list(TextKind.segment, segmentCount),
    /** Name to index and declared type. */
    attributes: new Map(
      list(TextKind.attribute, attributeCount).map((name, index) => [
        name,
        { index, type: ['string', 'number', 'boolean'][types[index] ?? 0] },
      ]),
    ),

    /** A rule id, content or input path. */
    text: ({ run }: Engine, kind: TextKind, index: number): string => run((core) => core.text(kind, index), ''),
  };
}

export type Context = ReturnType<typeof createContext>;

/** What the host told about visitor and page: told again to a new instance. It is not behaviour and never stored. */
export function createContext() {
  const attributes = new Map<number, { at: number; input: AttributeInput; value: unknown }>();
  let page: { at: number; input: PageInput } | undefined;
  let slots: readonly number[] | undefined;
  return {
    setAttribute(at: number, input: AttributeInput, value: unknown): void {
      attributes.delete(input.index); // so that they stay in the order of time
      attributes.set(input.index, { at, input, value });
    },

    setPage(at: number, input: PageInput): void {
      page = { at, input };
    },

    page: (): PageInput | undefined => page?.input,

    setSlots(indexes: readonly number[]): void {
      slots = indexes;
    },

    attribute: (index: number): unknown => attributes.get(index)?.value,

    /** Before consent is told to the instance, so that the page is known and not counted again. */
    replay(core: Core): void {
      for (const { at, input } of attributes.values()) core.attribute(at, input);
      if (page) core.page(page.at, page.input);
      if (slots) core.slots(slots);
    },
  };
}
