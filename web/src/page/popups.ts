import type { Warn } from '../signals.js';
import type { Decision, Vitrine } from '../types.js';
import { type Dialog, openDialog } from './dialog.js';
import { answersOf } from './forms.js';
import type { render } from './templates.js';
import { type Moment, type Sensed, type View, isTouch, watchTriggers } from './triggers.js';

/** For so long, in ms, after a popup was closed, and on a phone after a search led here, nothing opens by itself. */
const REST = 5000;

/** Whoever has the focus in one of these may be writing. */
const WRITABLE = 'input,textarea,select,iframe,[contenteditable]';

type Page = Sensed & Pick<Vitrine, 'decide' | 'decideAll' | 'report' | 'setAttributes'>;

/** Waits for no other tab: gives what ends the lease; null while a popup is open in another tab. */
const lease = (): Promise<(() => void) | null> =>
  new Promise((resolve) => {
    const { locks } = navigator as { locks?: LockManager };
    const take = (lock: Lock | null): unknown => (lock ? new Promise<void>(resolve) : resolve(null));
    // Tabs that cannot agree each have popups of their own.
    (locks?.request('vitrine-popup', { ifAvailable: true }, take) ?? Promise.reject()).catch(() => resolve(() => undefined));
  });

/**
 * Opens popups when their triggers are reached: one at a time, and each rule's once on a page, unless the shopper asks
 * for it by a click. Who is shown nothing on purpose is reported when it would have opened.
 */
export function createPopups(vitrine: Page, view: View, fill: typeof render, warn: Warn): void {
  const { decide, decideAll, report, setAttributes } = vitrine;
  const { isReached, restart } = watchTriggers(vitrine, view, check, warn);
  /** Rules that had their turn on this page. */
  const over = new Set<string | null>();
  let busy = false;
  let turns = Promise.resolve();
  let dialog: Dialog | undefined;
  let restUntil = isTouch && /search|paid/.test(view.cameBy ?? '') ? REST : 0;

  const mayOpen = (asked: boolean): boolean =>
    !document.hidden &&
    view.told?.type !== 'checkout' &&
    // The shop's own dialog, or a film in full screen.
    !document.querySelector(':modal') &&
    (asked || (performance.now() > restUntil && !document.activeElement?.matches(WRITABLE)));

  function check(moment?: Moment): void {
    const asked = typeof moment === 'object';
    if (dialog?.host.isConnected === false) dialog.shut(); // the shop drew its page anew
    if ((busy && !(asked && dialog)) || !mayOpen(asked)) return;
    const found = decideAll().find(
      ({ rule, trigger }) =>
        trigger && (trigger.on === 'click') === asked && (asked || !over.has(rule)) && isReached(trigger, moment),
    );
    if (!found) return;
    // What the shopper asked for takes the place of what opened by itself.
    dialog?.shut();
    dialog = undefined;
    busy = true;
    turns = turns.then(() => turn(found, asked));
  }

  async function turn({ slot, rule }: Decision, asked: boolean): Promise<void> {
    busy = true;
    const end = await lease();
    const decision = decide(slot); // input may have changed it
    if ((end || asked) && decision.rule === rule) await open(decision, decision.token as string);
    end?.();
    busy = false;
  }

  /** Opens it, until it is closed. */
  async function open(decision: Decision, token: string): Promise<void> {
    over.add(decision.rule);
    const content = decision.show && fill(decision.show, decision.items, warn);
    if (content) dialog = openDialog(decision, content);
    else if (decision.show) return; // the page has no such template
    report(token, 'shown');
    if (!dialog) return;
    const { host, button, shut, closed } = dialog;
    let converted = false;
    const tell = (element: Element, name: string, detail: object): boolean =>
      element.dispatchEvent(new CustomEvent('vitrine:' + name, { bubbles: true, cancelable: true, detail }));
    tell(host, 'shown', decision);
    host.onsubmit = (event) => {
      const form = event.target as HTMLFormElement;
      const { values, attributes } = answersOf(form, event.submitter);
      if (!form.hasAttribute('action')) event.preventDefault();
      report(token, 'converted');
      converted = true;
      setAttributes(attributes);
      if (tell(form, 'submit', { ...decision, values })) shut();
      else if (!host.matches(':focus-within')) button.focus(); // the shop took away what had it
    };
    if ((await closed) && !converted) report(token, 'dismissed');
    dialog = undefined;
    restUntil = performance.now() + REST;
  }

  view.restart = () => {
    restart();
    over.clear();
    dialog?.shut();
  };
}
