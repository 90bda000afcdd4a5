// The steps that the reference and the product both do:
//   {wait: ms}   {page: {type, url, slots}}   {track: event, parameters}   {cart: items}   {attributes: {...}}
//   {consent: true | false}   {report: slot, outcome}   {forget: true}   {force: [experiment, variation | null]}
import { createVitrine } from 'vitrine';

/** A vitrine with a clock of its own that does steps. */
export async function openProduct(bundle, { now, seed, locale }) {
  const clock = { now };
  const vitrine = await createVitrine({ bundle, storage: null, now: () => clock.now, seed, locale });
  const warnings = [];
  vitrine.on('warning', (warning) => warnings.push(warning));

  function slots() {
    const shown = vitrine
      .decideAll()
      .map(({ slot, rule, experiment, variation }) => [slot, { rule, experiment, variation }]);
    return Object.fromEntries(shown);
  }

  return {
    vitrine,
    warnings,
    slots,
    segments: () => [...vitrine.segments()],

    /** `tokens`: what reports are about. Noted in the first run, told again in later ones. */
    apply(step, tokens, index) {
      if ('wait' in step) clock.now += step.wait;
      if ('attributes' in step) vitrine.setAttributes(step.attributes);
      if ('page' in step) vitrine.page(step.page);
      if ('force' in step) vitrine.force(...step.force);
      if ('consent' in step) vitrine.setConsent({ personalise: step.consent });
      if ('forget' in step) vitrine.forget();
      if ('track' in step) vitrine.track(step.track, step.parameters);
      if ('cart' in step) vitrine.setCart(step.cart);
      if ('report' in step) {
        tokens[index] ??= vitrine.decide(step.report).token ?? '';
        if (tokens[index]) vitrine.report(tokens[index], step.outcome);
      }
    },
  };
}

export const isContext = (step) => ['wait', 'attributes', 'page', 'force'].some((key) => key in step);
