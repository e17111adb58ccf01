import { TimeText } from "@/components/ui/time-text";
import type { FindingPage } from "@/lib/governance/findings/findings-list-query";

type Person = { userId: string; name: string };
type FindingHistoryProps = { events: FindingPage["events"]; people: readonly Person[] };

const verbs: Readonly<Record<string, string>> = {
  raised: "raised it",
  changed: "changed it",
  mitigate: "reported it as mitigated",
  close: "verified and closed it",
  accept: "accepted the risk",
  reopen: "reopened it",
  expired: "reopened it",
};

const fields: Readonly<Record<string, string>> = {
  ownerUserId: "owner",
  dueOn: "due",
  acceptedUntil: "accepted until",
  blocks: "blocks promotions",
};

/** Everything that happened to a finding, with who, why and what changed. */
export function FindingHistory({ events, people }: FindingHistoryProps) {
  const show = (field: string, value: string | boolean | null) => {
    if (value === null || value === "") return "nothing";
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (field === "ownerUserId") return people.find(({ userId }) => userId === value)?.name ?? "somebody";
    return value.length > 80 ? `${value.slice(0, 80)}…` : value;
  };
  return (
    <ol className="flex flex-col gap-3">
      {events.map(({ event, name }) => (
        <li key={event.seq}>
          <p className="text-s">
            <bdi className="font-medium">{name ?? "Countersign"}</bdi> {verbs[event.kind] ?? event.kind}
            {event.kind === "changed" && event.from === "accepted" && event.to === "open" && ", so it is open again"}{" "}
            <span className="text-ink-3">
              <TimeText at={event.at} />
            </span>
          </p>
          {event.note !== "" && (
            <p className="text-ink-2 wrap-anywhere whitespace-pre-wrap" dir="auto">
              {event.note}
            </p>
          )}
          {event.changes.length > 0 && (
            <ul className="mt-0.5 text-s text-ink-2">
              {event.changes.map(({ field, from, to }) => (
                <li key={field}>
                  {fields[field] ?? field}: <bdi>{show(field, from)}</bdi>{" "}
                  <span className="text-ink-3">
                    <span aria-hidden="true">→</span>
                    <span className="sr-only">to</span>
                  </span>{" "}
                  <bdi>{show(field, to)}</bdi>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
