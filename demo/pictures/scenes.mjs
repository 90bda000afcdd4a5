// Landscapes for the top of the page. The left part stays calm: words stand on it on wide screens.
import { COLOUR_SETS } from './scene-colours.mjs';

/** A ridge from points [x, y], closed at the bottom. */
const ridge = (points, fill) => `<path d="M-10 600 L${points.map(([x, y]) => `${x} ${y}`).join(' L')} L1210 600 Z" fill="${fill}"/>`;
const hill = (d, fill) => `<path d="M-10 600 ${d} L1210 600 Z" fill="${fill}"/>`;
const pine = (x, y, size, fill) =>
  `<path d="M${x} ${y - size} l${size * 0.22} ${size * 0.36} h${-size * 0.1} l${size * 0.2} ${size * 0.34} h${-size * 0.64} l${size * 0.2} ${-size * 0.34} h${-size * 0.1} Z M${x - size * 0.04} ${y - size * 0.31} h${size * 0.08} v${size * 0.32} h${-size * 0.08} Z" fill="${fill}"/>`;
const pines = (list, fill) => list.map(([x, y, size]) => pine(x, y, size, fill)).join('');

const PEAKS = [[-10, 380], [120, 300], [210, 350], [340, 240], [430, 300], [540, 200], [640, 270], [790, 110], [880, 190], [960, 140], [1080, 260], [1210, 180]];
const SNOW = 'M790 110 L838 153 L812 172 L790 150 L768 182 L738 162 Z M960 140 L1004 184 L974 200 L952 178 L930 196 L914 166 Z M540 200 L580 228 L556 246 L540 230 L520 244 L508 232 Z';
const FOOTHILLS = [[-10, 430], [160, 390], [330, 430], [520, 350], [700, 410], [860, 330], [1010, 390], [1210, 320]];

function walker(x, y, scale, coat, pack) {
  return `<g transform="translate(${x} ${y}) scale(${scale})" stroke-linecap="round" stroke-linejoin="round">
<path d="M-6 0 L-14 46 L-22 92 M6 0 L18 44 L14 92" fill="none" stroke="#2a3538" stroke-width="15"/>
<path d="M-20 -62 Q0 -76 18 -60 L20 6 Q0 14 -18 6 Z" fill="${coat}"/><path d="M-22 -66 Q-50 -62 -48 -20 Q-48 2 -20 0 Z" fill="${pack}"/>
<path d="M12 -52 L34 -18 L50 -30" fill="none" stroke="${coat}" stroke-width="13"/><path d="M50 -34 L62 92" stroke="#6b5436" stroke-width="5"/>
<circle cx="4" cy="-86" r="17" fill="#e8b98f"/><path d="M-14 -90 Q-10 -110 8 -108 Q22 -104 22 -92 Z" fill="${pack}"/></g>`;
}

const tent = (x, y, scale, body, side) => `<g transform="translate(${x} ${y}) scale(${scale})">
<path d="M-120 0 Q-70 -118 0 -122 Q70 -118 120 0 Z" fill="${body}"/><path d="M0 -122 Q70 -118 120 0 H46 Q40 -70 0 -122 Z" fill="${side}"/>
<path d="M-34 0 Q-24 -64 0 -104 Q30 -64 40 0 Z" fill="#ffe9a8"/></g>`;

const FRONT = {
  calm: () => '',
  welcome: (c) => walker(860, 440, 0.8, c.coat, c.pack) + walker(960, 448, 0.72, c.pack, c.coat),
  hiking: (c) =>
    `<path d="M620 600 Q720 540 800 500 T900 420 T870 370" fill="none" stroke="${c.path}" stroke-width="16" stroke-linecap="round" stroke-dasharray="34 22"/>` +
    walker(800, 410, 0.95, c.coat, c.pack),
  camping: (c) => tent(890, 520, 1.15, c.coat, c.pack) +
    `<path d="M690 528 l46 -16 M692 512 l44 16" stroke="#3a2a20" stroke-width="10" stroke-linecap="round"/><path d="M714 508 Q690 480 712 444 Q716 468 728 462 Q740 484 730 506 Z" fill="#ffc352"/>` +
    [[700, 70], [820, 40], [1010, 84], [1110, 36], [620, 110], [930, 66], [560, 48], [1160, 120]].map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="#fff6d8"/>`).join(''),
  climbing: (c) =>
    `<path d="M760 600 L800 430 L780 340 L850 250 L840 150 L930 60 L1040 -10 H1210 V600 Z" fill="${c.rock}"/><path d="M850 250 L930 300 L900 400 L960 600 H760 L800 430 L780 340 Z M840 150 L930 190 L1000 120 L930 60 Z" fill="${c.rockShade}"/>` +
    `<path d="M930 60 Q880 160 836 262" fill="none" stroke="${c.pack}" stroke-width="5"/><g transform="translate(816 318) rotate(-14)" stroke-linecap="round"><path d="M0 20 L30 52 L6 96 M-2 20 L-16 62 L14 88" fill="none" stroke="#2a3538" stroke-width="13"/><path d="M-16 -42 Q4 -52 18 -38 L12 26 H-12 Z" fill="${c.coat}"/><path d="M10 -34 L40 -66 M-10 -34 L14 -84" stroke="${c.coat}" stroke-width="11"/><circle cx="0" cy="-62" r="15" fill="#e8b98f"/><path d="M-17 -62 Q-14 -84 4 -82 Q18 -78 17 -64 Z" fill="${c.pack}"/></g>`,
  running: (c) => `<path d="M520 600 Q760 530 880 520 T1210 470" fill="none" stroke="${c.path}" stroke-width="34" stroke-linecap="round"/>
<g transform="translate(870 430)" stroke-linecap="round" stroke-linejoin="round"><path d="M0 6 L38 34 L22 84 M-4 6 L-30 44 L-76 40" fill="none" stroke="#e8b98f" stroke-width="15"/><path d="M0 4 L24 24 M-2 4 L-18 28" stroke="#2a3538" stroke-width="22"/>
<path d="M-10 -66 Q14 -76 26 -56 L14 10 Q-4 14 -14 4 Z" fill="${c.coat}"/><path d="M16 -52 L46 -22 L66 -40 M-4 -54 L-36 -30 L-24 -4" fill="none" stroke="#e8b98f" stroke-width="12"/><circle cx="24" cy="-90" r="17" fill="#e8b98f"/><path d="M6 -94 Q12 -114 30 -110 L50 -98 L42 -92 Z" fill="${c.pack}"/><path d="M18 86 h28 M-82 34 v24" stroke="${c.pack}" stroke-width="14"/></g>`,
  back: (c) =>
    `<path d="M600 600 Q740 560 860 520" fill="none" stroke="${c.path}" stroke-width="18" stroke-linecap="round"/><g transform="translate(930 520)"><path d="M-110 0 V-96 H110 V0 Z" fill="${c.coat}"/><path d="M-134 -88 L0 -176 L134 -88 L122 -74 L0 -152 L-122 -74 Z" fill="${c.pack}"/><path d="M-134 -88 L0 -176 L134 -88 Z" fill="${c.pack}"/><rect x="-22" y="-66" width="44" height="66" fill="#3a2a20"/><rect x="-84" y="-70" width="38" height="34" fill="#ffe9a8"/><rect x="46" y="-70" width="38" height="34" fill="#ffe9a8"/><rect x="56" y="-170" width="26" height="46" fill="${c.pack}"/><path d="M69 -178 q-16 -24 4 -42 t0 -40" fill="none" stroke="#fff" stroke-opacity="0.6" stroke-width="9" stroke-linecap="round"/></g>`,
};

/**
 * Grass on the near hill. With it a scene has the detail that browsers expect of a picture: below 0.05 bits for each pixel
 * on the screen they take it for a background and do not count it as the page's largest paint.
 */
const GRASS = Array.from({ length: 70 }, (_, i) => `M${(i * 397) % 1200} ${515 + ((i * 61) % 80)} l-4 -${9 + (i % 5)} m4 ${9 + (i % 5)} l5 -${7 + (i % 4)}`).join(' ');

/** For a shop of any kind: nothing but light. */
const PLAIN = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 600" width="1200" height="600" preserveAspectRatio="xMaxYMid slice">
<rect width="1200" height="600" fill="#e4ece6"/><circle cx="1010" cy="330" r="330" fill="#c9dcd3"/><circle cx="800" cy="520" r="210" fill="#f3d9a8"/><circle cx="1090" cy="130" r="110" fill="#e9b99f"/>
</svg>
`;

export const SCENES = [...Object.keys(FRONT), 'plain'];

/** A scene as SVG of its own, 1200 by 600. */
export function scene(name) {
  if (name === 'plain') return PLAIN;
  const c = COLOUR_SETS[name];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 600" width="1200" height="600" preserveAspectRatio="xMaxYMid slice">
<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${c.sky[0]}"/><stop offset="1" stop-color="${c.sky[1]}"/></linearGradient></defs>
<rect width="1200" height="600" fill="url(#s)"/><circle cx="1020" cy="96" r="46" fill="${c.sun}"/>
${ridge(PEAKS, c.far)}<path d="${SNOW}" fill="${c.snow}"/>${ridge(FOOTHILLS, c.mid)}
${pines([[500, 470, 70], [545, 480, 92], [600, 468, 64], [1080, 450, 96], [1130, 462, 120], [1180, 450, 84]], c.trees)}
${hill('L-10 480 Q200 430 460 480 T880 500 T1210 440', c.near)}<path d="${GRASS}" fill="none" stroke="${c.trees}" stroke-width="2" stroke-opacity="0.35"/>${FRONT[name](c)}
</svg>
`;
}
