import type { Warn } from '../warnings.js';
import type { Decision, Vitrine } from '../types.js';
import { HEADING, openDialog } from './dialog.js';
import type * as exposure from './exposure.js';
import { type Submission, answersOf } from './forms.js';
import type { render } from './templates.js';
import { type Moment, REST, type Sensed, type View, isTouch, watchTriggers } from './triggers.js';

/** For how long, in ms, a click waits for this file. */
const PATIENCE = 2000;

type Page = Sensed & Pick<Vitrine, 'decide' | 'decideAll' | 'report' | 'setAttributes'>;

/** Whoever has the focus in a field may be writing; of web components it is known by their open shadow roots. */
function isWriting(root: DocumentOrShadowRoot | null): unknown {
  const active = root?.activeElement;
  return active && (active.matches(':read-write,select,iframe') || isWriting(active.shadowRoot));
}

/**
 * Opens popups when their triggers are reached: one at a time, and each rule's once on a page, unless the shopper asks
 * for it by a click. Who is shown nothing on purpose is reported when it would have opened.
 */
export function createPopups(vitrine: Page, view: View, fill: typeof render, tell: typeof exposure.tell, warn: Warn): void {
  const { decide, decideAll, report, setAttributes } = vitrine;
  const [isReached, restart] = watchTriggers(vitrine, view, check, warn);
  /** Rules that had their turn on this page. */
  const over = new Set<string | null>();
  /** Turns that are under way. */
  let busy = 0;
  let turns: Promise<void> | undefined;
  /** Whose turn it is; undefined: nobody's, or the page that it was for is over. */
  let found: Decision | undefined;
  /** The popup that was opened last, and what closes it. */
  let host: HTMLElement | undefined;
  let shut = (): void => undefined;
  let restUntil = isTouch && /search|paid/.test(view.cameBy as string) ? performance.now() + REST : 0;

  function check(moment?: Moment): void {
    const asked = typeof moment === 'object';
    const isUp = host?.isConnected;
    if (!isUp) shut(); // perhaps the shop drew its page anew
    if (
      busy > (asked && isUp ? 1 : 0) ||
      document.hidden ||
      view.told?.type === 'checkout' ||
      // The shop's own dialog, or a film in full screen.
      document.querySelector(':modal') ||
      (!asked && (performance.now() < restUntil || isWriting(document)))
    ) {
      return;
    }
    found = decideAll().find(
      ({ rule, trigger }) =>
        trigger && (trigger.on === 'click') === asked && (asked || !over.has(rule)) && isReached(trigger, moment),
    );
    if (!found) return;
    shut(); // what the shopper asked for takes the place of what opened by itself
    turns = turn(asked);
  }

  /** Waits for no other tab: while a popup is open there, none opens here, unless the shopper asks. */
  async function turn(asked: boolean): Promise<void> {
    busy++;
    await turns;
    let isOurs = false;
    try {
      await navigator.locks.request('vitrine-popup', { ifAvailable: true }, (free) => (isOurs = true) && (free || asked) && open());
    } catch {
      if (!isOurs) await open(); // tabs that cannot agree each have popups of their own
    }
    busy--;
  }

  /** Opens it, until it is closed. */
  async function open(): Promise<void> {
    const decision = found && decide(found.slot); // input may have changed it
    if (!decision || decision.rule !== found?.rule) return;
    over.add(decision.rule);
    const { show, items } = decision;
    const token = decision.token as string;
    const content = show && fill(show, items, warn);
    if (content || !show) report(token, 'shown'); // else the page has no such template
    if (!content) return;
    const steps = [...content.querySelectorAll<HTMLElement>('[data-vitrine-step]')];
    let [step, ...later] = steps;
    for (const other of later) other.remove();
    /** How the shopper came to the step that is shown. */
    const trail: Submission[] = [];
    let converted: boolean | undefined;

    /** Shows another step; its heading is read aloud. */
    function enter(next: HTMLElement): void {
      step?.replaceWith(next);
      step = next;
      for (const mark of next.querySelectorAll('[data-vitrine-progress]')) mark.textContent = String(trail.length + 1);
      const heading = next.querySelector<HTMLElement>(HEADING) ?? next;
      heading.tabIndex = -1;
      void heading.offsetTop; // only what has a place can have the focus, says Firefox of a legend
      heading.focus();
    }

    function back(): void {
      const last = trail.pop();
      if (last) enter(last[0]);
    }

    /** All is answered; false: the shop wants to say what comes then. */
    function finish(form: HTMLFormElement): boolean {
      const [values, attributes] = answersOf(trail);
      converted ||= report(token, 'converted');
      setAttributes(attributes);
      return tell(form, 'submit', { ...decision, values });
    }

    let button: HTMLElement;
    let closed: Promise<unknown>;
    [host, shut, button, closed] = openDialog(decision, content, back);
    tell(host, 'shown', decision);
    host.onsubmit = (event) => {
      const form = event.target as HTMLFormElement;
      const { submitter } = event;
      const name =
        submitter?.dataset.vitrineNext ??
        form.querySelector<HTMLElement>(':checked[data-vitrine-next]')?.dataset.vitrineNext ??
        form.dataset.vitrineNext;
      const next = steps.find(({ dataset }) => dataset.vitrineStep === name);
      if (name && !next) warn('step', name);
      if (!form.hasAttribute('action')) event.preventDefault();
      trail.push([form, submitter]);
      if (!(next as HTMLFormElement | undefined)?.elements && !finish(form)) {
        trail.pop();
        if (!(host as HTMLElement).matches(':focus-within')) button.focus(); // the shop took away what had it
      } else if (next) {
        enter(next);
      } else {
        shut();
      }
    };
    if ((await closed) && !converted) report(token, 'dismissed');
    restUntil = performance.now() + REST;
  }

  view.restart = () => {
    restart();
    found = undefined;
    over.clear();
    shut();
  };
  const { click } = view;
  if (click && performance.now() < click.timeStamp + PATIENCE) check(click);
}
