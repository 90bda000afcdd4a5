// Small tools to build elements: texts stay texts, as a strict policy demands.

/** h('a.button', { href }, 'Go', node): false and null children are left out. */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Tells those who listen rather than look; the same words again are told again. */
export function say(text) {
  byId('said').textContent = '';
  setTimeout(() => void (byId('said').textContent = text), 100);
}

/** A place that Vitrine may fill; `defaults` is what everybody else sees. */
export const slot = (name, ...defaults) => h('div.slot', { 'data-vitrine-slot': name }, ...defaults);
