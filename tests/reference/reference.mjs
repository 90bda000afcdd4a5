// A deliberately naive reading of the rule language: rule JSON and steps go in, what holds and what slots show comes
// out. Nothing is compiled, cached or kept up to date: each question is answered from the whole history. Shares no
// code with the product; written after rules/README.md, with GrowthBook's SDK for operators and hashes.
import { durationOf, dateOf, local, startOfDay } from './calendar.mjs';
import { holds } from './conditions.mjs';
import { armOf, eligible, heldOut } from './experiments.mjs';
import { History } from './history.mjs';
import { all, not } from './logic.mjs';
import { read } from './paths.mjs';

const CHANNELS = { cpc: 'paid', email: 'email', social: 'social', referral: 'referral', organic: 'search' };

/** Campaign parameters of an address; null without. All pages come from within the shop. */
function trafficOf(url) {
  const parameter = (name) => (url === undefined ? null : new URL(url).searchParams.get('utm_' + name));
  const [source, medium, campaign] = ['source', 'medium', 'campaign'].map(parameter);
  return source && { source, medium, campaign, channel: CHANNELS[medium] };
}

export class Reference {
  #rules;
  #seed;
  #locale;
  #now;
  #consent = false;
  #history = new History();
  #attributes = new Map();
  #page = {};
  #came = null;
  #visited = false;
  #forced = new Map();

  /** `seed`: of the visitor, as `createVitrine` takes it. */
  constructor(rules, { now, seed = 0, locale = 'en' }) {
    this.#rules = { attributes: {}, segments: {}, experiments: {}, holdouts: {}, groups: {}, ...rules };
    this.#now = now;
    this.#seed = seed;
    this.#locale = locale;
  }

  /** Does one step of those that `steps.mjs` lists. */
  apply(step) {
    const at = this.#now;
    if ('wait' in step) this.#now += step.wait;
    if ('attributes' in step) {
      for (const [name, value] of Object.entries(step.attributes)) this.#attributes.set(name, { value, at });
    }
    if ('page' in step) {
      const traffic = trafficOf(step.page.url);
      this.#page = step.page;
      this.#came = traffic ?? this.#came;
      this.#visited = true;
      this.#countPage(traffic);
    }
    if ('force' in step) this.#force(...step.force);
    if ('consent' in step) this.#setConsent(step.consent);
    if ('forget' in step) this.#history = new History();
    if (!this.#consent) return;
    if ('track' in step) this.#history.track(at, step.track, step.parameters);
    if ('cart' in step) this.#history.setCart(at, step.cart);
    if ('report' in step) this.#report(step.report, step.outcome);
  }

  #countPage(traffic) {
    if (!this.#consent) return;
    if (traffic) this.#history.touch(this.#now, traffic);
    this.#history.track(this.#now, 'page_view');
  }

  #force(experiment, arm) {
    if (arm === null) this.#forced.delete(experiment);
    else this.#forced.set(experiment, arm);
  }

  #setConsent(consent) {
    if (!consent) this.#history = new History();
    const granted = consent && !this.#consent;
    this.#consent = consent;
    if (granted && this.#visited) this.#countPage(this.#came);
  }

  /** Of what the slot shows now. */
  #report(slot, outcome) {
    const { rule, experiment, variation } = this.slots()[slot];
    if (rule === null) return;
    const popup = this.#rules.slots[slot].type === 'popup';
    this.#history.report(this.#now, rule, outcome, popup);
    const kept = outcome === 'shown' && experiment && this.#rules.experiments[experiment]?.sticky;
    if (kept && !this.#forced.has(experiment)) this.#history.assign(this.#now, experiment, variation);
  }

  #world() {
    const now = this.#now;
    const zone = this.#rules.store?.timezone ?? 'UTC';
    const attributes = {};
    for (const [name, { type, ttl }] of Object.entries(this.#rules.attributes)) {
      const told = this.#attributes.get(name);
      const fresh = told && (!ttl || now < told.at + durationOf(ttl));
      attributes[name] = (fresh ? told.value : null) ?? null;
      if (type === 'date' && Number.isNaN(new Date(attributes[name]).getTime())) attributes[name] = null;
    }
    const world = {
      now,
      zone,
      attributes,
      consent: this.#consent,
      seed: this.#seed,
      locale: this.#locale,
      page: this.#page,
      came: this.#came,
      history: this.#history,
      forced: this.#forced,
      groups: this.#rules.groups,
      keptArm: (experiment) => this.#history.arm(experiment),
      read: (path) => read(path, world),
      segment: (name) => holds(this.#rules.segments[name], world),
      experiment: (name, variation) =>
        this.#takesPart(name, [variation ?? this.#rules.experiments[name].variations].flat(), world),
      events: (name, within) => (this.#consent ? this.#inWindow(this.#history.events(name), within, zone) : null),
    };
    return world;
  }

  #inWindow(entries, within, zone) {
    if (within === undefined) return entries;
    const present = this.#history.visit().entries;
    if (within === 'session') return entries.filter((entry) => present.includes(entry));
    if (within === 'today' || within.days) {
      const start = startOfDay(zone, this.#now, (within.days ?? 1) - 1);
      return entries.filter(({ at }) => at >= start);
    }
    return entries.filter(({ at }) => at > this.#now - durationOf(within));
  }

  #takesPart(name, arms, world) {
    const { holdout } = this.#rules.experiments[name];
    const free = holdout ? not(heldOut(holdout, this.#rules, world)) : true;
    const arm = armOf(name, this.#rules, world);
    return all([eligible(name, this.#rules, world), free, arm === null ? null : arms.includes(arm)]);
  }

  consent = () => this.#consent;

  /** Names of the segments that hold, in the order of the file. */
  segments() {
    const world = this.#world();
    return Object.keys(this.#rules.segments).filter((name) => world.segment(name) === true);
  }

  /** Slot to `{rule, experiment, variation}`; all null where it keeps its default. */
  slots() {
    const world = this.#world();
    const names = Object.keys(this.#rules.slots);
    const onPage = [...(this.#page.slots ?? []), ...names].filter((name, i, list) => list.indexOf(name) === i);
    const taken = new Set();
    const chosen = new Map();
    for (const slot of onPage) {
      const rows = this.#ranked(slot).flatMap((rule) => this.#rows(rule, world));
      const row = rows.find(({ truth, exclusive }) => truth === true && !taken.has(exclusive));
      if (row?.exclusive) taken.add(row.exclusive);
      const { rule = null, experiment = null, variation = null } = row ?? {};
      chosen.set(slot, { rule, experiment, variation });
    }
    return Object.fromEntries(names.map((name) => [name, chosen.get(name)]));
  }

  #ranked(slot) {
    const bytes = ({ id }) => Buffer.from(id);
    return this.#rules.rules
      .filter((rule) => rule.slot === slot)
      .sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || Buffer.compare(bytes(a), bytes(b)));
  }

  /** A rule, or one row for each arm and before them one for those held out. */
  #rows({ id, slot, when = {}, schedule, cap, exclusive, experiment }, world) {
    const popup = this.#rules.slots[slot].type === 'popup';
    const truth = all([
      holds(when, world),
      onSchedule(schedule ?? {}, world),
      ...this.#caps(id, cap ?? {}, world),
      ...(popup ? this.#budget(this.#rules.budget?.popups ?? {}, world) : []),
    ]);
    const row = { rule: id, exclusive };
    if (!experiment) return [{ ...row, truth }];
    const { variations, holdout } = this.#rules.experiments[experiment];
    const arms = variations.map((variation) => {
      return { ...row, experiment, variation, truth: all([truth, this.#takesPart(experiment, [variation], world)]) };
    });
    if (!holdout) return arms;
    const held = all([truth, eligible(experiment, this.#rules, world), heldOut(holdout, this.#rules, world)]);
    return [{ ...row, experiment: holdout, variation: null, truth: held }, ...arms];
  }

  #counted(rule, outcome, within, { zone }) {
    return this.#inWindow(this.#history.reports(rule, outcome), within, zone).length;
  }

  #caps(id, cap, world) {
    const limits = Object.entries(cap).flatMap(([outcome, list]) =>
      [list].flat().map((limit) => ({ outcome, ...limit })),
    );
    return limits.map(({ outcome, max, per }) => {
      return world.consent ? this.#counted(id, outcome, per === 'day' ? 'today' : per, world) < max : null;
    });
  }

  #budget({ per_session, per_day, gap, quiet = [] }, world) {
    const shown = (within) => this.#counted('*', 'shown', within, world);
    const truths = [!quiet.includes(world.page.type)];
    if (per_session !== undefined) truths.push(world.consent ? shown('session') < per_session : null);
    if (per_day !== undefined) truths.push(world.consent ? shown('today') < per_day : null);
    if (gap !== undefined) truths.push(world.consent ? shown(gap) === 0 : null);
    return truths;
  }
}

function onSchedule({ from, until, weekdays, hours, zone }, world) {
  const here = zone ?? world.zone;
  const [opens, closes] = (hours ?? ['00:00', '24:00']).map(
    (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)),
  );
  const { minute, weekday } = local(here, world.now);
  const pastMidnight = opens > closes && minute < closes;
  // Hours that pass midnight belong to the day on which they begin.
  const day = pastMidnight ? local(here, startOfDay(here, world.now) - 1).weekday : weekday;
  return all([
    from === undefined || world.now >= dateOf(here, from),
    until === undefined || world.now < dateOf(here, until),
    weekdays === undefined || weekdays.includes(day),
    pastMidnight || (minute >= opens && (opens > closes || minute < closes)),
  ]);
}
