/**
 * Who asks the visitor for consent: `data-consent` names them, this file hears them and tells Vitrine. It decides
 * nothing about the rules of consent, which setConsent keeps.
 */
import { reasonOf } from '../../errors.js';
import type { Say } from '../../signals.js';
import type { Consent, Vitrine } from '../../types.js';
import type { Answer, Tell } from './answers.js';
import { google } from './google.js';
import { shopify } from './shopify.js';
import { tcf } from './tcf.js';

const SOURCES: Readonly<Record<string, (tell: Tell) => void>> = { google, tcf, shopify };
const GPC = 'gpc';
const PURPOSES: readonly (keyof Consent)[] = ['personalise', 'measure'];

/** Global Privacy Control: what leaves the device may not be shared. */
const optedOut = (): boolean => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;

/**
 * Follows the sources that are named. A purpose is granted once all of them grant it, and refused as soon as one
 * refuses; until then nothing is said. Only changes are told, so that a platform that repeats itself does not undo what
 * was decided elsewhere. Returns the setConsent for the shop's own calls.
 */
export function follow(named: string, { setConsent }: Pick<Vitrine, 'setConsent'>, say: Say): Pick<Vitrine, 'setConsent'> {
  const names = named.split(/\s+/).filter(Boolean);
  const vetoes = names.includes(GPC);
  const allow = (given: Partial<Consent>): void => setConsent(vetoes && optedOut() ? { ...given, measure: false } : given);
  const told: Answer = {};
  // All of them before the first one speaks: one that is not heard yet has not agreed.
  const answers = names.filter((name) => name !== GPC).map((name): [string, Answer] => [name, {}]);

  function decide(): void {
    const changes: { -readonly [purpose in keyof Consent]?: boolean } = {};
    for (const purpose of PURPOSES) {
      const all = answers.map(([, answer]) => answer[purpose]);
      const granted = !all.includes(false);
      if ((granted && all.includes(undefined)) || granted === told[purpose]) continue;
      changes[purpose] = told[purpose] = granted;
    }
    if (Object.keys(changes).length) allow(changes);
  }

  for (const [name, answer] of answers) {
    const source = SOURCES[name];
    if (!source) say('consent', `data-consent knows ${Object.keys(SOURCES).join(', ')} and ${GPC}, not "${name}": nothing is allowed.`);
    else {
      try {
        source((told) => {
          Object.assign(answer, told);
          decide();
        });
      } catch (error) {
        say('consent', `${name} could not be asked (${reasonOf(error)}): nothing is allowed.`);
      }
    }
  }
  return { setConsent: allow };
}
