import type { Warn } from '../signals.js';
import type { Page, Profile, Trigger, Vitrine } from '../types.js';

/** How often the page looks whether a time has come or an element is seen, in ms. */
const TICK = 500;

/** For how long after an act somebody counts as active, in ms, as in activity.ts. */
const ATTENTIVE = 30_000;

/** Whoever has just come, in ms, does not leave yet, unless the rule says how long. */
const DWELL = 5000;

/** Upwards by the height of the window within this time, in ms, is on its way to the address bar. */
const FLICK = 500;

/** What is over as soon as it happened: the shopper turned to go, or clicked this. */
export type Moment = 'leaving' | Element | undefined;

/** No pointer that could leave at the top: phones and tablets. */
export const { matches: isTouch } = matchMedia('(pointer:coarse)');

export type Sensed = Pick<Vitrine, 'on'> & { profile(): Promise<Profile | null> };

/** The page as the shop told it. */
export interface View {
  told?: Page;
  /** Events that were told on it. */
  readonly events: Set<unknown>;
  /** The channel by which the shopper came to this document. */
  readonly cameBy: string | null | undefined;
  /** Called when the shop told another page. */
  restart?: () => void;
}

/**
 * Senses what triggers ask for, and tells whether one is reached. Time passes only while the page is visible. `check`
 * is called when a trigger may have been reached.
 */
export function watchTriggers({ on, profile }: Sensed, view: View, check: (moment?: Moment) => void, warn: Warn) {
  let clock = 0;
  /** ms on this page, ms active there, ms since the last act. */
  let here = 0;
  let active = 0;
  let idle = 0;
  /** How much of the page was seen, in percent. */
  let depth = 0;
  /** Which page of the visit this is: NaN until somebody asks, 0 while nobody knows. */
  let number = NaN;
  /** Where the way upwards began, and when. */
  let from = 0;
  let since = 0;

  const listen = (types: string, act: (event: never) => unknown): void => {
    for (const type of types.split(' ')) addEventListener(type, act as EventListener, { capture: true, passive: true });
  };

  const leave = (): void => void (isTouch && check('leaving'));

  function forgetNumber(): void {
    number = NaN;
  }

  function restart(): void {
    here = active = idle = depth = 0;
    forgetNumber();
  }

  /** Whether the page has this number; false until that is known. */
  function isPage(count: number | undefined): boolean {
    if (isNaN(number)) {
      number = 0;
      void profile().then((known) => (number = known?.visit.pages ?? 0));
    }
    return number === count;
  }

  function isSeen(element: Element): boolean {
    const { top, bottom, left, right, height } = element.getBoundingClientRect();
    return height > 0 && top < innerHeight && bottom > 0 && left < innerWidth && right > 0;
  }

  const reached: Record<Trigger['on'], (trigger: Trigger & { after: number }, moment: Moment) => unknown> = {
    load: ({ after }) => here >= after,
    time: ({ after }) => active >= after,
    inactivity: ({ after }) => idle >= after,
    exit_intent: ({ after }, moment) => moment === 'leaving' && here >= (after || DWELL),
    scroll: (trigger) => depth >= (trigger.depth as number),
    visible: ({ selector = '' }) => [...document.querySelectorAll(selector)].some(isSeen),
    click: ({ selector = '' }, moment) => (moment as Element).closest(selector),
    event: ({ event }) => view.events.has(event),
    pages: ({ count }) => isPage(count),
  };

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
  listen('mouseout', ({ relatedTarget, clientY }: MouseEvent) => relatedTarget || clientY > 0 || check('leaving'));
  listen('click', ({ isTrusted, target }: MouseEvent) => isTrusted && check(target as Element));
  on('consent', forgetNumber);
  setInterval(() => {
    const now = performance.now();
    // A machine that slept was not looked at.
    const passed = document.hidden ? 0 : Math.min(now - clock, 2 * TICK);
    clock = now;
    here += passed;
    if (idle < ATTENTIVE) active += passed;
    idle += passed;
    check();
    if (idle >= ATTENTIVE) leave();
  }, TICK);

  return {
    restart,

    /** `moment`: what happens right now. A selector that is none is never reached. */
    isReached(trigger: Trigger, moment: Moment): unknown {
      try {
        return reached[trigger.on]({ after: 0, ...trigger }, moment);
      } catch {
        warn('selector', `"${trigger.selector}" is no selector.`);
      }
    },
  };
}
