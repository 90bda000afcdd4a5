import { type Child, card, code, h } from './dom.js';
import { counted, fileName, percent, range } from './numbers.js';
import { type Method, type Report, learnedOf, methodsOf, numberIn, signOf } from './read.js';

type Verdict = 'good' | 'fair' | 'bad';

/** Something that a shop owner should know of the data; `bad` makes it doubtful. */
interface Finding {
  readonly text: string;
  readonly bad: boolean;
}

/** Fewer visits tell more of chance than of a shop. */
const FEW_SESSIONS = 1000;
const FEW_JUDGED = 200;

function findings(report: Report): Finding[] {
  const found: Finding[] = [];
  const add = (is: boolean, text: string, bad = false): void => void (is && found.push({ text, bad }));
  for (const { name: path, rows, broken, warnings } of report.files ?? []) {
    const name = fileName(path);
    const share = broken / Math.max(rows + broken, 1);
    const lines = counted(broken, 'line', 'lines');
    add(broken > 0, `${name}: ${lines} could not be read, ${percent(share)} of it.`, share > 0.05);
    for (const warning of warnings) add(true, `${name}: ${warning}`);
  }
  const learned = learnedOf(report);
  const { health } = report;
  if (learned) {
    add(learned.sessions < FEW_SESSIONS, `Only ${counted(learned.sessions, 'visit', 'visits')} to learn from.`, true);
    const repeated = learned.repeated_events / Math.max(learned.events + learned.repeated_events, 1);
    add(repeated > 0.1, `${percent(repeated)} of the events were there twice; they count once.`);
    const lost = learned.items_not_in_feed / Math.max(learned.items + learned.items_not_in_feed, 1);
    add(lost > 0.2, `${counted(learned.items_not_in_feed, 'product', 'products')} of the log are not in the feed.`, lost > 0.5);
    add(learned.items_left_out > 0, `${counted(learned.items_left_out, 'product', 'products')} are more than a model can have.`);
  }
  const inFeed = numberIn(health, 'share_in_feed');
  add(inFeed !== undefined && inFeed < 0.8, `Only ${percent(inFeed ?? 0)} of the events are of products in the feed.`, (inFeed ?? 1) < 0.5);
  const gaps = numberIn(health, 'days_without_events') ?? 0;
  add(gaps > 0, `${counted(gaps, 'day has', 'days have')} no events at all.`, gaps > 0.2 * (numberIn(health, 'days') ?? Infinity));
  const bots = health?.bots;
  add(Array.isArray(bots) && bots.length > 0, 'Some visits look like those of programs and were set aside.');
  for (const warning of report.holdout?.warnings ?? []) add(true, `${warning}.`, true);
  const judged = report.model ? (report.sessions ?? 0) : Infinity;
  add(judged < FEW_JUDGED, `Only ${counted(judged, 'visit', 'visits')} to judge with: the figures may be chance.`, judged < FEW_JUDGED / 4);
  return found;
}

function soundness(report: Report): HTMLElement {
  const found = findings(report);
  const verdict: Verdict = found.some(({ bad }) => bad) ? 'bad' : found.length ? 'fair' : 'good';
  const word = { good: 'Sound', fair: 'Sound, with remarks', bad: 'Doubtful' }[verdict];
  const learned = learnedOf(report);
  const from = learned
    ? `${counted(learned.events, 'event', 'events')} in ${counted(learned.sessions, 'visit', 'visits')}, of ${counted(learned.items, 'product', 'products')}.`
    : `A model of ${counted(report.items ?? 0, 'product', 'products')}; the log it was learned from is not known here.`;
  return card(
    'third',
    h('h2', {}, 'Is the data sound?'),
    h('p', `verdict ${verdict}`, word),
    h('p', {}, from),
    found.length > 0 && h('ul', {}, found.slice(0, 6).map(({ text }) => h('li', {}, text))),
    found.length > 6 && h('p', 'quiet', `And ${found.length - 6} more, under Data.`),
  );
}

/** The methods that did better than the model, and those that cannot be told from it. */
function rivals(methods: readonly Method[]): { better: Method[]; same: Method[] } {
  const sign = (method: Method): string | undefined =>
    method.beside && signOf(method.beside.novel.model_better_by['hr@20'].interval);
  return {
    better: methods.filter((method) => sign(method) === 'worse'),
    same: methods.filter((method) => sign(method) === 'same'),
  };
}

const times = (factor: number): string => factor.toFixed(factor < 10 ? 1 : 0);
const names = (methods: readonly Method[]): string => methods.map(({ name }) => name.toLowerCase()).join(' and ');

function quality(report: Report): HTMLElement {
  const title = h('h2', {}, 'How good is it?');
  const { model, popularity } = report;
  if (!model) {
    const tuning = learnedOf(report)?.tuning;
    const said: Child[] = tuning
      ? [
          h('p', 'big', percent(tuning.tuned.novel['hr@20'], 0), ' ', h('small', {}, 'hit rate')),
          h('p', {}, `of the products that shoppers looked at next stood among 20 recommended ones, in the ${counted(tuning.sessions, 'visit', 'visits')} that the training kept to tune with.`),
          h('p', 'quiet', 'Tuned on the same visits, so a little too good; ', code('vitrine evaluate'), ' judges with others.'),
        ]
      : [h('p', 'verdict fair', 'Not judged yet'), h('p', {}, 'There were too few visits to tune with. ', code('vitrine evaluate'), ' judges with visits that were kept apart.')];
    return card('third', title, ...said);
  }
  const { novel } = model;
  const { better, same } = rivals(methodsOf(report));
  const popular = popularity?.novel['hr@20'] ?? 0;
  const more = popular > 0 ? `: the model finds ${times(novel['hr@20'] / popular)} times as many` : '';
  const compared = better.length
    ? `${names(better)} did better on these visits.`
    : same.length
      ? `Not told apart from ${names(same)} by these visits.`
      : 'Better than everything it was compared with.';
  return card(
    'third',
    title,
    h('p', 'big', percent(novel['hr@20'], 0), ' ', h('small', {}, 'hit rate')),
    h('p', {}, `of the new products that shoppers looked at next stood among the 20 that the model recommended; always showing the most popular ones gives ${percent(popular, popular < 0.1 ? 1 : 0)}${more}.`),
    h('p', {}, compared.charAt(0).toUpperCase() + compared.slice(1)),
    h('p', 'quiet', `In 95 of 100 such tests it is from ${range(novel.interval['hr@20'])}.`),
  );
}

function steps(report: Report): (readonly Child[])[] {
  const next: (readonly Child[])[] = [];
  const add = (...step: Child[]): void => void next.push(step);
  const learned = learnedOf(report);
  const { reach, model } = report;
  const titled = report.examples?.some(({ title }) => title !== undefined) ?? false;
  if (findings(report).some(({ bad }) => bad)) add('Mend what makes the data doubtful, then train again.');
  if (!model) add('Judge the model with visits it has not seen: ', code('vitrine evaluate EVENTS --holdout 7d --baselines --report report.html'));
  if (learned && !titled) add('Give the product feed, ', code('--feed FILE'), ': then only products for sale are recommended, with title, picture and price.');
  if (learned && learned.purchases === 0) add('Log purchases as well: without them nothing is known of what is bought together.');
  if (model && !report.baselines && learned) add('Compare with the usual methods: ', code('--baselines'), '.');
  const { better } = rivals(methodsOf(report));
  const tuning = learned?.tuning;
  const cost = tuning ? tuning.without_support.novel['hr@20'] - tuning.tuned.novel['hr@20'] : 0;
  if (better.length && tuning?.stopped) add('Tune to the end, without ', code('--seconds'), ': another method does better so far.');
  else if (better.length) add(`Train with a longer log: here ${names(better)} did better than the model.`);
  if (learned && cost > 0.005) {
    const needed = counted(learned.min_support, 'visit', 'visits');
    add(`That a pair of products needs ${needed} costs ${(cost * 100).toFixed(1)} points of hit rate. A longer log loses less; `, code('--min-support'), ' changes it, but with 1 the model tells of single shoppers.');
  }
  if (reach && reach.nowhere > 0) {
    add(`${counted(reach.nowhere, 'product is', 'products are')} never recommended, most of them because too few shoppers saw them. Give them places of their own, by a rule for new products or by category.`);
  }
  const build = code('vitrine build rules.json --model DIR --out SITE');
  if (model) add('Satisfied? Train with the whole log, ', code('vitrine train EVENTS --out DIR'), ', and build what a page loads: ', build);
  else add('Then build what a page loads: ', build);
  return next.slice(0, 6);
}

/** What a shop owner wants to know first. */
export function answers(report: Report): HTMLElement {
  const next = card('third', h('h2', {}, 'What to do next'), h('ol', {}, steps(report).map((step) => h('li', {}, ...step))));
  return h('section', { class: 'grid answers', 'aria-label': 'In short' }, soundness(report), quality(report), next);
}
