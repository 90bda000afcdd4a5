/**
 * The inspector: a file of its own, which a page loads when its address has `?vitrine=debug`, or for Ctrl+Alt+V. It says
 * what every slot shows and why, and lets somebody try what would be if.
 */
import { reasonOf } from '../../errors.js';
import { profile } from '../../inspect.js';
import type { Works } from '../../vitrine.js';
import { bundle, exchange, loadModule } from './core.js';
import { createForces } from './forces.js';
import { createOutlines } from './outlines.js';
import { createPanel } from './panel.js';
import { type PageVitrine, hear } from './recorder.js';
import { dropCopy, redirect } from './rehearsal.js';
import { writeScenario } from './scenario.js';
import { end, isForcing, note, save, session, stay } from './session.js';
import type { Tools } from './tools.js';

interface Page {
  readonly works: Works;
  readonly vitrine: unknown;
  /** Slots in view may change: somebody did something. */
  acted(): void;
}

/** Several changes at once are drawn once, in ms. */
const PAUSE = 60;

let opened: { toggle(): void } | undefined;

/** Opens it, or hides it and shows it again. Settles when the page may go on with its start. */
export async function open(page: Page): Promise<void> {
  if (opened) return opened.toggle();
  opened = { toggle: () => undefined };
  const { works } = page;
  const vitrine = page.vitrine as PageVitrine;
  const module = loadModule();
  module.catch((error: unknown) => works.say('debug', reasonOf(error)));
  if (session.copied) redirect();
  const { silent, stop } = hear(vitrine, (name, [told]) => {
    if (name === 'setAttributes') forces.stand(told);
    if (name === 'setConsent') compare();
    soon();
  });
  note({ at: Date.now(), kind: 'load', url: location.href, referrer: document.referrer });
  const consent = silent.consent();
  if (!session.whole && consent.personalise)
    note({ at: Date.now(), kind: 'call', name: 'setConsent', args: [consent] });

  let timer: ReturnType<typeof setTimeout> | undefined;
  const forces = createForces(works, silent, module, page.acted, () => {
    panel.refresh(true);
    soon();
  });
  const outlines = createOutlines((slot) => {
    tools.opened.add(slot);
    panel.choose('slots');
    panel.scrollTo(`slot ${slot}`);
  });
  const tools: Tools = {
    works,
    vitrine: silent,
    forces,
    opened: new Set(),
    isHolding: () => Object.keys(session.forced.segments).length > 0,
    async write(name) {
      const { rules } = bundle;
      if (!rules) throw new Error('There is no core that could do it again.');
      return writeScenario(works, silent, { bundle: rules, wasm: await module }, name);
    },
    beginAnew() {
      session.log.length = 0;
      session.whole = session.copied = true;
      dropCopy();
      save();
      location.reload();
    },
    refresh: () => panel.refresh(true),
    say: (text) => panel.say(text),
  };
  const panel = createPanel({ tools, status, close }, outlines.layer);

  function status(): string {
    const { status, reason } = silent.status();
    return reason === null ? status : `${status}: ${reason}`;
  }

  /** Whether a visitor who was known before the recording was restored. */
  function compare(): void {
    const { log } = session;
    if (!silent.consent().personalise || log.filter(({ kind }) => kind === 'load').length > 1) return;
    const { visit, events } = profile(works);
    const heard = log.filter((entry) => entry.kind === 'call' && /^(page|track)$/.test(entry.name));
    if (visit.number > 1 || events > heard.length) session.whole = false;
  }

  function draw(): void {
    outlines.draw(silent.decideAll());
    panel.refresh();
  }

  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  }

  const ends = [
    stop,
    outlines.stop,
    silent.on('decision', ({ changed }) => {
      for (const { slot, rule, variation } of changed)
        note({ at: Date.now(), kind: 'decision', slot, rule, variation });
      soon();
    }),
    silent.on('warning', ({ code, message }) => {
      note({ at: Date.now(), kind: 'warning', text: message });
      // The core that took the place of the broken one is the page's own.
      if (code === 'recovered') void module.then((sound) => exchange(works, sound, session.forced, false)).catch(() => undefined);
      soon();
    }),
    silent.on('status', soon),
  ];
  for (const name of ['vitrine:decision', 'vitrine:shown', 'close']) {
    addEventListener(name, soon, true);
    ends.push(() => removeEventListener(name, soon, true));
  }

  /** What was forced, the page forgets by being loaded anew. */
  function close(): void {
    const isRehearsal = session.copied || isForcing(session.forced);
    ends.forEach((end) => end());
    clearTimeout(timer);
    panel.stop();
    end();
    opened = undefined;
    if (!isRehearsal) return;
    dropCopy();
    location.reload();
  }

  opened = panel;
  stay();
  try {
    if (isForcing(session.forced)) await forces.resume();
    else await exchange(works, await module, session.forced, true);
  } catch {
    // There is a warning: without the module it says what it can.
  }
  const show = (): void => {
    document.body.append(panel.host);
    draw();
  };
  if (document.body) show();
  else addEventListener('DOMContentLoaded', show);
}
