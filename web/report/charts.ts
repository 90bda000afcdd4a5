import uPlot from 'uplot';
import { h } from './dom.js';

/** A chart that is drawn anew when its place, the colours or the medium change. */
type Draw = (place: HTMLElement, width: number) => uPlot;

const drawn: (() => void)[] = [];

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
export const series = (index: number): string => colour(`series-${index}`);

const FONT = '12px system-ui, sans-serif';

/**
 * `label` says what the picture shows to somebody who cannot see it; a table beside it has the numbers. `shown`: the
 * point whose numbers stand below it until others are pointed at.
 */
export function chart(caption: string, label: string, shown: number, draw: Draw): HTMLElement {
  const place = h('div', {});
  const figure = h('figure', {}, h('figcaption', {}, caption), place);
  let plot: uPlot | undefined;
  let width = 0;
  const redraw = (): void => {
    if (!place.clientWidth) return;
    width = place.clientWidth;
    plot?.destroy();
    plot = draw(place, width);
    const wrap = plot.root.querySelector('.u-wrap');
    wrap?.setAttribute('role', 'img');
    wrap?.setAttribute('aria-label', label);
    // Once the chart, which does that by itself, has drawn for the first time.
    queueMicrotask(() => plot?.setLegend({ idx: shown }));
  };
  drawn.push(redraw);
  new ResizeObserver(() => {
    if (place.clientWidth !== width) redraw();
  }).observe(place);
  return figure;
}

const redrawAll = (): void => drawn.forEach((redraw) => redraw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
matchMedia('print').addEventListener('change', redrawAll);

function axis(label: string, values: (split: number) => string, more: Partial<uPlot.Axis> = {}): uPlot.Axis {
  return {
    label,
    labelFont: FONT,
    labelSize: 22,
    labelGap: 2,
    font: FONT,
    stroke: colour('quiet'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { stroke: colour('line'), width: 1, size: 4 },
    values: (_, splits) => splits.map((split) => (split === null ? '' : values(split))),
    ...more,
  };
}

export interface Line {
  readonly name: string;
  readonly values: readonly number[];
  /** Number of its colour. */
  readonly series: number;
  readonly dashed?: boolean;
}

export interface LineChart {
  readonly xs: readonly number[];
  readonly lines: readonly Line[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xText: (x: number) => string;
  readonly yText: (y: number) => string;
  /** Bytes and the like, which double from one to the next. */
  readonly logarithmic?: boolean;
  readonly xSplits?: readonly number[];
}

export function lineChart(caption: string, label: string, given: LineChart): HTMLElement {
  const { xs, lines, xLabel, yLabel, xText, yText, logarithmic, xSplits } = given;
  return chart(caption, label, xs.length - 1, (place, width) => {
    const options: uPlot.Options = {
      width,
      height: width < 480 ? 250 : 300,
      padding: [12, 14, 0, 0],
      scales: {
        x: { time: false, ...(logarithmic && { distr: 3 as const }) },
        y: { range: (_, __, most) => [0, (most || 1) * 1.05] },
      },
      axes: [
        axis(xLabel, xText, { size: 34, ...(xSplits && { splits: () => [...xSplits] }) }),
        axis(yLabel, yText, { size: 48 }),
      ],
      series: [
        { label: xLabel, value: (_, x) => (x === null ? '' : xText(x)) },
        ...lines.map(
          ({ name, series: number, dashed }): uPlot.Series => ({
            label: name,
            stroke: series(number),
            width: number === 0 ? 2.5 : 1.75,
            points: { show: xs.length <= 12, size: 6 },
            value: (_, y) => (y === null ? '' : yText(y)),
            ...(dashed && { dash: [5, 4] }),
          }),
        ),
      ],
      cursor: { drag: { x: false, y: false }, y: false },
    };
    return new uPlot(options, [[...xs], ...lines.map(({ values }) => [...values])], place);
  });
}

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly series: number;
}

/** A point for each method, with its interval as a bar. */
export function intervalChart(
  caption: string,
  label: string,
  yLabel: string,
  points: readonly Measured[],
  text: (value: number) => string,
): HTMLElement {
  const xs = points.map((_, index) => index);
  return chart(caption, label, 0, (place, width) => {
    const bars = (plot: uPlot): void => {
      const { ctx } = plot;
      ctx.save();
      points.forEach(({ interval: [low, high], value, series: number }, index) => {
        const x = Math.round(plot.valToPos(index, 'x', true));
        const at = (y: number): number => plot.valToPos(y, 'y', true);
        const cap = 6 * devicePixelRatio;
        ctx.strokeStyle = ctx.fillStyle = series(number);
        ctx.lineWidth = 2 * devicePixelRatio;
        ctx.beginPath();
        ctx.moveTo(x, at(low));
        ctx.lineTo(x, at(high));
        for (const end of [low, high]) {
          ctx.moveTo(x - cap, at(end));
          ctx.lineTo(x + cap, at(end));
        }
        ctx.stroke();
        ctx.beginPath();
        ctx.arc(x, at(value), 5 * devicePixelRatio, 0, 2 * Math.PI);
        ctx.fill();
      });
      ctx.restore();
    };
    const options: uPlot.Options = {
      width,
      height: width < 480 ? 250 : 300,
      padding: [12, 14, 0, 0],
      scales: {
        x: { time: false, range: [-0.5, points.length - 0.5] },
        y: { range: [0, Math.max(...points.map(({ interval }) => interval[1]), 0.01) * 1.08] },
      },
      axes: [
        axis('Method', (index) => points[index]?.name ?? '', { size: 34, splits: () => xs, grid: { show: false } }),
        axis(yLabel, text, { size: 48 }),
      ],
      series: [
        { label: 'Method', value: (_, index) => (index === null ? '' : (points[index]?.name ?? '')) },
        {
          label: yLabel,
          paths: () => null,
          points: { show: false },
          value: (_, value, __, index) => {
            const point = index === null ? undefined : points[index];
            return value === null || !point ? '' : `${text(value)} (${text(point.interval[0])} to ${text(point.interval[1])})`;
          },
        },
      ],
      cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
      hooks: { draw: [bars] },
    };
    return new uPlot(options, [xs, points.map(({ value }) => value)], place);
  });
}
