// Asks once whether the browser may remember, and forgets when told to.
import { tellCart } from './cart.js';
import { byId } from './dom.js';
import { addresses } from './shop.js';
import { keep, kept, whenKeptElsewhere } from './storage.js';
import { returnToToday, skipped } from './time.js';

const KEY = 'demo:consent';

/** The answer as it is kept: both purposes, one, or none. */
const answerOf = ({ personalise, measure }) => (personalise ? (measure ? 'yes' : 'personalise') : measure ? 'measure' : 'no');

function tell(answer) {
  vitrine.setConsent({ personalise: /yes|personalise/.test(answer), measure: /yes|measure/.test(answer) });
  tellCart();
}

function draw() {
  byId('consent').hidden = kept(KEY) !== null;
  byId('forget').hidden = !/yes|personalise/.test(kept(KEY));
}

/** `granted` is called when consent was just given: what stands on the page is worth telling again. */
export function startConsent(granted) {
  const decide = (answer) => {
    keep(KEY, answer);
    tell(answer);
    if (answer === 'yes') granted();
    draw();
    byId('main').focus({ preventScroll: true });
  };
  byId('allow').addEventListener('click', () => decide('yes'));
  byId('deny').addEventListener('click', () => decide('no'));
  byId('forget').addEventListener('click', forget);
  const follow = () => {
    tell(kept(KEY));
    draw();
  };
  whenKeptElsewhere(KEY, follow);
  follow();
  // On the page of the shopper's data another answer may be given.
  vitrine.on('consent', (consent) => {
    const answer = answerOf(consent);
    if (answer === (kept(KEY) ?? 'no')) return;
    keep(KEY, answer);
    tellCart();
    if (consent.personalise) granted();
    draw();
  });
}

export function forget() {
  keep(KEY, null);
  tell(null);
  draw();
  if (skipped()) {
    returnToToday();
    location.assign(addresses.home);
  }
}
