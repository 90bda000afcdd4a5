/** IAB Transparency and Consent Framework 2.2. */
import { type Tell, page, whenThere } from './answers.js';

interface Data {
  readonly eventStatus?: string;
  readonly gdprApplies?: boolean;
  readonly purpose?: { readonly consents?: Readonly<Record<number, boolean>> };
}

type Api = (command: 'addEventListener', version: 2, callback: (data: Data | null, success: boolean) => void) => void;

/** Store and read on the device; create, and use, profiles for personalised content. */
const PERSONALISE = [1, 5, 6];
/** Measure how content does. */
const MEASURE = [8];

/** The platform's stub keeps the call until the platform itself is there. While its banner stands, nobody has answered. */
export function tcf(tell: Tell): void {
  whenThere(
    () => page.__tcfapi as Api | undefined,
    (api) =>
      api('addEventListener', 2, (data, success) => {
        const { gdprApplies, eventStatus = '', purpose } = data ?? {};
        const allows = (purposes: readonly number[]): boolean =>
          gdprApplies === false || purposes.every((number) => purpose?.consents?.[number] === true);
        if (success && (gdprApplies === false || /^(tcloaded|useractioncomplete)$/.test(eventStatus))) {
          tell({ personalise: allows(PERSONALISE), measure: allows(MEASURE) });
        }
      }),
  );
}
