import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatDateTime } from "@/lib/format-time";
import { fraction, percent } from "./scale";
import { timeTicks } from "./time-ticks";

export type LaneSpan = {
  from: Date;
  /** Null while it lasts. */
  to: Date | null;
  label: string;
  /** How strongly it is drawn: a first trial, a growing share, the whole. */
  kind: "trial" | "growing" | "whole" | "past";
  /** The span in words, for hover and screen readers. */
  description: string;
  href?: string;
};
export type LaneMark = {
  at: Date;
  tone: "pass" | "fail" | "warn" | "waived" | "accent";
  description: string;
};
export type Lane = {
  id: string;
  label: string;
  hint?: string;
  spans: readonly LaneSpan[];
  marks?: readonly LaneMark[];
};

type TimelineLanesProps = {
  label: string;
  lanes: readonly Lane[];
  from: Date;
  to: Date;
  /** A line across all lanes. */
  asOf?: Date;
  /** What held at that moment, below the lanes. */
  answer?: ReactNode;
};

const kinds = {
  trial: "bg-[color-mix(in_srgb,var(--color-candidate)_28%,var(--color-panel))]",
  growing: "bg-candidate text-ink-inverse",
  whole: "bg-[color-mix(in_srgb,var(--color-baseline)_34%,var(--color-panel))]",
  past: "bg-[color-mix(in_srgb,var(--color-baseline)_18%,var(--color-panel))]",
};
const rings = {
  pass: "border-pass",
  fail: "border-fail",
  warn: "border-warn",
  waived: "border-waived",
  accent: "border-accent",
};

/** One lane per place, bars for what was there when, rings for what happened, a line for the moment asked about. */
export function TimelineLanes({ label, lanes, from, to, asOf, answer }: TimelineLanesProps) {
  const domain = [from.getTime(), to.getTime()] as const;
  const at = (moment: Date) => percent(Math.min(1, Math.max(0, fraction(moment.getTime(), domain))));
  const share = (start: Date, end: Date) => fraction(end.getTime(), domain) - fraction(start.getTime(), domain);
  const isShown = (moment: Date) => moment >= from && moment <= to;
  return (
    <div className="rounded-m border border-line bg-panel">
      <div className="relative grid grid-cols-[minmax(84px,132px)_minmax(0,1fr)] gap-x-3 gap-y-2 px-3.5 py-3">
        <span />
        <div aria-hidden="true" className="relative h-5 overflow-hidden text-xs text-ink-3">
          {timeTicks(from, to).map((tick) => (
            <span
              key={tick.label + tick.at.getTime()}
              className="absolute whitespace-nowrap max-sm:even:hidden"
              style={{ insetInlineStart: at(tick.at) }}
            >
              {tick.label}
            </span>
          ))}
        </div>
        <ul aria-label={label} className="contents">
          {lanes.map((lane) => (
            <li key={lane.id} className="contents">
              <span className="min-w-0 self-center text-s leading-tight">
                <span className="block truncate font-medium">{lane.label}</span>
                {lane.hint && <span className="block truncate text-xs text-ink-3">{lane.hint}</span>}
              </span>
              <div className="relative h-8">
                <ul aria-label={`${lane.label}, spans`}>
                  {lane.spans
                    .filter((span) => span.from < to && (span.to ?? to) > from)
                    .map((span) => (
                      <LaneBar
                        key={`${span.from.getTime()} ${span.label}`}
                        span={span}
                        start={at(span.from)}
                        end={at(span.to ?? to)}
                        isShort={share(span.from, span.to ?? to) < shortest}
                      />
                    ))}
                </ul>
                {lane.marks
                  ?.filter((mark) => isShown(mark.at))
                  .map((mark) => (
                    <span
                      key={`${mark.at.getTime()} ${mark.description}`}
                      role="img"
                      aria-label={`${mark.description}, ${formatDateTime(mark.at)}`}
                      title={`${mark.description}, ${formatDateTime(mark.at)}`}
                      className={clsx(
                        "absolute top-2.5 size-3 -translate-x-1/2 rounded-full border-2 bg-panel",
                        rings[mark.tone],
                      )}
                      style={{ insetInlineStart: at(mark.at) }}
                    />
                  ))}
                {asOf && isShown(asOf) && (
                  <span
                    aria-hidden="true"
                    className="absolute -inset-y-1 border-s-2 border-dashed border-accent"
                    style={{ insetInlineStart: at(asOf) }}
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
      </div>
      {answer && <div className="border-t border-line bg-sunken px-3.5 py-2.5 text-s">{answer}</div>}
    </div>
  );
}

/** Below this share of the lane a bar is too small to hit; it is described, and no link. */
const shortest = 0.03;

type LaneBarProps = { span: LaneSpan; start: string; end: string; isShort: boolean };

function LaneBar({ span, start, end, isShort }: LaneBarProps) {
  const look = clsx(
    "absolute inset-y-1.5 flex items-center overflow-hidden rounded-xs px-1.5 text-xs whitespace-nowrap",
    kinds[span.kind],
  );
  const place = { insetInlineStart: start, width: `max(2px, calc(${end} - ${start} - 1px))` };
  const text = (
    <>
      <span aria-hidden="true">{span.label}</span>
      <span className="sr-only">{span.description}</span>
    </>
  );
  return (
    <li title={span.description}>
      {span.href && !isShort ? (
        <Link href={span.href} prefetch={false} className={look} style={place}>
          {text}
        </Link>
      ) : (
        <span className={look} style={place}>
          {text}
        </span>
      )}
    </li>
  );
}
