import { isObject, isScalar } from '../reads.js';
import type { Warn } from '../warnings.js';
import type { Json } from '../types.js';
import { countDown } from './countdown.js';
import { dateOf } from './formats.js';
import { type Bind, type Fields, type Price, prefixed, refuse, repeat, taken } from './parts.js';

/** Attributes that neither run anything, nor lead anywhere, nor are names that scripts look for. */
const ATTRIBUTES = /^(alt|title|label|placeholder|value|min|max|datetime|lang|dir|width|height|aria-[a-z]+|data-(?!vitrine)[a-z0-9-]+)$/;

/** The pairs of `name:field name:field`; a name may have colons. */
const pairsOf = (said: string): readonly string[][] => said.trim().split(/\s+/).map((pair) => pair.split(/:(?=[^:]*$)/));

/** Fills what `root` binds beside text and addresses. `bind` does all of it. */
export function bindMore(root: DocumentFragment, fields: Fields, price: Price, warn: Warn, bind: Bind): void {
  for (const [element, list] of taken(root, 'each')) {
    const parts = fields[list];
    repeat(element, Array.isArray(parts) ? (parts as readonly Json[]) : [], (part, box) =>
      bind(box, { ...fields, ...(isObject(part) ? prefixed(list, part) : { [list]: part }) }, price, warn),
    );
  }
  for (const [element, said] of taken(root, 'class')) {
    for (const [name, field = ''] of pairsOf(said)) if (name) element.classList.toggle(name, Object.hasOwn(fields, field) && !!fields[field]);
  }
  for (const [element, said] of taken(root, 'attr')) {
    for (const [name = '', field = ''] of pairsOf(said)) {
      const value = fields[field];
      if (!isScalar(value)) continue; // what the template wrote stays
      if (ATTRIBUTES.test(name)) element.setAttribute(name, String(value));
      else refuse(warn, name, element, value);
    }
  }
  const texts = { price, date: dateOf };
  for (const [name, write] of Object.entries(texts)) {
    for (const [element, said] of taken(root, name)) {
      const value = write(fields[said]);
      if (!isScalar(value)) element.remove();
      else if (element.matches('script,style')) refuse(warn, name, element, value);
      else element.textContent = String(value);
    }
  }
  for (const [element, said] of taken(root, 'until')) if (!countDown(element, fields[said])) element.remove();
}
