import type { AttributeValue } from '../types.js';

type Field = HTMLInputElement;

/** A form that was submitted, and the button that did. */
export type Submission = readonly [HTMLFormElement, HTMLElement | null];

/**
 * What the shopper answered: all values by field, a list of several, and those that are attributes of the rules: a number for what is one
 * (a date: its time), truth for a box to tick, else text; null for nothing. Later answers outrank earlier ones.
 */
export function answersOf(submissions: readonly Submission[]) {
  const values: Record<string, FormDataEntryValue | FormDataEntryValue[]> = {};
  const attributes: Record<string, AttributeValue> = {};
  for (const [form, submitter] of submissions) {
    const data = new FormData(form, submitter);
    data.forEach((value, name) => {
      const all = data.getAll(name);
      values[name] = all[1] === undefined ? value : all;
    });
    for (const { type, checked, name, valueAsNumber, dataset } of form.elements as Iterable<Field>) {
      if (!dataset.vitrineAttribute) continue;
      attributes[dataset.vitrineAttribute] =
        type === 'checkbox'
          ? checked
          : // Of other fields it is NaN, or not there.
            isFinite(valueAsNumber)
            ? valueAsNumber
            : (data.get(name) as string) || null;
    }
  }
  return [values, attributes] as const;
}
