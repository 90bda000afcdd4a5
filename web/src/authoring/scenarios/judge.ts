/** What is expected against what is. */
import type { Decision, Json, Vitrine } from '../../types.js';
import { below } from './shape.js';
import type { Expect, ExpectedDecision, ExpectedItems } from './types.js';

export interface Judgement {
  readonly pointer: string;
  readonly passed: boolean;
  readonly message: string;
  readonly expected: Json;
  readonly found: Json;
  /** The slot that is spoken of. */
  readonly slot: string | null;
}

/** One judgement for each thing that is expected. */
export function judge(vitrine: Vitrine, expect: Expect, pointer: string): Judgement[] {
  const judgements: Judgement[] = [];
  const add = (what: string, at: string, slot: string | null, passed: boolean, expected: Json, found: Json): void => {
    const message = `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
    judgements.push({ pointer: at, passed, message, expected, found, slot });
  };

  function decided(expect: ExpectedDecision, decision: Decision, at: string, ruleAt?: string): void {
    const { show, items } = expect;
    const { slot } = decision;
    for (const key of ['rule', 'experiment', 'variation'] as const) {
      const [expected, found] = [expect[key], decision[key]];
      if (expected === undefined) continue;
      add(`${key} of ${slot}`, ruleAt ?? `${at}/${key}`, slot, found === expected, expected, found);
    }
    if (show === null) add(`show of ${slot}`, `${at}/show`, slot, decision.show === null, null, decision.show as Json);
    for (const [field, expected] of Object.entries(show ?? {})) {
      const found = decision.show?.[field] ?? null;
      add(`${field} of ${slot}`, below(`${at}/show`, field), slot, found === expected, expected, found);
    }
    if (items === undefined) return;
    const ids = decision.items.map(({ item_id }) => item_id);
    const expected = items as readonly string[] | ExpectedItems;
    const passed = isList(expected)
      ? expected.length === ids.length && expected.every((id, i) => id === ids[i])
      : holds(expected, ids);
    add(`items of ${slot}`, `${at}/items`, slot, passed, expected as Json, ids);
  }

  for (const [slot, expected] of Object.entries(expect.slots ?? {})) {
    const at = below(`${pointer}/slots`, slot);
    const decision = vitrine.decide(slot);
    if (expected === null || typeof expected === 'string') decided({ rule: expected }, decision, at, at);
    else decided(expected, decision, at);
  }
  const { segments = [], notSegments = [] } = expect;
  if (segments.length + notSegments.length) {
    const now = vitrine.segments();
    const truth = (name: string, expected: boolean, at: string): void =>
      add(`segment ${name}`, at, null, now.includes(name) === expected, expected, !expected);
    segments.forEach((name, i) => truth(name, true, `${pointer}/segments/${i}`));
    notSegments.forEach((name, i) => truth(name, false, `${pointer}/notSegments/${i}`));
  }
  for (const [slot, texts] of Object.entries(expect.explain ?? {})) {
    const found = vitrine.explain(slot)?.text ?? '';
    texts.forEach((text, i) => {
      const at = `${below(`${pointer}/explain`, slot)}/${i}`;
      const passed = found.includes(text);
      const message = `explanation of ${slot}: ${passed ? 'has' : 'does not have'} ${JSON.stringify(text)}`;
      judgements.push({ pointer: at, passed, message, expected: text, found, slot });
    });
  }
  return judgements;
}

const isList = (items: readonly string[] | ExpectedItems): items is readonly string[] => Array.isArray(items);

const holds = ({ includes = [], excludes = [], count }: ExpectedItems, ids: readonly string[]): boolean =>
  includes.every((id) => ids.includes(id)) &&
  !excludes.some((id) => ids.includes(id)) &&
  (count === undefined || count === ids.length);
