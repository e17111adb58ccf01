import { logTicks } from "@/components/charts/log-ticks";
import { type Domain, fraction, tickDigits, ticksOf } from "@/components/charts/scale";
import type { AlignedCurves } from "@/lib/experiments/curves/align-curves";
import type { DrawnCurve } from "@/lib/experiments/curves/draw-curve";
import { placeOf } from "@/lib/experiments/curves/pack-curves";
import { escapeXml } from "./chart-frame";
import type { StyledCurve } from "./curves-style";

export type CurvesSvg = {
  title: string;
  xLabel: string;
  yLabel: string;
  curves: readonly DrawnCurve[];
  aligned: AlignedCurves;
  styles: readonly StyledCurve[];
  x: Domain;
  y: Domain;
  logScale: boolean;
  xTicks: readonly { at: number; label: string }[];
  formatY: (y: number) => string;
  colour: (token: string) => string;
};

const frame = { left: 78, top: 34, width: 802, height: 360 };
const short = (value: number) => Number(value.toFixed(2));

/** The chart as vectors: the same lines and spans as on the canvas, with axes and names. */
export function curvesSvg(chart: CurvesSvg): string {
  const { curves, aligned, styles, logScale, colour, formatY } = chart;
  const scaled = (value: number) => (logScale ? Math.log10(value) : value);
  const yDomain: Domain = [scaled(chart.y[0]), scaled(chart.y[1])];
  const px = (x: number) => short(frame.left + fraction(x, chart.x) * frame.width);
  const py = (y: number) => short(frame.top + (1 - fraction(scaled(y), yDomain)) * frame.height);
  const ink = colour("var(--color-ink-2)");
  const text = (x: number, y: number, words: string, anchor: string) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${ink}">${escapeXml(words)}</text>`;
  const yTicks = logScale ? logTicks(chart.y) : ticksOf(yDomain, 5);
  const digits = tickDigits(yTicks);
  const grid = yTicks.map((tick) => {
    const y = py(tick);
    const line = `<path d="M${frame.left} ${y}H${frame.left + frame.width}" stroke="${colour("var(--color-line)")}"/>`;
    return line + text(frame.left - 6, y + 4, logScale ? formatY(tick) : tick.toFixed(digits), "end");
  });
  const xAxis = chart.xTicks.map(({ at, label }) => text(px(at), frame.top + frame.height + 18, label, "middle"));
  const lines = styles.map((style, index) => {
    const stroke = colour(style.colour);
    const curve = curves[index];
    const span = curve && curve.width > 0 ? spanPath(curve, chart, px, py) : "";
    const points = aligned.xs.flatMap((x, i) => {
      const value = aligned.values[index]?.[i];
      return value === null || value === undefined ? [] : [`${px(x)} ${py(value)}`];
    });
    return `<g clip-path="url(#plot)" stroke="${stroke}" fill="none"><title>${escapeXml(style.name)}</title>${
      span && `<path d="${span}" stroke-opacity="0.3" stroke-width="2"/>`
    }${points.length > 0 ? `<path d="M${points.join("L")}" stroke-width="1.6" stroke-dasharray="${style.dash ?? "none"}"/>` : ""}</g>`;
  });
  const legend = styles.slice(0, 100).map((style, index) => {
    const [x, y] = [frame.left + (index % 4) * 200, frame.top + frame.height + 62 + Math.floor(index / 4) * 18];
    return `<path d="M${x} ${y - 4}h20" stroke="${colour(style.colour)}" stroke-width="2" stroke-dasharray="${style.dash ?? "none"}"/>${text(x + 26, y, style.name.slice(0, 28), "start")}`;
  });
  const height = frame.top + frame.height + 76 + Math.ceil(styles.length / 4) * 18;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 ${height}" width="900" height="${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="900" height="${height}" fill="${colour("var(--color-panel)")}"/>`,
    `<clipPath id="plot"><rect x="${frame.left}" y="${frame.top}" width="${frame.width}" height="${frame.height}"/></clipPath>`,
    `<text x="${frame.left}" y="20" font-size="13" fill="${colour("var(--color-ink)")}">${escapeXml(chart.title)}</text>`,
    ...grid,
    ...xAxis,
    text(frame.left + frame.width, frame.top + frame.height + 36, chart.xLabel, "end"),
    `<g transform="translate(16 ${frame.top + frame.height / 2}) rotate(-90)">${text(0, 0, chart.yLabel, "middle")}</g>`,
    ...lines,
    ...legend,
    "</svg>",
  ].join("");
}

function spanPath(
  curve: DrawnCurve,
  { logScale }: CurvesSvg,
  px: (x: number) => number,
  py: (y: number) => number,
): string {
  const parts: string[] = [];
  for (let i = 0; i < curve.low.length; i++) {
    const [low, high] = [curve.low[i] ?? Number.NaN, curve.high[i] ?? Number.NaN];
    if (Number.isNaN(low) || low === high || (logScale && low <= 0)) continue;
    parts.push(`M${px(placeOf(curve, i))} ${py(low)}V${py(high)}`);
  }
  return parts.join("");
}
