/** The shopper of a scenario: one browser, page after page, with a clock that only the steps move. */
import { createVitrine } from '../../index.js';
import type { Consent, Vitrine, VitrineOptions } from '../../types.js';
import { plainEvent, plainItems } from './events.js';
import { DEFAULT_START, LAST_INSTANT, durationOf, instantOf } from './time.js';
import type {
  ConsentTold,
  ExpectStep,
  ForceStep,
  PageStep,
  RepeatStep,
  ReportStep,
  Scenario,
  Step,
  TrackStep,
} from './types.js';

/** What every shopper's pages load. */
export type Site = Pick<VitrineOptions, 'bundle' | 'wasm' | 'model'>;

/** What a shopper does, as opposed to what is expected. */
export type Action = Exclude<Step, ExpectStep | RepeatStep>;

const consentOf = (told: ConsentTold): Partial<Consent> =>
  typeof told === 'boolean' ? { personalise: told, measure: told } : told;

/** Where a shopper begins. */
const SHOP = 'https://shop.example/';
/** After a page is left, who comes later comes from elsewhere. */
const SAME_VISIT = durationOf('30m');
/** Activity in smaller parts than what ends a visit. */
const ACTIVE_PART = durationOf('10m');

export class Shopper {
  private time: number;
  private told: Consent;
  private page: Vitrine | undefined;
  private address = new URL(SHOP);
  /** When the last page was left; undefined after a page view. */
  private left: number | undefined;
  private warnings: string[] = [];

  private constructor(
    private readonly site: Site,
    private readonly scenario: Scenario,
  ) {
    this.time = this.instantOf(scenario.start ?? DEFAULT_START);
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
    else if ('page' in step) this.view(step);
    else if ('cart' in step) vitrine.setCart(plainItems(step.cart));
    else if ('items' in step) vitrine.setItems(plainItems(step.items));
    else if ('attributes' in step) vitrine.setAttributes(step.attributes);
    else if ('consent' in step) vitrine.setConsent(consentOf(step.consent));
    else if ('force' in step) force(vitrine, step);
    else if ('wait' in step) return this.moveTo(this.time + durationOf(step.wait));
    else if ('active' in step) return this.active(durationOf(step.active));
    else if ('at' in step) return this.moveTo(this.instantOf(step.at));
    else if ('report' in step) return report(vitrine, step);
    else if ('forget' in step) vitrine.forget();
    else await this.reload();
    return null;
  }

  private instantOf(text: string): number {
    return instantOf(text, this.scenario.timezone);
  }

  /** As a browser would, tells the address, and for the first page of a document the one before. */
  private view({ page: told }: PageStep): void {
    const page = typeof told === 'string' ? { type: told } : told;
    const { url = '/' } = page;
    const here = addressOf(url, this.address);
    const isNext = this.left !== undefined && this.time - this.left < SAME_VISIT;
    this.vitrine.page({ ...(isNext && { referrer: this.address }), ...page, url: here ?? url });
    this.address = here ?? this.address;
    this.left = undefined;
  }

  private active(time: number): string | null {
    for (let rest = time; rest > 0; rest -= ACTIVE_PART) {
      const part = Math.min(rest, ACTIVE_PART);
      const late = this.moveTo(this.time + part);
      if (late !== null) return late;
      this.vitrine.active(part);
    }
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
    this.left = this.time;
    await this.load(snapshot.length ? snapshot : undefined);
  }

  private async load(snapshot?: Uint8Array): Promise<void> {
    const { attributes, locale, device, seed = 0, force: forced = {} } = this.scenario;
    const page = await createVitrine({
      ...this.site,
      now: () => this.time,
      storage: null,
      consent: this.told,
      attributes,
      snapshot,
      seed,
      locale,
      device,
    });
    force(page, { force: forced });
    page.on('warning', ({ message }) => this.warnings.push(message));
    this.page = page;
  }
}

function addressOf(url: string | URL, base: URL): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}

function track(vitrine: Vitrine, { track: event, note: _, item, ...parameters }: TrackStep): void {
  const items = item === undefined ? parameters.items : [{ item_id: item }];
  vitrine.track(event, { ...plainEvent(parameters), ...(items && { items: plainItems(items) }) });
}

function force(vitrine: Vitrine, { force: variations }: ForceStep): void {
  for (const [experiment, variation] of Object.entries(variations)) vitrine.force(experiment, variation);
}

function report(vitrine: Vitrine, { report: outcome, slot }: ReportStep): string | null {
  const { token } = vitrine.decide(slot);
  if (token === null) return `${slot} keeps its default: nothing of it was ${outcome}`;
  vitrine.report(token, outcome);
  return null;
}
