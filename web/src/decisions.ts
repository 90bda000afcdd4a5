import { NONE, TextKind } from './core/abi.js';
import { NO_WORDS, type RawDecision, type RawSlot } from './core/core.js';
import type { Engine } from './core/recovery.js';
import type { Context, Names } from './context.js';
import { tokenOf } from './convert.js';
import { type Model, numbersOf } from './model.js';
import { freeze } from './reads.js';
import { FRESH, filled, isStock } from './texts.js';
import type { Decision, Json } from './types.js';

/** The longest that setTimeout takes: 25 days. */
const MAX_TIMER = 2 ** 31 - 1;

const NO_ITEMS: Decision['items'] = freeze([]);

/** Decisions whose items are known when they are reported: the latest ones. */
const MAX_TOKENS = 64;

/** Without a core. */
const NO_DECISION: RawDecision = { nextChangeAt: Infinity, nextActiveIn: Infinity, slots: [], wanted: NO_WORDS };

/** The slot keeps its default. */
export const nothing = (slot: string): Decision =>
  freeze({
    slot,
    rule: null,
    experiment: null,
    variation: null,
    show: null,
    trigger: null,
    items: NO_ITEMS,
    token: null,
  });

export type Decisions = ReturnType<typeof createDecisions>;

/** What is the same whenever a row of the rules wins. */
interface Row {
  /** Its token lacks the sequence. */
  readonly decision: Decision;
  /** `show` may need texts in the visitor's language, or values in place of placeholders. */
  readonly varies: boolean;
}

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
  { engine, names, context, model, now, language }: Sources,
  emit: (changed: readonly Decision[]) => void,
  expect?: (ms: number) => void,
) {
  let decided: readonly Decision[] = freeze([]);
  let told = decided;
  /** By number, once they won. */
  const rows: Row[] = [];
  /** The number of the row that won each slot, or NONE. */
  const winners: number[] = [];
  /** Numbers of the items of a decision, by its token. */
  const shown = new Map<string, readonly number[]>();
  let knowledge: unknown;
  let heard = false;
  let nextChangeAt = Infinity;
  let sequence = 0;
  let stale = true;
  /** Until the first `tell`, nobody listens. */
  let scheduled = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function rowOf(slot: string, { rule, content, experiment, arm }: RawSlot): Row {
    const text = content === NONE ? '' : names.text(TextKind.content, content);
    const { $trigger = null, ...fields } = JSON.parse(text || '{}') as Record<string, Json>;
    return {
      decision: {
        ...nothing(slot),
        rule: names.text(TextKind.rule, rule),
        ...names.assigned(experiment, arm),
        // Who is shown nothing on purpose has the trigger of a popup all the same.
        show: fields.template ? freeze(fields) : null,
        trigger: freeze($trigger) as Decision['trigger'],
        token: tokenOf(names.id, rule, experiment, arm),
      },
      varies: text.includes('{', 1),
    };
  }

  function decisionOf(slot: string, raw: RawSlot, old: Decision | false | undefined): Decision {
    const { decision, varies } = (rows[raw.rule] ??= rowOf(slot, raw));
    const written = decision.show;
    const fresh = now() - FRESH;
    const valueOf = (path: string, field: string): unknown => context.valueOf(path, isStock(field) ? fresh : undefined);
    const show = written && varies ? freeze(filled(written, valueOf, language())) : written;
    const items = raw.items.length ? freeze(model.itemsOf(raw.items)) : NO_ITEMS;
    if (old && JSON.stringify([show, items]) === JSON.stringify([old.show, old.items])) return old;
    const token = (decision.token as string) + ++sequence;
    shown.set(token, numbersOf(raw.items));
    if (shown.size > MAX_TOKENS) shown.delete(shown.keys().next().value as string);
    return freeze({ ...decision, show, items, token });
  }

  /** Decides again if anything may have changed. */
  function all(): readonly Decision[] {
    const at = now();
    if (!stale && at < nextChangeAt) return decided;
    stale = false;
    const raw = engine.run((core) => core.decide(at), NO_DECISION);
    nextChangeAt = raw.nextChangeAt;
    const before = decided;
    const learned = knowledge !== (knowledge = model.knowledge());
    const toldMore = heard;
    heard = false;
    decided = freeze(
      names.slots.map((slot, i) => {
        const row = raw.slots[i];
        const rule = row ? row.rule : NONE;
        const old = winners[i] === rule && before[i];
        winners[i] = rule;
        if (!row || rule === NONE) return old || nothing(slot);
        const same = !row.changed && !learned && !(toldMore && rows[rule]?.varies);
        // Other items are another decision, without comparing what they show.
        return old && same ? old : decisionOf(slot, row, !row.changed && old);
      }),
    );
    model.want(raw);
    clearTimeout(timer);
    if (nextChangeAt < Infinity) {
      timer = setTimeout(() => changed(), Math.min(Math.max(nextChangeAt - at, 1), MAX_TIMER));
      // A timer must not keep a Node process alive.
      if (!PAGE) (timer as { unref?: () => void }).unref?.();
    }
    expect?.(raw.nextActiveIn);
    return decided;
  }

  /** Takes the current decision for known, so that only later changes are emitted. */
  function tell(): readonly Decision[] {
    scheduled = false;
    return (told = all());
  }

  /** Emits what was not told yet. */
  function announce(): void {
    const before = told;
    const differ = tell().filter((decision, i) => decision !== before[i]);
    if (differ.length) emit(differ);
  }

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
      announce();
    });
  }

  return {
    all,
    tell,
    announce,
    changed,

    /** Numbers of the items that the decision of a token shows, or of some of them; none of an earlier page's. */
    itemsOf: (token: string, ids?: readonly (string | null)[]): readonly number[] =>
      (shown.get(token) ?? []).filter((item) => !ids || ids.includes(model.idOf(item))),

    /** Decides anew without telling of it, to find out what else is wanted of the model. */
    look(): void {
      stale = true;
      all();
    },

    stop: PAGE
      ? undefined
      : (): void => {
          clearTimeout(timer);
          stale = true; // without a core: defaults
        },
  };
}
