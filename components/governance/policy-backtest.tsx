"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ProgressBar } from "@/components/ui/progress-bar";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { formatCount, plural } from "@/lib/format";
import { type CaseClass, caseClasses, isCaught, summarize } from "@/lib/governance/backtest/backtest-summary";
import { paths } from "@/lib/paths";
import { PolicyBacktestCases } from "./policy-backtest-cases";
import { PolicyBacktestRuns } from "./policy-backtest-runs";
import { type BacktestState, runBacktest } from "./policy-backtest-stream";

const classWords: Readonly<Record<CaseClass, string>> = {
  newly_blocked: "Newly blocked",
  newly_let_through: "Newly let through",
  cannot_tell: "Cannot be told",
  still_blocked: "Still blocked",
  still_passed: "Still let through",
};

type Props = { project: string; number: number; show: string; scope: "newest" | "all" };

/** Replays the saved draft on everything on record and lists what it would have done. Leaving the page stops it. */
export function PolicyBacktest({ project, number, show, scope }: Props) {
  const [state, setState] = useState<BacktestState>({ kind: "idle" });
  const router = useRouter();
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    try {
      await runBacktest(paths.policyBacktest(project, number), scope, control.signal, setState);
      // What was kept of it stands above.
      router.refresh();
    } catch (error) {
      if (control.signal.aborted) setState({ kind: "idle" });
      else
        setState({ kind: "failed", message: `The server cannot be reached (${(error as Error).message}). Try again.` });
    }
  };
  const address = (change: { show?: string; scope?: string }) =>
    `?view=backtest&show=${change.show ?? show}&scope=${change.scope ?? scope}`;
  const isRunning = state.kind === "running";
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" pending={isRunning} onClick={start}>
          {state.kind === "done" ? "Run again" : "Run back-test"}
        </Button>
        {isRunning && <Button onClick={() => running.current?.abort()}>Cancel</Button>}
        <SegmentedLinks
          label="Evaluations"
          options={[
            { href: address({ scope: "newest" }), label: "Newest of each promotion", current: scope === "newest" },
            { href: address({ scope: "all" }), label: "Every one on record", current: scope === "all" },
          ]}
        />
      </div>
      <div aria-live="polite">
        {state.kind === "idle" && (
          <p className="max-w-prose text-s text-ink-2">
            Every stored evaluation keeps the evidence that its gates read. The back-test reads it again under this
            draft: what would have been blocked, what let through, and which rollbacks would never have gone out.
          </p>
        )}
        {isRunning && (
          <ProgressBar
            label="Replayed"
            value={state.total ? state.done / state.total : 0}
            text={state.total ? `${formatCount(state.done)} of ${formatCount(state.total)}` : "starting"}
          />
        )}
        {state.kind === "failed" && <Callout tone="fail">{state.message}</Callout>}
      </div>
      {state.kind === "done" && <Report state={state} project={project} show={show} address={address} />}
    </div>
  );
}

type ReportProps = {
  state: Extract<BacktestState, { kind: "done" }>;
  project: string;
  show: string;
  address: (change: { show: string }) => string;
};

function Report({ state, project, show, address }: ReportProps) {
  const { cases, classes, rollbacks } = summarize(state.cases);
  const read = cases + state.elsewhere;
  const all = rollbacks.caught + rollbacks.missed + rollbacks.unknown;
  const shown = state.cases.filter((one) =>
    show === "all"
      ? true
      : show === "caught"
        ? isCaught(one)
        : show === ""
          ? !one.class.startsWith("still")
          : one.class === show,
  );
  const options = [
    { id: "", label: "Changed", count: classes.newly_blocked + classes.newly_let_through + classes.cannot_tell },
    ...caseClasses.map((id) => ({ id, label: classWords[id], count: classes[id] })),
    { id: "all", label: "All", count: cases },
  ];
  return (
    <>
      <Callout tone={rollbacks.caught > 0 ? "pass" : "neutral"} role="status">
        <p>
          <b className="font-medium">
            {plural(classes.newly_blocked, "promotion is newly blocked", "promotions are newly blocked")},{" "}
            {formatCount(classes.newly_let_through)} newly let through.
          </b>{" "}
          {all === 0
            ? "None of them was rolled back."
            : `It would have caught ${rollbacks.caught} of ${plural(all, "rollback")}${rollbacks.unknown > 0 ? `; of ${rollbacks.unknown} it cannot be told` : ""}.`}
        </p>
        {classes.cannot_tell > 0 && (
          <p className="mt-1 text-s text-ink-2">
            Of {plural(classes.cannot_tell, "case")} it cannot be told: the draft asks for evidence that was not
            gathered then, and what is missing is not guessed.
          </p>
        )}
        <p className="mt-1 text-s text-ink-2">
          {formatCount(cases)} replayed
          {state.ofCases > read ? ` of the newest ${formatCount(read)} among ${formatCount(state.ofCases)}` : ""}
          {state.elsewhere > 0 && `; ${formatCount(state.elsewhere)} more are decided by other policies`}.
        </p>
      </Callout>
      <SegmentedLinks
        label="Cases"
        options={options.map(({ id, label, count }) => ({
          href: address({ show: id }),
          label,
          count: formatCount(count),
          current: show === id,
        }))}
      />
      <PolicyBacktestCases project={project} cases={shown} />
      <PolicyBacktestRuns project={project} runs={state.runs} of={state.ofRuns} />
    </>
  );
}
