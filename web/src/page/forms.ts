import type { AttributeValue } from '../types.js';

type Field = HTMLInputElement;

/** A number for what is one (a date: its time), truth for a box to tick, else text; null for nothing. */
function valueOf({ type, checked, name, valueAsNumber }: Field, values: FormData): AttributeValue {
  if (type === 'checkbox') return checked;
  // Of other fields it is NaN, or not there.
  return valueAsNumber >= 0 || valueAsNumber < 0 ? valueAsNumber : (values.get(name) as string) || null;
}

/** What the shopper answered: all values by field, and those that are attributes of the rules. */
export function answersOf(form: HTMLFormElement, submitter: HTMLElement | null) {
  const data = new FormData(form, submitter);
  const fields = ([...form.elements] as Field[]).filter(({ dataset }) => dataset.vitrineAttribute);
  return {
    values: Object.fromEntries(data),
    attributes: Object.fromEntries(fields.map((field) => [field.dataset.vitrineAttribute, valueOf(field, data)])),
  };
}
