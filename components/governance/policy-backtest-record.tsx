import { Callout } from "@/components/ui/callout";
import { Chip } from "@/components/ui/chip";
import { Digest } from "@/components/ui/digest";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { formatCount, plural } from "@/lib/format";
import { formatDate } from "@/lib/format-time";
import type { BacktestReport } from "@/lib/governance/backtest/backtest-report";
import type { DraftPage } from "@/lib/governance/drafts/draft-page-query";

/** What the past says to a draft, as it was found and by whom, for whoever decides on it. */
export function PolicyBacktestRecord({ page }: { page: DraftPage }) {
  const { draft, backtests } = page;
  const isOpen = draft.state === "draft" || draft.state === "proposed";
  if (backtests.length === 0) {
    if (draft.state !== "proposed") return null;
    return (
      <Callout tone="warn" className="mb-5">
        <b className="font-medium">Nobody tried it on the past.</b> What it would have blocked or let through is not
        known. <TextLink href="?view=backtest">Try it</TextLink>
      </Callout>
    );
  }
  return (
    <Section title="Tried on the past" meta="kept with the draft, as the server counted it" className="mb-5">
      <Panel>
        <ul className="divide-y divide-line">
          {backtests.map((kept) => (
            <Kept key={kept.id} kept={kept} isOpen={isOpen} isProposed={draft.state === "proposed"} />
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

type KeptProps = { kept: DraftPage["backtests"][number]; isOpen: boolean; isProposed: boolean };

function Kept({ kept, isOpen, isProposed }: KeptProps) {
  const { report, by, at, stale, isSigned, digest } = kept;
  const isStale = isOpen && stale.length > 0;
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <p className={isStale ? "text-ink-3" : undefined}>
        <b className="font-medium">{changeWords(report)}</b> {rollbackWords(report)}
      </p>
      <p className="text-s text-ink-2">{extentWords(report)}</p>
      {isStale && (
        <p className="text-s">
          <Chip tone="stale" glyph="stop">
            stale
          </Chip>{" "}
          {stale.join(" ")} <TextLink href="?view=backtest">Try it again</TextLink>
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
        <span>
          <bdi>{by}</bdi>, <TimeText at={at} />
        </span>
        {isSigned && <span>went with the proposal: a decision covers it</span>}
        {!isSigned && isProposed && <span>did not go with the proposal: no decision covers it</span>}
        <Digest value={digest} label="back-test" />
        <Digest value={report.casesDigest} label="cases" />
      </p>
    </li>
  );
}

function changeWords({ classes }: BacktestReport): string {
  const blocked = plural(classes.newly_blocked, "promotion newly blocked", "promotions newly blocked");
  const untold = classes.cannot_tell > 0 ? `, of ${formatCount(classes.cannot_tell)} it cannot be told` : "";
  return `${blocked}, ${formatCount(classes.newly_let_through)} newly let through${untold}.`;
}

function rollbackWords({ rollbacks }: BacktestReport): string {
  const all = rollbacks.caught + rollbacks.missed + rollbacks.unknown;
  if (all === 0) return "None of them was rolled back.";
  return `It would have caught ${rollbacks.caught} of ${plural(all, "rollback")}.`;
}

function extentWords({ evaluations, window, scope, runs }: BacktestReport): string {
  const { replayed, elsewhere, onRecord } = evaluations;
  const what = scope === "all" ? "evaluation" : "promotion";
  const when = window ? `, evaluated ${formatDate(new Date(window.from))} to ${formatDate(new Date(window.to))}` : "";
  const others = elsewhere > 0 ? `; other policies decide on ${formatCount(elsewhere)}` : "";
  const left = onRecord - replayed - elsewhere;
  const older = left > 0 ? `; ${formatCount(left)} older were not read` : "";
  const tried =
    runs.replayed > 0
      ? ` Of ${plural(runs.replayed, "run")}, ${formatCount(runs.passed)} pass and ${formatCount(runs.blocked)} would be blocked.`
      : "";
  return `${plural(replayed, what)} replayed${when}${others}${older}.${tried}`;
}
