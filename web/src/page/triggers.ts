import type { Warn } from '../warnings.js';
import type { Page, Profile, Trigger, Vitrine } from '../types.js';

/** How often the page looks whether a time has come or an element is seen, in ms. */
const TICK = 500;

/** For how long after an act somebody counts as active, in ms, as in activity.ts. */
const ATTENTIVE = 30_000;

/** Whoever has just come, in ms, does not leave yet, unless the rule says how long. */
const DWELL = 5000;

/** Upwards by the height of the window within this time, in ms, is on its way to the address bar. */
const FLICK = 500;

/** For so long, in ms, after a popup was closed, and on a phone after a search led here, nothing opens by itself. */
export const REST = 5000;

/** What is over as soon as it happened: true: the shopper turned to go; else a click. */
export type Moment = true | MouseEvent | undefined;

/** No pointer that could leave at the top: phones and tablets. */
export const { matches: isTouch } = matchMedia('(pointer:coarse)');

export type Sensed = Pick<Vitrine, 'on'> & { profile(): Promise<Profile | null> };

/** The page as the shop told it. */
export interface View {
  told?: Page;
  /** Events that were told on it. */
  readonly events: Set<unknown>;
  /** What the shopper clicked last on it. */
  click?: MouseEvent | undefined;
  /** The channel by which the shopper came to this document. */
  readonly cameBy: string | null | undefined;
  /** Called when the shop told another page. */
  restart?: () => void;
}

/**
 * Senses what triggers ask for. Gives what tells whether one is reached, and what begins anew on another page. Time
 * passes only while the page is visible. `check` is called when a trigger may have been reached.
 */
export function watchTriggers({ on, profile }: Sensed, view: View, check: (moment?: Moment) => void, warn: Warn) {
  /** ms on this page, ms active there, ms since the last act. */
  let here = 0;
  let active = 0;
  let idle = 0;
  /** How much of the page was seen, in percent. */
  let depth = 0;
  /** Which page of the visit this is: null until somebody asks, 0 while nobody knows. */
  let number: number | null = null;
  /** Where the way upwards began, and when. */
  let from = 0;
  let since = 0;

  const listen = (types: string, act: (event: never) => unknown): void => {
    for (const type of types.split(' ')) addEventListener(type, act as EventListener, true);
  };

  const leave = (): void => void (isTouch && check(true));

  function restart(): void {
    here = active = idle = depth = 0;
    number = null;
  }

  /** Asks for it; 0 until that is known. */
  function askNumber(): number {
    void profile().then((known) => (number = known?.visit.pages ?? 0));
    return 0;
  }

  function isSeen(element: Element): boolean {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return bottom > top && top < innerHeight && bottom > 0 && left < innerWidth && right > 0;
  }

  const reached: Record<Trigger['on'], (trigger: Required<Trigger>, moment: Moment) => unknown> = {
    load: (trigger) => here >= (trigger.after || 0),
    time: (trigger) => active >= trigger.after,
    inactivity: (trigger) => idle >= trigger.after,
    exit_intent: (trigger, moment) => moment && here >= (trigger.after || DWELL),
    scroll: (trigger) => depth >= trigger.depth,
    visible: (trigger) => [...document.querySelectorAll(trigger.selector)].some(isSeen),
    click: (trigger, moment) => ((moment as MouseEvent).target as Element).closest(trigger.selector),
    event: (trigger) => view.events.has(trigger.event),
    pages: (trigger) => (number ??= askNumber()) === trigger.count,
  };

  /** `moment`: what happens right now. A selector that is none is never reached. */
  function isReached(trigger: Trigger, moment: Moment): unknown {
    try {
      return reached[trigger.on](trigger as Required<Trigger>, moment);
    } catch {
      warn('selector', trigger.selector as string);
    }
  }

  listen('pointerdown pointermove keydown scroll visibilitychange', () => (idle = 0));
  listen('scroll', () => {
    const now = performance.now();
    depth = Math.max(depth, ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100);
    if (scrollY > from || now > since + FLICK) {
      from = scrollY;
      since = now;
    }
    if (from - scrollY > innerHeight) leave();
  });
  listen('visibilitychange', () => document.hidden || leave());
  listen('mouseout', ({ relatedTarget, clientY }: MouseEvent) => relatedTarget || clientY > 0 || check(true));
  listen('click', (event: MouseEvent) => event.isTrusted && check(event));
  on('consent', () => (number = null));
  setInterval(() => {
    if (document.hidden) return;
    here += TICK;
    if (idle < ATTENTIVE) active += TICK;
    else leave();
    idle += TICK;
    check();
  }, TICK);

  return [isReached, restart] as const;
}
