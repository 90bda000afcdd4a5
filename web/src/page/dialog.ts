import type { Decision } from '../types.js';
import css from './dialog.css';

/** What names a popup or one of its steps. */
export const HEADING = 'legend,h1,h2,h3,h4,h5,h6';

/**
 * Opens a popup around the shop's content, which stays in the page's own tree, so that its styles and handlers hold;
 * the frame around it is out of their reach. `back` is called by what leads back. Gives the element, its button, what
 * closes it, and what tells at the end whether the shopper dismissed it.
 */
export function openDialog({ show, slot, token }: Decision, content: DocumentFragment, back: () => void) {
  const { kind = 'modal', title = slot, close = 'Close' } = show as Readonly<Record<string, string>>;
  const host = document.createElement('vitrine-popup');
  const dialog = document.createElement('dialog');
  const button = document.createElement('button');
  const sheet = new CSSStyleSheet();
  let dismissed: unknown = true;
  /** Whether the pointer was pressed beside it. */
  let pressed: boolean | undefined;
  /** Had the focus before the popup. */
  let before: EventTarget | undefined;

  function shut(byShopper?: unknown): void {
    dismissed = byShopper;
    // A modal one gives the focus back by itself.
    if (host.matches(':focus-within')) (before as HTMLElement | undefined)?.focus({ preventScroll: true });
    dialog.close();
  }

  function isBeside({ target, clientX, clientY }: MouseEvent): boolean {
    const { top, bottom, left, right } = dialog.getBoundingClientRect();
    return target === dialog && (clientY < top || clientY > bottom || clientX < left || clientX > right);
  }

  sheet.replaceSync(css);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.append(dialog);
  dialog.append(button, document.createElement('slot'));
  dialog.className = kind;
  dialog.part = 'popup ' + kind;
  dialog.ariaLabel = content.querySelector(HEADING)?.textContent || title;
  button.part = 'close';
  button.ariaLabel = close;
  button.textContent = '×';
  button.onclick = shut;
  host.dataset.vitrineToken = token as string;
  host.append(content);
  host.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget && !host.contains(relatedTarget as Node)) before = relatedTarget;
  });
  host.onkeydown = (event) => {
    if (event.key === 'Escape') shut(true);
  };
  dialog.onpointerdown = (event) => {
    pressed = isBeside(event); // a handler that gives false would keep the focus from fields
  };
  // What closedby="any" does, which not every browser knows: a drag that began or ended within closes nothing.
  dialog.onclick = (event) => {
    const { target } = event as unknown as { target: Element };
    if (target.closest('[data-vitrine-back]')) back();
    if (target.closest('[data-vitrine-close]') || (pressed && isBeside(event))) shut(true);
  };
  document.body.append(host);
  if (dialog.matches('.corner,.bar')) {
    dialog.open = true; // the focus stays where it is
  } else {
    dialog.showModal();
  }
  const closed = new Promise<unknown>((resolve) => {
    dialog.onclose = () => {
      host.remove();
      resolve(dismissed);
    };
  });
  return [host, shut, button, closed] as const;
}
