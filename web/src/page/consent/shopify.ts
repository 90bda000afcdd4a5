/** Shopify's customer privacy API. */
import { type Tell, page, whenThere } from './answers.js';

interface Privacy {
  preferencesProcessingAllowed(): boolean;
  analyticsProcessingAllowed(): boolean;
  /** `yes`, `no`, or empty where the visitor has not answered. */
  currentVisitorConsent?(): { readonly preferences?: string; readonly analytics?: string };
}

interface Shopify {
  readonly customerPrivacy?: Privacy;
  loadFeatures?(features: readonly { name: string; version: string }[], done: (error?: unknown) => void): void;
}

/** Where the law of the place asks for no consent, Shopify allows without an answer. */
export function shopify(tell: Tell): void {
  const shop = (): Shopify | undefined => page.Shopify as Shopify | undefined;

  function read(): void {
    const privacy = shop()?.customerPrivacy;
    if (!privacy) return;
    const { preferences, analytics } = privacy.currentVisitorConsent?.() ?? {};
    const answer = (allowed: boolean, chosen?: string): boolean | undefined => allowed || (chosen === 'no' ? false : undefined);
    tell({
      personalise: answer(privacy.preferencesProcessingAllowed(), preferences),
      measure: answer(privacy.analyticsProcessingAllowed(), analytics),
    });
  }

  document.addEventListener('visitorConsentCollected', (event) => {
    const { preferencesAllowed, analyticsAllowed } = (event as CustomEvent<Readonly<Record<string, unknown>> | null>).detail ?? {};
    tell({ personalise: preferencesAllowed === true, measure: analyticsAllowed === true });
  });
  whenThere(
    () => shop()?.customerPrivacy ?? shop()?.loadFeatures,
    () => {
      if (shop()?.customerPrivacy) read();
      else shop()?.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], (error) => !error && read());
    },
  );
}
