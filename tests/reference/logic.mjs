/** Kleene's logic: null is unknown. */
export const not = (truth) => (truth === null ? null : !truth);
export const all = (truths) => (truths.includes(false) ? false : truths.includes(null) ? null : true);
export const any = (truths) => not(all(truths.map(not)));
