// Asks once whether the browser may remember, and forgets when told to.
import { tellCart } from './cart.js';
import { byId } from './dom.js';
import { addresses } from './shop.js';
import { keep, kept, whenKeptElsewhere } from './storage.js';
import { returnToToday, skipped } from './time.js';

const KEY = 'demo:consent';

function tell(granted) {
  vitrine.setConsent({ personalise: granted, measure: granted });
  tellCart();
}

function draw() {
  byId('consent').hidden = kept(KEY) !== null;
  byId('forget').hidden = kept(KEY) !== 'yes';
}

/** `granted` is called when consent was just given: what stands on the page is worth telling again. */
export function startConsent(granted) {
  const decide = (answer) => {
    keep(KEY, answer);
    tell(answer === 'yes');
    if (answer === 'yes') granted();
    draw();
    byId('main').focus({ preventScroll: true });
  };
  byId('allow').addEventListener('click', () => decide('yes'));
  byId('deny').addEventListener('click', () => decide('no'));
  byId('forget').addEventListener('click', forget);
  const follow = () => {
    tell(kept(KEY) === 'yes');
    draw();
  };
  whenKeptElsewhere(KEY, follow);
  follow();
}

export function forget() {
  keep(KEY, null);
  tell(false);
  draw();
  if (skipped()) {
    returnToToday();
    location.assign(addresses.home);
  }
}
