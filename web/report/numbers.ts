const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = (number: number): string => whole.format(number);
export const counted = (number: number, one: string, many: string): string => `${count(number)} ${number === 1 ? one : many}`;

export const fileName = (path: string): string => path.split('/').pop() || path;

/** 0.1234 as 12.3 %. */
export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}\u00a0%`;
export const range = ([low, high]: readonly [number, number], digits = 1): string =>
  `${(low * 100).toFixed(digits)} to ${percent(high, digits)}`;
export const decimal = (number: number, digits = 3): string => number.toFixed(digits);
/** With its sign, in percentage points. */
export const points = (share: number): string => `${share < 0 ? '\u2212' : '+'}${(Math.abs(share) * 100).toFixed(1)}`;

export function bytes(number: number): string {
  if (number < 1000) return `${number} B`;
  if (number < 1e6) return `${(number / 1e3).toFixed(number < 1e4 ? 1 : 0)} KB`;
  return number < 1e9 ? `${(number / 1e6).toFixed(1)} MB` : `${(number / 1e9).toFixed(2)} GB`;
}

export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 90) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
