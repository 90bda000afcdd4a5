/** The frame of the inspector: tabs, where it is docked, what is said aloud. Out of the reach of the page's styles. */
import css from './debug.css';
import { type Child, h, redraw } from './dom.js';
import { forceTab } from './force_tab.js';
import { logTab } from './log_tab.js';
import { scenarioTab } from './scenario_tab.js';
import { isForcing, save, session } from './session.js';
import { slotsTab } from './slots_tab.js';
import type { Tab, Tools } from './tools.js';
import { visitorTab } from './visitor_tab.js';

const TABS: readonly Tab[] = [slotsTab, visitorTab, logTab, forceTab, scenarioTab];
/** What is typed is not drawn over. */
const WRITABLE = 'input,select,textarea';
/** Changes with each part that is typed. */
const GRADUAL = '[type=datetime-local]';

interface Actions {
  readonly tools: Tools;
  /** In words: ready, or why not. */
  status(): string;
  close(): void;
}

/** `layer`: what lies over the page beside the panel. */
export function createPanel({ tools, status, close }: Actions, layer: HTMLElement) {
  const host = document.createElement('vitrine-inspector');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const state = h('span.status');
  const badge = h('span.badge');
  const voice = h('p.unseen', { role: 'status' });
  const content = h('div.content');
  const body = h('div.body', { role: 'tabpanel', id: 'body', tabindex: 0 }, content);
  const tabs = TABS.map(({ id, label }) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${id}`,
        'aria-controls': 'body',
        onclick: () => choose(id),
        onkeydown: (event) => move(event as KeyboardEvent),
      },
      label,
    ),
  );
  const dock = h('button.icon.dock', {
    type: 'button',
    onclick: () => {
      session.dock = session.dock === 'right' ? 'bottom' : 'right';
      place();
    },
  });
  const pill = h(
    'button.pill',
    { type: 'button', 'aria-label': 'Show the Vitrine inspector', hidden: true, onclick: () => toggle() },
    h('span.logo', { 'aria-hidden': 'true' }),
    'Vitrine',
  );
  const hide = h(
    'button.icon',
    {
      type: 'button',
      'aria-label': 'Hide (Ctrl+Alt+V brings it back)',
      title: 'Hide (Ctrl+Alt+V brings it back)',
      onclick: () => toggle(),
    },
    '–',
  );
  const shut = h('button.icon', { type: 'button', onclick: close }, '×');
  const head = h(
    'header',
    {},
    h('span.logo', { 'aria-hidden': 'true' }),
    h('h2', {}, 'Vitrine'),
    state,
    badge,
    h('span.room'),
    dock,
    hide,
    shut,
  );
  const panel = h(
    'section.panel',
    { 'aria-label': 'Vitrine inspector' },
    head,
    h('div.tabs', { role: 'tablist', 'aria-label': 'Inspector' }, tabs),
    body,
    voice,
  );
  let stale = false;
  let pressed = false;

  function place(): void {
    const isRight = session.dock === 'right';
    panel.classList.toggle('bottom', !isRight);
    const label = isRight ? 'Dock at the bottom' : 'Dock at the side';
    dock.ariaLabel = dock.title = label;
    dock.textContent = isRight ? '⬓' : '◨';
    save();
  }

  function choose(id: string): void {
    session.tab = id;
    body.scrollTop = 0;
    draw();
    save();
  }

  /** Arrows, Home and End, as tabs have them. */
  function move(event: KeyboardEvent): void {
    const at = TABS.findIndex(({ id }) => id === session.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + TABS.length) % TABS.length;
    choose(TABS[next]?.id ?? '');
    tabs[next]?.focus();
  }

  /** Words of a close that also takes back what is forced. */
  function drawHead(): void {
    const isRehearsal = session.copied || isForcing(session.forced);
    state.textContent = status();
    badge.hidden = !isRehearsal;
    pill.classList.toggle('forced', isRehearsal);
    badge.textContent = isForcing(session.forced) ? 'forced' : 'copy';
    shut.ariaLabel = shut.title = isRehearsal ? 'Close, undo all, load the page anew' : 'Close';
  }

  function draw(): void {
    drawHead();
    const tab = TABS.find(({ id }) => id === session.tab) ?? slotsTab;
    TABS.forEach(({ id }, i) => {
      const isChosen = id === tab.id;
      tabs[i]?.setAttribute('aria-selected', String(isChosen));
      if (tabs[i]) tabs[i].tabIndex = isChosen ? 0 : -1;
    });
    body.setAttribute('aria-labelledby', `tab-${tab.id}`);
    stale = false;
    if (!panel.hidden) redraw(root, content, ...(tab.draw(tools) as Child[]));
  }

  /** Something changed: drawn at once, but not under a hand that types or presses. `own`: by a field of the panel. */
  function refresh(own = false): void {
    drawHead();
    if (pressed || root.activeElement?.matches(own ? GRADUAL : WRITABLE)) stale = true;
    else draw();
  }

  function toggle(): void {
    panel.hidden = !panel.hidden;
    layer.hidden = panel.hidden;
    pill.hidden = !panel.hidden;
    if (panel.hidden) return pill.focus();
    draw();
    tabs[TABS.findIndex(({ id }) => id === session.tab)]?.focus();
  }

  const catchUp = (): unknown => setTimeout(() => stale && refresh());
  body.addEventListener('focusout', catchUp);
  body.addEventListener('pointerdown', () => (pressed = true));
  const listeners = new AbortController();
  for (const type of ['pointerup', 'pointercancel']) {
    addEventListener(
      type,
      () => {
        pressed = false;
        catchUp();
      },
      listeners,
    );
  }
  // Keys that are pressed here are none of the shop's, but for the one that hides this.
  for (const type of ['keydown', 'keyup', 'keypress'] as const) {
    host.addEventListener(type, (event) => (event.ctrlKey && event.altKey) || event.stopPropagation());
  }
  root.append(layer, panel, pill);
  place();

  return {
    host,
    choose,
    refresh,
    toggle,
    stop(): void {
      listeners.abort();
      host.remove();
    },
    say: (text: string): void => void (voice.textContent = text),
    scrollTo: (key: string): void =>
      void body.querySelector(`[data-key="${CSS.escape(key)}"]`)?.scrollIntoView({ block: 'start' }),
  };
}
