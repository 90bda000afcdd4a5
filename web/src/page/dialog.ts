import type { Decision } from '../types.js';
import css from './dialog.css';

export type Dialog = ReturnType<typeof openDialog>;

/**
 * Opens a popup around the shop's content, which stays in the page's own tree, so that its styles and handlers hold;
 * the frame around it is out of their reach. `closed` tells at the end whether the shopper dismissed it.
 */
export function openDialog({ show, slot, token }: Decision, content: DocumentFragment) {
  const { kind = 'modal', title = slot, close = 'Close' } = show as Readonly<Record<string, string>>;
  const host = document.createElement('vitrine-popup');
  const dialog = document.createElement('dialog');
  const button = document.createElement('button');
  const sheet = new CSSStyleSheet();
  let dismissed = true;
  /** Had the focus before the popup. */
  let before: EventTarget | null = null;

  function shut(byShopper: unknown = false): void {
    dismissed = !!byShopper;
    // A modal one gives the focus back by itself.
    if (host.matches(':focus-within')) (before as HTMLElement | null)?.focus();
    dialog.close();
  }

  sheet.replaceSync(css);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.append(dialog);
  dialog.append(button, document.createElement('slot'));
  dialog.className = kind;
  dialog.setAttribute('part', 'popup ' + kind);
  dialog.ariaLabel = content.querySelector('h1,h2,h3,h4,h5,h6')?.textContent || title;
  button.setAttribute('part', 'close');
  button.ariaLabel = close;
  button.textContent = '×';
  button.onclick = shut;
  host.dataset.vitrineToken = token as string;
  host.append(content);
  host.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget && !host.contains(relatedTarget as Node)) before = relatedTarget;
  });
  host.onkeydown = ({ key }) => {
    if (key === 'Escape') shut(true);
  };
  host.onclick = ({ target }) => {
    if ((target as Element).closest('[data-vitrine-close]')) shut(true);
  };
  document.body.append(host);
  if (/^(corner|bar)$/.test(kind)) {
    dialog.open = true; // the focus stays where it is
  } else {
    dialog.setAttribute('closedby', 'any');
    dialog.showModal();
  }
  const closed = new Promise<boolean>((resolve) => {
    dialog.onclose = () => {
      host.remove();
      resolve(dismissed);
    };
  });
  return { host, button, shut, closed };
}
