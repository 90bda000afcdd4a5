// One drawing per kind of thing, on a square of 320 by 320 with the ground at 270.
import { NO_LINE, box, circle, ellipse, line, moved, path, turned } from './draw.mjs';

const WHITE = '#fffaf0';
const STEEL = '#c9d1d3';
const WOOD = '#d9a866';
const RUBBER = '#3a4644';

function boot({ main, deep, pale, accent }) {
  return (
    path('M92 74 Q130 64 168 72 L172 150 Q186 172 222 182 Q262 192 266 226 L266 238 L84 238 Q78 160 92 74 Z', main) +
    path('M92 74 Q130 64 168 72 L170 104 Q128 110 88 104 Z', pale) +
    path('M206 177 Q262 190 266 226 L266 238 L216 238 Q194 204 206 177 Z', deep) +
    path('M84 196 Q108 196 118 238 L84 238 Z', deep) +
    path('M78 238 H270 Q274 264 258 266 H230 L222 258 L206 266 L196 258 L180 266 L170 258 L150 266 H92 Q76 262 78 238 Z', RUBBER) +
    [118, 138, 158].map((y, i) => line(`M${150 + i * 4} ${y - 2} L${180 + i * 6} ${y + 2}`, accent, 7)).join('') +
    line('M176 170 L202 156', accent, 7)
  );
}

function shoe({ main, deep, pale, accent }, { sole, teeth }) {
  const bottom = teeth
    ? 'M52 226 Q160 246 276 222 Q284 246 262 256 L250 250 L238 260 L224 252 L210 262 L196 252 L180 262 L164 252 L148 262 L132 252 L116 262 L100 252 L84 260 L70 250 Q50 250 52 226 Z'
    : 'M52 226 Q160 246 276 222 Q286 254 262 258 H74 Q50 256 52 226 Z';
  return (
    path('M62 152 Q80 166 108 152 Q116 136 132 142 Q170 182 232 190 Q274 196 278 224 Q160 246 52 228 Q50 184 62 152 Z', main) +
    path('M62 152 Q80 166 108 152 L112 186 Q84 204 54 200 Q54 174 62 152 Z', deep) +
    path('M222 189 Q274 196 278 224 Q252 232 222 234 Q208 208 222 189 Z', deep) +
    path('M128 232 Q150 196 178 184 L198 190 Q170 206 156 236 Z', pale, NO_LINE) +
    path(bottom, sole) +
    line('M130 160 L116 176 M148 174 L136 192 M168 184 L158 200', accent, 7)
  );
}

const bottleBody = ({ main, deep, pale }, label) =>
  box(118, 104, 84, 164, 20, main) + path('M120 212 H200 V246 Q200 266 182 266 H138 Q120 266 120 246 Z', deep, NO_LINE) +
  line('M136 126 V230', pale, 8) + label + box(118, 104, 84, 164, 20);

function jacket({ main, deep, pale, accent }, body) {
  const sleeve = 'M112 92 Q82 98 74 130 L54 226 Q66 240 88 238 L108 168 Z';
  return (
    path(sleeve, deep) + moved(320, 0, `<g transform="scale(-1 1)">${path(sleeve, deep)}</g>`) +
    path('M112 92 Q160 74 208 92 L218 262 Q160 272 102 262 Z', main) + body +
    path('M122 90 Q124 52 160 50 Q196 52 198 90 Q178 108 160 108 Q142 108 122 90 Z', pale) +
    path('M136 90 Q140 70 160 70 Q180 70 184 90 Q172 100 160 100 Q148 100 136 90 Z', deep) +
    line('M160 108 V266', accent, 6)
  );
}

const tent = ({ main, deep, pale, accent }, wide) => {
  const [left, right] = wide ? [26, 294] : [44, 276];
  return (
    line(`M${left} 262 L${left - 12} 270 M${right} 262 L${right + 12} 270`) +
    path(`M${left} 262 Q${left + 50} 92 160 84 Q${right - 50} 92 ${right} 262 Z`, main) +
    path(`M160 84 Q${right - 50} 92 ${right} 262 H218 Q206 150 160 84 Z`, deep) +
    path('M102 262 Q118 152 160 84 Q202 152 218 262 Z', pale) +
    path('M126 262 Q136 186 160 132 Q184 186 194 262 Z', '#3b3f38') +
    path('M126 262 Q136 186 160 132 Q150 200 152 262 Z', accent) +
    (wide ? box(58, 206, 26, 22, 6, WHITE) : '') + line('M160 84 L160 66', undefined, 5)
  );
};

function glove({ main, deep, pale }) {
  const fingers = [[-36, 92], [-12, 78], [12, 82], [36, 98]]
    .map(([x, y]) => box(160 + x - 13, y, 26, 92, 13, main)).join('');
  return fingers + turned(42, box(198, 150, 28, 74, 14, main), 212, 190) +
    path('M111 150 H210 V214 Q208 228 204 232 H118 Q112 226 111 214 Z', main) +
    line('M137 152 V166 M161 152 V166 M185 152 V166', deep, 5) + box(108, 226, 104, 40, 10, pale) +
    line('M124 238 V256 M142 238 V256 M160 238 V256 M178 238 V256 M196 238 V256', deep, 5);
}

const sock = ({ main, deep, pale }) =>
  path('M118 70 H176 V168 Q176 186 196 196 L228 214 Q244 226 232 246 Q222 262 198 256 L136 232 Q112 220 114 190 Z', main) +
  path('M116 176 Q140 180 146 204 Q146 226 136 232 Q112 220 114 190 Z', deep) +
  path('M206 202 L228 214 Q244 226 232 246 Q222 262 198 256 Q190 222 206 202 Z', deep) +
  box(110, 60, 74, 30, 8, pale) + line('M118 112 H174 M118 128 H174', pale, 6);

/** Each takes the colours and gives the inside of an SVG. */
export const PICTURES = {
  boots: boot,
  shoes: (c) => shoe(c, { sole: WHITE, teeth: false }),
  trail: (c) => shoe(c, { sole: RUBBER, teeth: true }),

  gaiters: ({ main, deep, pale, accent }) =>
    [0, 92].map((x) =>
      moved(x, 0, path('M82 70 H146 L152 228 Q154 252 172 258 L66 262 Q72 160 82 70 Z', main) +
        path('M78 206 H151 L152 228 Q154 252 172 258 L66 262 Q68 232 72 206 Z', deep) + box(78, 64, 72, 22, 6, pale) +
        line('M114 92 V200', accent, 6))).join(''),

  daypack: ({ main, deep, pale, accent }) =>
    line('M138 66 Q138 44 160 44 Q182 44 182 66', undefined, 8) +
    path('M88 120 Q90 62 160 60 Q230 62 232 120 L238 246 Q238 268 214 268 H106 Q82 268 82 246 Z', main) +
    path('M88 120 Q90 62 160 60 Q230 62 232 120 Q160 144 88 120 Z', pale) +
    box(108, 172, 104, 78, 18, deep) + line('M120 192 H200', accent, 7) + line('M160 130 V154', accent, 9),

  pack: ({ main, deep, pale, accent }) =>
    box(70, 156, 30, 84, 14, deep) + box(220, 156, 30, 84, 14, deep) +
    box(96, 92, 128, 176, 24, main) + path('M96 200 H224 V244 Q224 268 200 268 H120 Q96 268 96 244 Z', deep) +
    path('M90 112 Q88 52 160 50 Q232 52 230 112 Q160 130 90 112 Z', pale) + box(118, 150, 84, 38, 12, pale) +
    line('M128 116 V150 M192 116 V150', accent, 8) + line('M118 222 H202', accent, 7) + ellipse(160, 256, 52, 16, accent),

  drybag: ({ main, deep, pale, accent }) =>
    path('M104 122 Q160 134 216 122 L224 244 Q220 270 160 270 Q100 270 96 244 Z', main) +
    path('M98 214 Q160 230 222 214 L224 244 Q220 270 160 270 Q100 270 96 244 Z', deep) +
    path('M104 122 Q112 92 104 74 H216 Q208 92 216 122 Q160 134 104 122 Z', pale) + box(94, 58, 132, 24, 10, accent) +
    line('M94 70 Q70 90 92 112 M226 70 Q250 90 228 112') + circle(160, 174, 22, WHITE),

  shell: (c) => jacket(c, line('M124 200 L140 176 M196 200 L180 176', c.deep, 7) + path('M108 150 Q160 162 212 150 L209 92 Q160 74 111 92 Z', c.pale, `${NO_LINE} opacity="0.35"`)),
  down: (c) => jacket(c, [132, 166, 200, 232].map((y) => line(`M106 ${y} Q160 ${y + 14} 214 ${y}`, c.deep, 5)).join('')),
  wool: ({ main, deep, pale }) =>
    path('M116 74 Q92 78 78 104 L50 190 L80 204 L108 148 Z', deep) + path('M204 74 Q228 78 242 104 L270 190 L240 204 L212 148 Z', deep) +
    path('M116 74 Q160 96 204 74 L214 264 Q160 272 106 264 Z', main) +
    [146, 158, 214, 226].map((y) => line(`M108 ${y} Q160 ${y + 8} 212 ${y}`, pale, 6)).join('') +
    line('M112 188 L124 178 L136 188 L148 178 L160 188 L172 178 L184 188 L196 178 L208 188', pale, 6) +
    path('M122 76 Q160 112 198 76 Q186 66 160 64 Q134 66 122 76 Z', pale),

  trousers: ({ main, deep, pale, accent }) =>
    path('M104 62 H216 L230 262 Q206 272 182 264 L162 146 L138 264 Q114 272 90 262 Z', main) +
    path('M101 170 L144 176 L140 210 L97 204 Z', deep) + path('M219 170 L176 176 L180 210 L223 204 Z', deep) +
    box(100, 54, 120, 26, 8, pale) + line('M124 80 Q124 108 106 114 M196 80 Q196 108 214 114') + circle(160, 68, 5, accent),

  hat: ({ main, deep, pale, accent }) =>
    circle(160, 78, 28, accent) + path('M84 216 Q82 98 160 96 Q238 98 236 216 Z', main) +
    line('M92 168 L109 150 L126 168 L143 150 L160 168 L177 150 L194 168 L211 150 L228 168', pale, 8) +
    line('M120 122 L134 110 M186 110 L200 122', pale, 7) + box(76, 200, 168, 54, 18, deep) +
    [100, 124, 148, 172, 196, 220].map((x) => line(`M${x} 212 V242`, main, 6)).join(''),

  gloves: (c) => moved(-24, 42, glove(c), 0.74) + moved(344, 42, `<g transform="scale(-0.74 0.74)">${glove(c)}</g>`),

  socks: (c) => moved(-34, 8, sock(c)) + moved(26, 8, sock(c)),

  tent: (c) => tent(c, false),
  bigtent: (c) => tent(c, true),

  tarp: ({ main, deep, pale, accent }) =>
    line('M62 76 V268 M258 76 V268', WOOD, 12) + line('M62 92 H258', undefined, 4) +
    path('M62 92 L22 208 Q92 186 160 200 Q228 186 298 208 L258 92 Q160 106 62 92 Z', main) +
    path('M160 99 V200 Q228 186 298 208 L258 92 Q208 100 160 99 Z', deep) + line('M62 92 Q160 106 258 92', pale, 6) +
    line('M22 208 L10 264 M298 208 L310 264', accent, 5),

  hammock: ({ main, deep, pale, accent }) =>
    line('M46 60 V268 M274 60 V268', WOOD, 20) + line('M46 116 L84 150 M274 116 L236 150', accent, 6) +
    path('M80 146 Q160 204 240 146 Q244 232 160 236 Q76 232 80 146 Z', main) +
    path('M80 146 Q160 204 240 146 Q238 172 160 200 Q82 172 80 146 Z', pale) + line('M112 222 Q160 240 208 222', deep, 6),

  bag: ({ main, deep, pale, accent }) =>
    turned(-38,
      path('M112 66 Q160 40 208 66 Q226 120 214 190 Q206 268 160 272 Q114 268 106 190 Q94 120 112 66 Z', main) +
      path('M124 84 Q160 64 196 84 Q204 122 160 130 Q116 122 124 84 Z', deep) + ellipse(160, 102, 26, 18, WHITE) +
      [156, 188, 218, 244].map((y, i) => line(`M${107 + i * 5} ${y} Q160 ${y + 16} ${213 - i * 5} ${y}`, pale, 5)).join('') +
      line('M196 124 Q204 190 182 250', accent, 6)),

  mat: ({ main, deep, pale, accent }) =>
    turned(-30, box(96, 46, 128, 232, 30, main) + [122, 148, 172, 198].map((x) => line(`M${x} 66 V258`, deep, 5)).join('') +
      box(96, 46, 128, 46, 24, pale) + circle(210, 62, 9, accent)),

  foam: ({ main, deep, pale, accent }) =>
    turned(-18, path('M84 132 H236 A22 48 0 0 1 236 228 H84 Z', main) + [112, 138, 164, 190, 216].map((x) => line(`M${x} 134 V226`, deep, 5)).join('') +
      ellipse(84, 180, 22, 48, pale) + ellipse(84, 180, 12, 28, 'none') + line('M84 166 V194') + line('M126 132 V228 M204 132 V228', accent, 10), 160, 180),

  pillow: ({ main, deep, pale }) =>
    path('M62 148 Q52 124 78 122 Q160 142 242 122 Q268 124 258 148 Q246 190 258 232 Q268 256 242 258 Q160 238 78 258 Q52 256 62 232 Q74 190 62 148 Z', main) +
    path('M96 172 Q160 158 224 172 Q218 194 224 216 Q160 206 96 216 Q102 194 96 172 Z', pale) + line('M82 138 L96 152 M238 138 L224 152 M82 242 L96 228 M238 242 L224 228', deep, 5),

  stove: ({ main, deep, pale, accent }) =>
    path('M136 116 Q132 92 146 78 Q146 94 156 88 Q152 64 170 50 Q170 78 182 84 Q190 96 184 116 Z', accent) +
    line('M100 132 L120 118 M220 132 L200 118 M100 132 V120 M220 132 V120', undefined, 7) + box(122, 114, 76, 20, 8, STEEL) +
    box(148, 134, 24, 44, 4, STEEL) + line('M172 156 H206', undefined, 6) + circle(212, 156, 9, main) +
    path('M96 204 Q98 178 160 176 Q222 178 224 204 V252 Q222 270 160 270 Q98 270 96 252 Z', main) +
    path('M96 230 Q160 246 224 230 V252 Q222 270 160 270 Q98 270 96 252 Z', deep) + ellipse(160, 190, 44, 8, pale, NO_LINE),

  spirit: ({ main, deep, pale, accent }) =>
    line('M222 116 L284 96', undefined, 12) + path('M92 98 H228 L220 172 H100 Z', STEEL) + ellipse(160, 98, 70, 16, pale) + circle(160, 84, 8, accent) +
    path('M74 168 H246 L232 268 H88 Z', main) + path('M84 236 H236 L232 268 H88 Z', deep) +
    [112, 144, 176, 208].map((x) => circle(x, 206, 9, '#3b3f38')).join(''),

  pot: ({ main, deep, pale, accent }) =>
    line('M232 168 Q292 160 288 196 Q284 216 240 208', undefined, 10) + path('M76 132 H244 V232 Q242 264 210 266 H110 Q78 264 76 232 Z', main) +
    path('M76 214 H244 V232 Q242 264 210 266 H110 Q78 264 76 232 Z', deep) + path('M66 132 Q72 98 160 96 Q248 98 254 132 Z', pale) +
    box(144, 78, 32, 20, 8, accent) + line('M98 152 V198', pale, 8),

  bottle: (c) =>
    box(136, 62, 48, 26, 8, c.deep) + line('M184 74 Q214 74 206 104', undefined, 6) + box(132, 84, 56, 24, 6, STEEL) +
    bottleBody(c, path('M140 196 L156 168 L166 184 L174 172 L186 196 Z', WHITE, NO_LINE)),

  thermos: (c) =>
    path('M126 48 H194 L200 106 H120 Z', STEEL) + line('M124 88 H197', undefined, 4) +
    bottleBody(c, box(118, 150, 84, 40, 0, c.accent)),

  mug: ({ main, deep, pale }) =>
    line('M222 152 Q284 146 274 196 Q264 232 216 226', undefined, 14) + line('M222 152 Q284 146 274 196 Q264 232 216 226', main, 5) +
    path('M80 120 H226 L220 240 Q216 266 190 268 H116 Q90 266 86 240 Z', main) + path('M84 212 L86 240 Q90 266 116 268 H190 Q216 266 220 240 L222 212 Z', deep) +
    ellipse(153, 120, 73, 18, WHITE) + ellipse(153, 122, 56, 11, '#5b3a29', NO_LINE) + line('M112 158 L128 138 L140 152 L154 130', pale, 6) +
    line('M126 86 Q114 70 128 56 M160 86 Q148 66 162 48', pale, 6),

  vest: ({ main, deep, pale, accent }) =>
    path('M104 64 H138 Q160 124 182 64 H216 Q214 112 234 136 L228 256 Q194 268 172 258 V132 H148 V258 Q126 268 92 256 L86 136 Q106 112 104 64 Z', main) +
    box(98, 176, 44, 72, 12, deep) + box(178, 176, 44, 72, 12, deep) + box(104, 118, 32, 50, 12, pale) + box(184, 118, 32, 50, 12, pale) +
    line('M146 160 H174 M146 212 H174', accent, 7),

  cap: ({ main, deep, pale, accent }) =>
    path('M76 200 Q74 110 158 106 Q236 108 242 196 Q160 214 76 200 Z', main) + path('M158 106 Q236 108 242 196 Q206 206 178 206 Q186 142 158 106 Z', deep) +
    path('M176 204 Q240 192 286 206 Q304 222 288 230 Q232 214 160 224 Q84 222 76 200 Q130 212 176 204 Z', pale) + circle(158, 106, 8, accent),

  flask: ({ main, deep, pale, accent }) =>
    box(144, 54, 32, 34, 10, accent) + box(134, 84, 52, 22, 8, deep) +
    path('M132 106 H188 Q214 130 208 186 Q214 236 196 262 Q160 272 124 262 Q106 236 112 186 Q106 130 132 106 Z', pale) +
    path('M111 180 Q160 166 209 180 Q214 236 196 262 Q160 272 124 262 Q106 236 111 180 Z', main) + line('M134 124 Q126 150 130 172', WHITE, 7),

  climbshoe: ({ main, deep, pale, accent }) =>
    path('M82 118 Q110 132 136 118 L164 156 Q212 176 262 212 Q284 234 262 248 Q226 258 178 238 Q140 222 104 242 Q70 250 66 214 Q66 160 82 118 Z', main) +
    path('M206 180 Q240 194 262 212 Q284 234 262 248 Q226 258 196 245 Q186 212 206 180 Z', deep) +
    path('M68 196 Q92 190 104 242 Q70 250 66 214 Z', deep) + box(116, 146, 60, 24, 8, pale, 'transform="rotate(28 146 158)"') +
    box(128, 184, 70, 24, 8, pale, 'transform="rotate(18 163 196)"') + line('M82 118 Q76 88 92 82', accent, 8) +
    line('M66 222 Q74 256 104 244 Q140 224 178 240 Q226 260 262 250', RUBBER, 9),

  harness: ({ main, deep, pale, accent }) =>
    line('M84 140 Q84 270 128 262 Q158 252 150 168', main, 24) + line('M236 140 Q236 270 192 262 Q162 252 170 168', main, 24) +
    line('M84 140 Q84 270 128 262 Q158 252 150 168 M236 140 Q236 270 192 262 Q162 252 170 168', pale, 6) +
    path('M60 96 Q160 126 260 96 L262 142 Q160 174 58 142 Z', main) + path('M60 116 Q160 146 260 116 L261 130 Q160 160 59 130 Z', deep, NO_LINE) +
    box(140, 104, 40, 30, 6, STEEL) + line('M160 146 V206', accent, 14) + line('M76 150 Q84 178 104 160 M244 150 Q236 178 216 160', undefined, 5),

  rope: ({ main, deep, pale, accent }) =>
    [0, 1, 2, 3].map((i) => ellipse(160, 168 - i * 3, 102 - i * 20, 88 - i * 18, 'none', 'stroke-width="22"') +
      ellipse(160, 168 - i * 3, 102 - i * 20, 88 - i * 18, 'none', `stroke="${i % 2 ? deep : main}" stroke-width="12"`) +
      ellipse(160, 168 - i * 3, 102 - i * 20, 88 - i * 18, 'none', `stroke="${pale}" stroke-width="4" stroke-dasharray="3 17"`)).join('') +
    path('M136 56 H184 V282 H136 Z', accent, 'opacity="0"') + box(142, 64, 36, 66, 10, accent) + box(142, 214, 36, 52, 10, accent),

  draws: ({ main, deep, accent }) => {
    const carabiner = (y) =>
      box(128, y, 64, 84, 30, 'none', 'stroke-width="20"') + box(128, y, 64, 84, 30, 'none', `stroke="${STEEL}" stroke-width="10"`) +
      line(`M192 ${y + 28} V${y + 60}`, accent, 9);
    return turned(24, carabiner(44) + box(142, 112, 36, 100, 12, main) + line('M160 124 V200', deep, 7) + carabiner(196), 160, 162);
  },

  helmet: ({ main, deep, pale, accent }) =>
    line('M92 206 Q104 262 150 268 M232 206 Q216 262 158 268', undefined, 7) + path('M64 204 Q54 82 162 78 Q262 84 258 204 Q160 226 64 204 Z', main) +
    path('M64 204 Q160 226 258 204 L262 220 Q160 244 60 220 Z', deep) +
    line('M112 124 Q122 106 142 100 M160 98 H182 M110 156 L114 142', pale, 10) +
    path('M196 118 L228 128 L232 148 L202 140 Z', '#3b3f38') + path('M206 160 L236 164 L238 182 L210 180 Z', '#3b3f38') + box(142, 258, 28, 18, 6, accent),

  chalk: ({ main, deep, pale, accent }) =>
    path('M92 112 L106 244 Q110 270 160 270 Q210 270 214 244 L228 112 Z', main) + path('M98 170 Q160 190 222 170 L217 214 Q160 232 103 214 Z', pale) +
    line('M112 196 L128 182 L144 200 L160 186 L176 202 L192 184 L208 196', deep, 6) + ellipse(160, 112, 70, 22, deep) +
    ellipse(160, 114, 56, 15, WHITE) + line('M92 116 Q52 136 84 66 M228 116 Q268 136 236 66', accent, 8) + circle(124, 74, 5, WHITE, NO_LINE) + circle(176, 62, 7, WHITE, NO_LINE) + circle(196, 82, 4, WHITE, NO_LINE),

  headlamp: ({ main, deep, pale, accent }) =>
    path('M160 176 L34 246 Q60 274 120 272 Z', '#fff2b8', `${NO_LINE} opacity="0.9"`) +
    path('M70 142 Q92 66 172 64 Q256 70 268 150 Q272 190 246 206 L226 190 Q240 172 236 148 Q224 98 170 96 Q116 98 102 152 Z', main) +
    line('M86 142 Q104 80 172 80 Q242 86 252 150', pale, 6) + box(70, 132, 108, 76, 26, deep) + circle(116, 170, 27, '#fff2b8') + circle(116, 170, 13, accent) +
    box(152, 150, 16, 36, 8, pale),

  lantern: ({ main, deep, pale, accent }) =>
    circle(160, 174, 100, '#fff2b8', `${NO_LINE} opacity="0.7"`) + line('M120 96 Q120 44 160 44 Q200 44 200 96', undefined, 7) + box(108, 90, 104, 34, 12, main) +
    box(118, 124, 84, 92, 14, '#fff7d6') + path('M160 144 Q182 172 176 190 Q172 204 160 204 Q148 204 144 190 Q140 176 160 144 Z', accent) +
    path('M104 214 H216 L222 256 Q220 270 206 270 H114 Q100 270 98 256 Z', main) + path('M100 244 H220 L222 256 Q220 270 206 270 H114 Q100 270 98 256 Z', deep) + circle(160, 232, 8, pale),

  poles: ({ main, deep, pale, accent }) =>
    [-16, 16].map((degrees) => turned(degrees,
      line('M160 100 V268') + line('M160 100 V188', main, 9) + line('M160 188 V262', STEEL, 6) + box(146, 36, 28, 70, 13, deep) +
      line('M150 58 H170 M150 74 H170', pale, 4) + line('M148 46 Q126 66 146 92', accent, 6) + box(151, 180, 18, 18, 5, accent) + path('M142 246 H178 L170 256 H150 Z', deep), 160, 268)).join(''),

  knife: ({ main, deep, pale, accent }) =>
    turned(-42,
      path('M138 176 V64 Q166 82 176 116 V176 Z', STEEL) + line('M150 98 V170', WHITE, 6) + box(132, 172, 50, 16, 4, accent) +
      path('M136 188 H178 Q186 216 178 244 Q184 274 158 276 Q130 274 136 244 Q128 216 136 188 Z', main) + line('M146 206 Q140 230 148 256', pale, 6) + circle(158, 258, 6, deep), 160, 170),

  multitool: ({ main, deep, pale, accent }) =>
    path('M132 128 Q128 86 148 58 Q158 70 156 128 Z', STEEL) + path('M188 128 Q192 86 172 58 Q162 70 164 128 Z', STEEL) + circle(160, 134, 24, pale) + circle(160, 134, 8, deep) +
    turned(20, box(128, 140, 32, 132, 12, main) + line('M144 160 V252', deep, 5), 150, 140) + turned(-20, box(160, 140, 32, 132, 12, main) + line('M176 160 V252', deep, 5), 170, 140) + circle(160, 134, 4, accent, NO_LINE),

  compass: ({ main, deep, accent }) =>
    box(84, 44, 152, 226, 22, '#f4fafa', 'fill-opacity="0.85"') + line('M104 66 V92 M122 66 V82 M140 66 V92 M158 66 V82 M176 66 V92 M194 66 V82 M212 66 V92', undefined, 4) +
    circle(160, 184, 66, main) + circle(160, 184, 50, WHITE) + turned(32, path('M160 142 L174 184 H146 Z', accent) + path('M160 226 L174 184 H146 Z', deep), 160, 184) +
    circle(160, 184, 6, WHITE) + line('M160 108 V96', accent, 7),

  firstaid: ({ main, deep, pale }) =>
    line('M130 104 Q130 76 160 76 Q190 76 190 104', undefined, 9) + box(62, 102, 196, 166, 28, main) + path('M62 220 H258 V240 Q258 268 230 268 H90 Q62 268 62 240 Z', deep) +
    circle(160, 176, 50, WHITE) + path('M148 144 H172 V164 H192 V188 H172 V208 H148 V188 H128 V164 H148 Z', main) + line('M80 132 H104 M216 132 H240', pale, 6),
};
