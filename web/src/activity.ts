/** For how long after an act somebody counts as active, in ms. */
const ATTENTIVE = 30_000;

/** How much longer somebody must be active until something changes, apart from what was not told yet. */
export type Expect = (ms: number) => void;

/**
 * Measures for how long somebody was active on this page: it was visible, and less than 30 seconds ago they did
 * something (coming here is an act, too). `tell` is called with ms that were not told before, once they are enough to
 * change something, and when the page is left.
 */
export function watchActivity(tell: (ms: number) => void, signal?: AbortSignal): Expect {
  // An undefined signal is none.
  const options = { capture: true, passive: true, signal: signal as AbortSignal };
  let wanted = Infinity;
  let measured = 0;
  let at = performance.now();
  let until = at + ATTENTIVE;
  let { hidden } = document;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function measure(): void {
    const now = performance.now();
    if (!hidden) measured += Math.max(0, Math.min(now, until) - at);
    at = now;
  }

  function check(leaving?: boolean): void {
    measure();
    clearTimeout(timer);
    if (wanted === Infinity) return;
    if (measured > 0 && (leaving || measured >= wanted)) {
      const ms = measured;
      measured = 0;
      wanted -= ms;
      tell(ms); // which asks for the next one, see `expect`
    } else if (!hidden && at < until) {
      timer = setTimeout(check, Math.min(wanted - measured, until - at));
    }
  }

  function acted(): void {
    const idle = performance.now() >= until;
    measure();
    until = at + ATTENTIVE;
    if (idle) check();
  }

  for (const type of ['pointerdown', 'pointermove', 'keydown', 'scroll']) addEventListener(type, acted, options);
  document.addEventListener(
    'visibilitychange',
    () => {
      check(document.hidden);
      hidden = document.hidden;
      clearTimeout(timer);
      if (hidden) return;
      until = 0; // coming back is an act
      acted();
    },
    options,
  );

  return function expect(ms) {
    if (wanted === Infinity) {
      measure();
      measured = 0;
    }
    wanted = ms;
    check();
  };
}
