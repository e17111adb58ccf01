"use client";

import { Select } from "@/components/ui/select";
import type { CompareState } from "@/lib/experiments/compare-url";
import { metricMeaning } from "@/lib/metric-meaning";

type View = Pick<CompareState, "curve" | "x" | "logScale" | "smoothing" | "range">;
type CurvesControlsProps = {
  metrics: readonly { key: string; runs: number }[];
  view: View;
  onChange: (change: Partial<View>, settled?: boolean) => void;
};

/** Which metric, over what, on which scale, how smooth. */
export function CurvesControls({ metrics, view, onChange }: CurvesControlsProps) {
  const onSettle = () => onChange({});
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-s" data-print="hide">
      <Select
        aria-label="Metric of the curves"
        className="w-56! max-w-full"
        value={view.curve ?? ""}
        options={metrics.map(({ key, runs }) => ({ value: key, label: `${metricMeaning(key).label} (${runs})` }))}
        onChange={(event) => onChange({ curve: event.target.value, range: view.x === "step" ? view.range : null })}
      />
      <Select
        aria-label="Curves over"
        className="w-48! max-w-full"
        value={view.x}
        options={[
          { value: "step", label: "over steps" },
          { value: "relative", label: "over time since start" },
          { value: "time", label: "over clock time" },
          ...metrics
            .filter(({ key }) => key !== view.curve)
            .map(({ key }) => ({ value: `metric:${key}`, label: `over ${metricMeaning(key).label}` })),
        ]}
        onChange={(event) => onChange({ x: event.target.value, range: null })}
      />
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4 flex-none accent-accent"
          checked={view.logScale}
          onChange={(event) => onChange({ logScale: event.target.checked })}
        />
        Log scale
      </label>
      <label className="flex items-center gap-2">
        Smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={view.smoothing}
          className="w-28 accent-accent"
          onChange={(event) => onChange({ smoothing: Number(event.target.value) }, false)}
          onPointerUp={onSettle}
          onKeyUp={onSettle}
        />
        <span className="w-8 tabular-nums text-ink-2">{view.smoothing.toFixed(2)}</span>
      </label>
    </div>
  );
}
