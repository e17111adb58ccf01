import clsx from "clsx";
import { TextLink } from "@/components/ui/text-link";
import type { Axis } from "@/db/enums";
import { axisLabels } from "@/lib/experiments/axes";
import type { TracedChange } from "@/lib/experiments/compare-trace-query";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { formatNumber, formatSigned, readDelta } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";

type TracePanelProps = {
  project: string;
  metric: string;
  baseline: { id: string; name: string };
  candidate: { id: string; name: string };
  trace: TracedChange;
};

const mostSteps = 4;

/** Which axis a change came from, read off runs on record that moved fewer axes. */
export function TracePanel({ project, metric, baseline, candidate, trace }: TracePanelProps) {
  const { label, better } = metricMeaning(metric);
  const steps = trace.steps.filter(
    (step, index, all) => all.findIndex((other) => other.moved.join() === step.moved.join()) === index,
  );
  const shown = [
    { ...baseline, value: trace.baseline, delta: null, what: "baseline" },
    ...steps.slice(0, mostSteps).map((step) => ({
      id: step.id,
      name: step.name,
      value: step.value,
      delta: step.delta,
      what: `only ${axisList(step.moved)}`,
    })),
    {
      ...candidate,
      value: trace.candidate,
      delta: trace.total,
      what: trace.moved.length === 2 ? "both" : `all ${trace.moved.length}`,
    },
  ];
  return (
    <div className="min-w-0 px-3.5 py-3">
      <p className="text-xs text-ink-3">
        Runs on record that moved fewer axes. {label}
        {trace.slice ? `, ${sliceLabel(trace.slice)}` : ", overall"}
      </p>
      {steps.length > 0 && (
        <ol className="my-2 grid grid-cols-[repeat(auto-fit,minmax(128px,1fr))] gap-y-2.5">
          {shown.map((step) => (
            <li key={step.id} className="min-w-0 border-s-2 border-line-strong px-2.5">
              <div className="text-xs text-ink-2">{step.what}</div>
              <div className="tabular-nums">
                <span className="text-l font-semibold">{formatNumber(step.value, { digits: 3 })}</span>{" "}
                {step.delta !== null && (
                  <span
                    className={clsx(
                      "text-xs",
                      readDelta(step.delta, better).tone === "fail" ? "text-fail" : "text-ink-2",
                    )}
                  >
                    {formatSigned(step.delta, { digits: 3 })}
                  </span>
                )}
              </div>
              <TextLink
                quiet
                href={paths.run(project, step.id)}
                className="block truncate font-mono text-xs text-ink-3"
              >
                <bdi>{step.name}</bdi>
              </TextLink>
            </li>
          ))}
        </ol>
      )}
      <p className="text-s">{trace.sentence}</p>
    </div>
  );
}

const axisList = (moved: readonly Axis[]) => moved.map((axis) => axisLabels[axis].toLowerCase()).join(", ");
