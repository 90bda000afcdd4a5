import type { Decision } from '../types.js';
import type { Warn } from '../signals.js';

type Show = NonNullable<Decision['show']>;

/** What a binding fills, on which elements, and the protocols that a URL may have there: others can run code. */
const BINDINGS = [
  { name: 'text', elements: ':not(script,style)' },
  { name: 'href', elements: 'a,area', protocols: /^(https?|mailto|tel):$/ },
  { name: 'src', elements: 'img,source,video,audio', protocols: /^https?:$/ },
];

/** The field as text; null where there is none. */
function textOf(show: Show, field: string): string | null {
  const value = show[field];
  return /^(string|number|boolean)$/.test(typeof value) ? String(value) : null;
}

/** Reads a URL as the browser will; one that is none has no protocol. */
function isSafe(url: string, protocols: RegExp): boolean {
  const link = document.createElement('a');
  link.href = url;
  return protocols.test(link.protocol);
}

/**
 * A copy of the shop's template with the fields of `show` in it; null, with a warning, when the page has no such
 * template. Fields become text or checked URLs, never markup. An element whose text or image is missing is removed; a
 * link whose target is missing or refused stays, without a target.
 */
export function render(show: Show, warn: Warn): DocumentFragment | null {
  const name = String(show.template);
  const template = document.querySelector<HTMLTemplateElement>(`template[data-vitrine-template="${CSS.escape(name)}"]`);
  if (!template) {
    warn('template', `No template "${name}" in the page.`);
    return null;
  }
  const content = document.importNode(template.content, true);
  for (const { name, elements, protocols } of BINDINGS) {
    const binding = 'data-vitrine-' + name;
    for (const element of content.querySelectorAll(`[${binding}]`)) {
      const value = textOf(show, element.getAttribute(binding) ?? '');
      // What the template wrote there was a placeholder.
      if (protocols) element.removeAttribute(name);
      if (value === null) {
        if (name !== 'href') element.remove();
      } else if (!element.matches(elements) || (protocols && !isSafe(value, protocols))) {
        warn('binding', `Refused as ${name} of <${element.localName}>: ${value}`);
      } else if (protocols) {
        element.setAttribute(name, value);
      } else {
        element.textContent = value;
      }
    }
  }
  return content;
}
