import { StatusBadge } from "@/components/ui/status-badge";
import { AgeText } from "@/components/ui/time-text";
import type { Tone } from "@/components/ui/tone";
import type { CiCheckStatus } from "@/db/enums";
import { plural } from "@/lib/format";
import { formatAge, formatDuration } from "@/lib/format-time";
import { checkKindWords, checkStatusWords, countsSentence } from "@/lib/governance/checks/words";
import type { CheckView } from "@/lib/governance/ci-checks-query";
import { FailingCases } from "./failing-cases";

const tones: Record<CiCheckStatus, Tone> = { passed: "pass", failed: "fail", error: "fail", skipped: "unknown" };

/** What is not passed comes first; otherwise the order of the kinds stays. */
const openFirst = (a: CheckView, b: CheckView) => Number(a.status === "passed") - Number(b.status === "passed");

/** The newest report of each check: what it says, how old it is, which cases failed, where to read more. */
export function ChecksList({ checks, now }: { checks: readonly CheckView[]; now: Date }) {
  return (
    <ul className="divide-y divide-line">
      {[...checks].sort(openFirst).map((check) => (
        <li key={check.id} className="grid gap-x-4 gap-y-1.5 px-3.5 py-2.5 sm:grid-cols-[7rem_minmax(0,1fr)_auto]">
          <div className="flex items-baseline justify-between gap-3 sm:block">
            <StatusBadge tone={tones[check.status]}>{checkStatusWords[check.status]}</StatusBadge>
            <span className="text-s text-ink-3 sm:hidden">
              <AgeText at={check.ranAt} now={now} />
            </span>
          </div>
          <div className="min-w-0">
            <p>
              <bdi className="font-medium wrap-anywhere">{check.name}</bdi>{" "}
              <span className="text-ink-2">{checkKindWords[check.kind]}</span>
            </p>
            <Result check={check} />
            <FailingCases cases={check.cases} leftOut={check.casesLeftOut} />
            <p className="mt-0.5 text-xs text-ink-3">
              <Origin check={check} />
              <Earlier earlier={check.earlier} now={now} />
            </p>
          </div>
          <div className="flex items-baseline gap-x-4 text-s sm:flex-col sm:items-end">
            <span className="hidden text-ink-3 sm:inline">
              <AgeText at={check.ranAt} now={now} />
            </span>
            {check.url && <JobLink url={check.url} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Result({ check: { counts, seconds, summary } }: { check: CheckView }) {
  const figures = [
    ...(counts ? [countsSentence(counts)] : []),
    ...(seconds === null ? [] : [`in ${formatDuration(seconds * 1000)}`]),
  ].join(" ");
  return (
    <>
      {figures && <p className="text-s text-ink-2 tabular-nums">{figures}</p>}
      {summary && (
        <p className="text-s whitespace-pre-wrap text-ink-2 wrap-anywhere">
          <bdi>{summary}</bdi>
        </p>
      )}
    </>
  );
}

function Origin({ check: { commit, model, version, token, person } }: { check: CheckView }) {
  const by = token ? ` by ${token}` : person ? ` by ${person}` : "";
  return (
    <>
      {commit === null ? (
        <>
          of {model} {version}
        </>
      ) : (
        <>
          of commit <span className="font-mono">{commit.slice(0, 12)}</span>
        </>
      )}
      , reported<bdi>{by}</bdi>
    </>
  );
}

const shown = 3;

/** How the check ended before, newest first: a check that flips is read with care. */
function Earlier({ earlier, now }: { earlier: CheckView["earlier"]; now: Date }) {
  if (earlier.length === 0) return null;
  const said = earlier
    .slice(0, shown)
    .map(({ status, ranAt }) => `${checkStatusWords[status]} ${formatAge(ranAt, now)} ago`);
  const more = earlier.length > shown ? ` and ${plural(earlier.length - shown, "report")} more` : "";
  return (
    <>
      ; before: {said.join(", ")}
      {more}
    </>
  );
}

/** Leads out of the console. What was sent is a web address, or it would not be on record. */
function JobLink({ url }: { url: string }) {
  const host = URL.canParse(url) ? new URL(url).host : "";
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow external"
      className="max-w-48 truncate text-accent-ink underline decoration-accent-ink/30 underline-offset-2"
      title={url}
    >
      {host} <span aria-hidden="true">↗</span>
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
