import { NONE, TextKind } from './core/abi.js';
import type { RawSlot } from './core/core.js';
import type { Engine } from './core/recovery.js';
import type { Context, Names } from './context.js';
import { tokenOf } from './convert.js';
import type { Model } from './model.js';
import { isObject } from './reads.js';
import { closest, filled } from './texts.js';
import type { Decision, Json } from './types.js';

/** The longest that setTimeout takes: 25 days. */
const MAX_TIMER = 2 ** 31 - 1;

/** Decisions are shared by everyone who asks. */
const { freeze } = Object;

/** The slot keeps its default, unless something was chosen. */
export const nothing = (slot: string, chosen?: Partial<Decision>): Decision =>
  freeze({
    slot,
    rule: null,
    experiment: null,
    variation: null,
    show: null,
    trigger: null,
    items: freeze([]),
    token: null,
    ...chosen,
  });

export type Decisions = ReturnType<typeof createDecisions>;

/** What a decision is made from beside the core. */
interface Sources {
  readonly engine: Engine;
  readonly names: Names;
  readonly context: Context;
  readonly model: Model;
  now(): number;
  /** Of texts. */
  language(): string | null;
}

/**
 * The decision for all slots, kept until input or time may have changed it. A slot whose decision stays the same keeps
 * the same Decision object. `expect` is told how much more active time would change something.
 */
export function createDecisions(
  { engine, names, context, model, now: clock, language }: Sources,
  emit: (changed: readonly Decision[]) => void,
  expect?: (ms: number) => void,
) {
  let decided: readonly Decision[] = freeze([]);
  let told = decided;
  /** What is decided for each slot, in numbers, and whether its texts depend on what the host tells. */
  const keys: string[] = [];
  const varies: boolean[] = [];
  let knowledge: unknown;
  let heard = false;
  let nextChangeAt = Infinity;
  let sequence = 0;
  let stale = true;
  let scheduled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** What a rule shows, in the visitor's language. */
  function contentOf(i: number, { content }: RawSlot): Pick<Decision, 'show' | 'trigger'> {
    if (content === NONE) return { show: null, trigger: null };
    const { $trigger = null, ...fields } = JSON.parse(names.text(TextKind.content, content) || '{}', (key, value) => {
      if (!isObject(value) || !/^\w/.test(key)) return value as unknown;
      varies[i] = true;
      return value[closest(Object.keys(value), language())]; // a text for each language
    }) as { readonly [field: string]: Json };
    const show = filled(fields, (path) => {
      varies[i] = true;
      return context.valueOf(path);
    });
    return { show: freeze(show), trigger: freeze($trigger) as Decision['trigger'] };
  }

  function decisionOf(i: number, raw: RawSlot, old: Decision | false | undefined): Decision {
    const made = { ...contentOf(i, raw), items: freeze(model.itemsOf(raw.items)) };
    if (old && JSON.stringify([made.show, made.items]) === JSON.stringify([old.show, old.items])) return old;
    const { rule, experiment, arm } = raw;
    return nothing(names.slots[i] as string, {
      rule: names.text(TextKind.rule, rule),
      ...names.assigned(experiment, arm),
      ...made,
      token: tokenOf(names.id, rule, experiment, arm, ++sequence),
    });
  }

  /** Decides again if anything may have changed. */
  function all(): readonly Decision[] {
    const now = clock();
    if (!stale && now < nextChangeAt) return decided;
    stale = false;
    const raw = engine.run((core) => core.decide(now), null);
    nextChangeAt = raw?.nextChangeAt ?? Infinity;
    const before = decided;
    const learned = knowledge !== model.knowledge();
    const toldMore = heard;
    knowledge = model.knowledge();
    heard = false;
    decided = freeze(names.slots.map((slot, i) => {
      const row = raw?.slots[i];
      const chosen = row && row.rule !== NONE ? row : null;
      const key = chosen ? [chosen.rule, chosen.items].join() : '';
      const old = keys[i] === key && before[i];
      if (old && !(chosen && ((learned && chosen.items.length) || (toldMore && varies[i])))) return old;
      keys[i] = key;
      varies[i] = false;
      return chosen ? decisionOf(i, chosen, old) : nothing(slot);
    }));
    model.want(raw?.shards ?? []);
    clearTimeout(timer);
    if (nextChangeAt < Infinity) {
      timer = setTimeout(() => changed(), Math.min(Math.max(nextChangeAt - now, 1), MAX_TIMER));
      // A timer must not keep a Node process alive.
      if (!PAGE) (timer as { unref?: () => void }).unref?.();
    }
    expect?.(raw?.nextActiveAt ?? Infinity);
    return decided;
  }

  /** Takes the current decision for known, so that only later changes are emitted. */
  const tell = (): readonly Decision[] => (told = all());

  /**
   * Input or time may have changed decisions: they are made anew at the end of the task, or when asked for. `more`:
   * what texts are made from may have changed, too.
   */
  function changed(more = false): void {
    stale = true;
    heard ||= more;
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const before = told;
      const differ = tell().filter((decision, i) => decision !== before[i]);
      if (differ.length) emit(differ);
    });
  }

  return {
    all,
    tell,
    changed,
    stop: PAGE
      ? undefined
      : (): void => {
          clearTimeout(timer);
          stale = true; // without a core: defaults
        },
  };
}
