import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Digest } from "@/components/ui/digest";
import { TimeText } from "@/components/ui/time-text";
import type { LogStatus } from "@/lib/audit/status-query";
import { formatCount, plural } from "@/lib/format";
import { formatAge, formatDuration, formatSpan } from "@/lib/format-time";

/** Waiting longer than this means that sealing has stopped. */
const lateSeconds = 60;

const sealing = ({ waiting, oldestWaitingSeconds }: LogStatus): string => {
  if (waiting === 0) return "Nothing waits to be sealed.";
  const verb = waiting === 1 ? "waits" : "wait";
  const age = formatSpan((oldestWaitingSeconds ?? 0) * 1000);
  if ((oldestWaitingSeconds ?? 0) > lateSeconds)
    return `${plural(waiting, "newer event")} ${verb} to be sealed, the oldest for ${age}: is the worker running, and does it hold the key?`;
  return `${plural(waiting, "newer event")} ${verb} for the next checkpoint.`;
};

function verdict(status: LogStatus): { tone: "pass" | "fail" | "warn" | "neutral"; title: string } {
  const { verified, checkpoint } = status;
  if (verified && !verified.intact) return { tone: "fail", title: `Found broken: ${verified.broken}` };
  if (verified && verified.size > 0)
    return { tone: "pass", title: `Whole and unchanged from event 1 to ${formatCount(verified.size)}.` };
  if (checkpoint)
    return { tone: "neutral", title: `Sealed to event ${formatCount(checkpoint.size)}, not verified yet.` };
  return { tone: "neutral", title: "Nothing is sealed yet." };
}

/** How far the log is sealed and verified, and by which key: the sentence at the top of the audit page. */
export function LogStatusPanel({ status, now }: { status: LogStatus; now: Date }) {
  const { checkpoint, verified, vkey } = status;
  const { tone, title } = verdict(status);
  const late = (status.oldestWaitingSeconds ?? 0) > lateSeconds;
  const facts = [
    checkpoint && {
      term: "Sealed to",
      value: formatCount(checkpoint.size),
      note: (
        <>
          checkpoint {formatCount(checkpoint.number)}, <TimeText at={checkpoint.signedAt} />
        </>
      ),
    },
    {
      term: "Verified",
      value: verified
        ? `${formatAge(new Date(verified.event.occurredAt), now)} ago`.replace("now ago", "just now")
        : "never",
      note: verified ? (
        <>
          by <bdi>{verified.event.actor.name ?? "(name erased)"}</bdi>, in {formatDuration(verified.milliseconds)}
        </>
      ) : (
        "in this project"
      ),
    },
    checkpoint &&
      vkey && {
        term: "Signed with",
        value: (
          <span className="inline-flex items-center gap-1">
            <code className="text-s">{checkpoint.keyId}</code>
            <CopyButton value={vkey} label="Copy the verifier key" />
          </span>
        ),
        note: "Ed25519; hand the verifier key to your auditor",
      },
    checkpoint && {
      term: "Root",
      value: <Digest bare value={checkpoint.root} label="root" length={10} />,
      note: <span className="wrap-anywhere">{status.origin}</span>,
    },
  ].filter((fact) => fact !== null && fact !== "");
  return (
    <Callout
      tone={late && tone !== "fail" ? "warn" : tone}
      glyph={tone === "pass" && !late ? "seal" : undefined}
      className="mb-4"
    >
      <p>
        <b className="font-medium">{title}</b>{" "}
        <span className={late ? "text-warn" : "text-ink-2"}>{sealing(status)}</span>
      </p>
      <dl className="mt-2 grid grid-cols-2 gap-x-8 gap-y-2 border-t border-line pt-2 lg:grid-cols-4">
        {facts.map(
          (fact) =>
            fact && (
              <div key={fact.term}>
                <dt className="text-xs text-ink-3">{fact.term}</dt>
                <dd>
                  <span className="block font-medium tabular-nums">{fact.value}</span>
                  <span className="block text-xs text-ink-3">{fact.note}</span>
                </dd>
              </div>
            ),
        )}
      </dl>
    </Callout>
  );
}
