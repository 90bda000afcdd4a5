import { NONE, TextKind } from './core/abi.js';
import type { RawSlot } from './core/core.js';
import type { Engine } from './core/recovery.js';
import type { Names } from './context.js';
import { tokenOf } from './convert.js';
import type { Model } from './model.js';
import type { Decision } from './types.js';

/** The longest that setTimeout takes: 25 days. */
const MAX_TIMER = 2 ** 31 - 1;

/** Decisions are shared by everyone who asks. */
const { freeze } = Object;

/** The slot keeps its default, unless something was chosen. */
export const nothing = (slot: string, chosen?: Partial<Decision>): Decision =>
  freeze({ slot, rule: null, variation: null, show: null, items: freeze([]), token: null, ...chosen });

export type Decisions = ReturnType<typeof createDecisions>;

/**
 * The decision for all slots, kept until input or time may have changed it. A slot whose decision stays the same keeps
 * the same Decision object.
 */
export function createDecisions(
  engine: Engine,
  names: Names,
  model: Model,
  clock: () => number,
  emit: (changed: readonly Decision[]) => void,
) {
  let decided: readonly Decision[] = freeze([]);
  let told = decided;
  /** What is decided for each slot, in numbers. */
  const keys: string[] = [];
  let knowledge: unknown;
  let nextChangeAt = Infinity;
  let sequence = 0;
  let stale = true;
  let scheduled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function decisionOf(slot: string, { rule, content, variation }: RawSlot, items: Decision['items']): Decision {
    const show = content === NONE ? '' : names.text(engine, TextKind.content, content);
    return nothing(slot, {
      rule: names.text(engine, TextKind.rule, rule),
      variation,
      show: JSON.parse(show || 'null', (_, value: unknown) => freeze(value)) as Decision['show'],
      items: freeze(items),
      token: tokenOf(names.id, rule, variation, ++sequence),
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
    knowledge = model.knowledge();
    decided = freeze(names.slots.map((slot, i) => {
      const row = raw?.slots[i];
      const chosen = row && row.rule !== NONE ? row : null;
      const key = chosen ? [chosen.rule, chosen.content, chosen.variation, chosen.items].join() : '';
      const old = keys[i] === key && before[i];
      keys[i] = key;
      if (old && !learned) return old;
      const items = chosen ? model.itemsOf(chosen.items) : [];
      if (old && JSON.stringify(items) === JSON.stringify(old.items)) return old;
      return chosen ? decisionOf(slot, chosen, items) : nothing(slot);
    }));
    model.want(raw?.shards ?? []);
    clearTimeout(timer);
    if (nextChangeAt < Infinity) {
      timer = setTimeout(changed, Math.min(Math.max(nextChangeAt - now, 1), MAX_TIMER));
      // A timer must not keep a Node process alive.
      if (!PAGE) (timer as { unref?: () => void }).unref?.();
    }
    return decided;
  }

  /** Takes the current decision for known, so that only later changes are emitted. */
  const tell = (): readonly Decision[] => (told = all());

  /** Input or time may have changed decisions: they are made anew at the end of the task, or when asked for. */
  function changed(): void {
    stale = true;
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
