/** The shopper of a scenario: one browser, page after page, with a clock that only the steps move. */
import { createVitrine } from '../../index.js';
import type { Consent, Vitrine, VitrineOptions } from '../../types.js';
import { DEFAULT_START, LAST_INSTANT, durationOf, instantOf } from './time.js';
import type { ConsentTold, ExpectStep, RepeatStep, ReportStep, Scenario, Step, TrackStep } from './types.js';

/** What every shopper's pages load. */
export type Site = Pick<VitrineOptions, 'bundle' | 'wasm' | 'model'>;

/** What a shopper does, as opposed to what is expected. */
export type Action = Exclude<Step, ExpectStep | RepeatStep>;

const consentOf = (told: ConsentTold): Partial<Consent> =>
  typeof told === 'boolean' ? { personalise: told, measure: told } : told;

const startOf = ({ start = DEFAULT_START }: Scenario): number => instantOf(start);

export class Shopper {
  private time: number;
  private told: Consent;
  private page: Vitrine | undefined;
  private warnings: string[] = [];

  private constructor(
    private readonly site: Site,
    private readonly scenario: Scenario,
  ) {
    this.time = startOf(scenario);
    this.told = { personalise: false, measure: false, ...consentOf(scenario.consent ?? true) };
  }

  static async come(site: Site, scenario: Scenario): Promise<Shopper> {
    const shopper = new Shopper(site, scenario);
    await shopper.load();
    return shopper;
  }

  /** The page that is open. */
  get vitrine(): Vitrine {
    if (!this.page) throw new Error('no page is open');
    return this.page;
  }

  get now(): number {
    return this.time;
  }

  /** What the page complained of since this was last asked. */
  complaints(): readonly string[] {
    return this.warnings.splice(0);
  }

  leave(): void {
    this.page?.dispose();
    this.page = undefined;
  }

  /** Does a step; the answer says why it cannot be done. */
  async act(step: Action): Promise<string | null> {
    const { vitrine } = this;
    if ('track' in step) track(vitrine, step);
    else if ('page' in step) vitrine.page(typeof step.page === 'string' ? { type: step.page } : step.page);
    else if ('cart' in step) vitrine.setCart(step.cart);
    else if ('items' in step) vitrine.setItems(step.items);
    else if ('attributes' in step) vitrine.setAttributes(step.attributes);
    else if ('consent' in step) vitrine.setConsent(consentOf(step.consent));
    else if ('wait' in step) return this.moveTo(this.time + durationOf(step.wait));
    else if ('at' in step) return this.moveTo(instantOf(step.at));
    else if ('report' in step) return report(vitrine, step);
    else if ('forget' in step) vitrine.forget();
    else await this.reload();
    return null;
  }

  private moveTo(time: number): string | null {
    if (time < this.time) return `time runs forward only: it is ${new Date(this.time).toISOString()} already`;
    if (time > LAST_INSTANT) return 'the year 9999 is over';
    this.time = time;
    return null;
  }

  /** The browser keeps visitor and consent; everything else, the next page has to be told again. */
  private async reload(): Promise<void> {
    this.told = this.vitrine.consent();
    const snapshot = this.vitrine.snapshot();
    this.leave();
    await this.load(snapshot.length ? snapshot : undefined);
  }

  private async load(snapshot?: Uint8Array): Promise<void> {
    const { attributes } = this.scenario;
    const page = await createVitrine({
      ...this.site,
      now: () => this.time,
      storage: null,
      consent: this.told,
      attributes,
      snapshot,
    });
    page.on('warning', ({ message }) => this.warnings.push(message));
    this.page = page;
  }
}

function track(vitrine: Vitrine, { track: event, note: _, item, ...parameters }: TrackStep): void {
  const items = item === undefined ? {} : { items: [{ item_id: item }] };
  vitrine.track(event, { ...parameters, ...items });
}

function report(vitrine: Vitrine, { report: outcome, slot }: ReportStep): string | null {
  const { token } = vitrine.decide(slot);
  if (token === null) return `${slot} keeps its default: nothing of it was ${outcome}`;
  vitrine.report(token, outcome);
  return null;
}
