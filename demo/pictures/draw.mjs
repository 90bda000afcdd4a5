// The hand that draws: flat fills, one dark line, a few colours that go together.

const INK = '#22302f';

/** Every colour has a body, a shade, a light part and something that stands out on it. */
const COLOURS = {
  rust: { main: '#c4552d', deep: '#94391a', pale: '#e9a17f', accent: '#f3c969' },
  moss: { main: '#5d7f4c', deep: '#3f5b33', pale: '#a9c193', accent: '#f0b45b' },
  sea: { main: '#2f7f8c', deep: '#1e5862', pale: '#8fc3c9', accent: '#f2a65a' },
  sun: { main: '#eab43f', deep: '#bf8416', pale: '#f8dc97', accent: '#c4552d' },
  stone: { main: '#8d979a', deep: '#636d70', pale: '#c6cdce', accent: '#e0793f' },
  night: { main: '#37476b', deep: '#222e4a', pale: '#8795b8', accent: '#f0b45b' },
  berry: { main: '#a33b5e', deep: '#742542', pale: '#d992aa', accent: '#f3c969' },
  clay: { main: '#df7f45', deep: '#b05a25', pale: '#f3bd98', accent: '#2f7f8c' },
  sky: { main: '#6fa8d0', deep: '#447ca5', pale: '#bcd9ec', accent: '#e0793f' },
  sand: { main: '#d3b583', deep: '#a88a58', pale: '#eadbbd', accent: '#5d7f4c' },
};
/** The wall behind the thing: one that its colour stands out on. */
const WALLS = {
  rust: '#f6e8dc', moss: '#edf0e2', sea: '#e3eff0', sun: '#f9f0d9', stone: '#eeefec',
  night: '#e6e9f1', berry: '#f5e5ea', clay: '#f8eadd', sky: '#e6f0f6', sand: '#f5eee0',
};

export const path = (d, fill = 'none', more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;
export const circle = (x, y, r, fill = 'none', more = '') => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;
export const ellipse = (x, y, rx, ry, fill = 'none', more = '') =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`;
export const box = (x, y, width, height, r, fill = 'none', more = '') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${r}" fill="${fill}" ${more}/>`;
/** A line without fill, in another colour or width than the drawing's own. */
export const line = (d, stroke = INK, width = 5, more = '') => path(d, 'none', `stroke="${stroke}" stroke-width="${width}" ${more}`);
export const turned = (degrees, content, x = 160, y = 160) => `<g transform="rotate(${degrees} ${x} ${y})">${content}</g>`;
export const moved = (x, y, content, scale = 1) => `<g transform="translate(${x} ${y}) scale(${scale})">${content}</g>`;
export const NO_LINE = 'stroke="none"';

/** A picture of one thing, as SVG of its own. */
export function picture(drawing, colour) {
  const shadow = ellipse(160, 272, 104, 10, INK, `${NO_LINE} opacity="0.1"`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="320" height="320">
${box(0, 0, 320, 320, 0, WALLS[colour])}${shadow}
<g stroke="${INK}" stroke-width="5" stroke-linejoin="round" stroke-linecap="round">${drawing({ ...COLOURS[colour], ink: INK })}</g>
</svg>
`;
}

/** What stands in for a product without a picture: its initials. */
export function initials(letters, colour) {
  const { deep, pale } = COLOURS[colour];
  const text = letters.replace(/[&<>]/g, '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="320" height="320">
${box(0, 0, 320, 320, 0, WALLS[colour])}${circle(160, 160, 92, pale, 'opacity="0.55"')}
<text x="160" y="184" text-anchor="middle" font-family="Georgia, serif" font-size="68" font-weight="700" fill="${deep}">${text}</text>
</svg>
`;
}

export const COLOUR_NAMES = Object.keys(COLOURS);
