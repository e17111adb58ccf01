import type uPlot from "uplot";
import type { DrawnCurve } from "@/lib/experiments/curves/draw-curve";
import { placeOf } from "@/lib/experiments/curves/pack-curves";

/** Beneath the lines: from lowest to highest of every bucket, so that no extreme is hidden, and, with smoothing, the curve as it was. */
export function drawBeneath(
  u: uPlot,
  curves: readonly DrawnCurve[],
  colours: readonly string[],
  withOriginal: boolean,
): void {
  const { ctx, bbox } = u;
  const at = (x: number, y: number): [number, number] => [u.valToPos(x, "x", true), u.valToPos(y, "y", true)];
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = 0.3;
  curves.forEach((curve, index) => {
    ctx.strokeStyle = colours[index] ?? "currentColor";
    const path = new Path2D();
    if (curve.width > 0) {
      const wide = u.valToPos(curve.origin + curve.width, "x", true) - u.valToPos(curve.origin, "x", true);
      ctx.lineWidth = Math.max(1, wide);
      for (let i = 0; i < curve.low.length; i++) {
        const [low, high] = [curve.low[i] ?? Number.NaN, curve.high[i] ?? Number.NaN];
        if (Number.isNaN(low) || low === high) continue;
        path.moveTo(...at(placeOf(curve, i), low));
        path.lineTo(...at(placeOf(curve, i), high));
      }
      ctx.stroke(path);
    }
    if (!withOriginal) return;
    const original = new Path2D();
    let begun = false;
    for (let i = 0; i < curve.last.length; i++) {
      const value = curve.last[i] ?? Number.NaN;
      const [x, y] = at(placeOf(curve, i), value);
      if (!Number.isFinite(y)) continue;
      if (begun) original.lineTo(x, y);
      else original.moveTo(x, y);
      begun = true;
    }
    ctx.lineWidth = 1;
    ctx.stroke(original);
  });
  ctx.restore();
}
