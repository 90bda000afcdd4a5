import { createHash } from 'node:crypto';
import type { Site } from './files.js';

/** Stands for what the shop's server makes up for each answer. */
const NONCE = 'NONCE';

const escape = (text: string): string => text.replace(/[&"'<>]/g, (unit) => `&#${unit.charCodeAt(0)};`);

/** What a policy calls the server of an address: 'self' where it is the page's own. */
function sourceOf(base: string): string {
  const page = 'https://page.invalid';
  try {
    const { origin, host } = new URL(base, page);
    return origin === page ? "'self'" : base.startsWith('//') ? host : origin;
  } catch {
    return "'self'";
  }
}

/** The lines that a shop puts into its pages, and the policies that go with them. `base`: the address of the folder. */
export function embedding(base: string, { stub, integrity }: Pick<Site, 'stub' | 'integrity'>): string {
  const folder = base.endsWith('/') ? base : base + '/';
  const at = (name: string): string => escape(folder + name);
  const source = sourceOf(base);
  /** Files are only checked where the page may read them. */
  const cors = source === "'self'" ? '' : ' crossorigin';
  const checked = (name: string): string => `src="${at(name)}" integrity="${integrity.get(name)}"${cors}`;
  const bundle = `data-bundle="${at('vitrine.json')}"`;
  const script = (nonce = ''): string => `<script${nonce} async ${checked('vitrine.js')} ${bundle} data-page=""></script>`;
  const policy = (allowed: string): string => `Content-Security-Policy: script-src ${source} 'wasm-unsafe-eval'${allowed}`;
  const hash = createHash('sha256').update(stub).digest('base64');
  const nonce = ` nonce="${NONCE}"`;
  const later = [...integrity].filter(([name]) => name !== 'vitrine.js' && name !== 'stub.js');
  const map = { integrity: Object.fromEntries(later.map(([name, value]) => [folder + name, value])) };
  const importMap = `<script type="importmap">${JSON.stringify(map).replaceAll('<', '\\u003c')}</script>`;

  const parts = [
    ['Embed, first in the <head>, above all style sheets, and again whenever the package was updated:', `<script ${bundle}>${stub}</script>`, script(), policy(` 'sha256-${hash}'`)],
    [
      `With a nonce, where ${NONCE} is another one in each answer of the server:`,
      `<script${nonce} ${bundle}>${stub}</script>`,
      script(nonce),
      policy(` 'nonce-${NONCE}'`),
    ],
    ['Without an inline script:', `<script ${checked('stub.js')} ${bundle}></script>`, script(), policy('')],
    [
      'To check files that are loaded later, too, where browsers can, before the first module (with a nonce, or its hash in the policy):',
      importMap,
    ],
  ];
  return parts.map((lines) => lines.join('\n')).join('\n\n');
}
