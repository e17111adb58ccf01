import { DescriptionList } from "@/components/ui/description-list";
import { AgeText, TimeText } from "@/components/ui/time-text";
import { formatCount } from "@/lib/format";
import { formatAge } from "@/lib/format-time";
import type { SourcePage, SourceView } from "@/lib/integrations/sources/source-query";

function signInOf({ auth, userName, secretEnv }: SourceView): string {
  if (auth === "none") return "not asked for";
  const where = secretEnv ? `out of the variable ${secretEnv}` : "stored encrypted";
  return auth === "token" ? `token, ${where}` : `user ${userName}, password ${where}`;
}

function timeTo(at: Date | null, now: Date): string {
  if (at === null || at <= now) return "now";
  return at.getTime() - now.getTime() < 60_000 ? "within a minute" : formatAge(at, now);
}

/** Where a source is, what is taken, and when it was and will be read. */
export function SourceFacts({ page: { source, experimentCount }, now }: { page: SourcePage; now: Date }) {
  const { nextSyncAt, lastSyncAt, isEnabled, isRunning } = source;
  const next = !isEnabled || nextSyncAt === null ? "none while it is off" : null;
  return (
    <DescriptionList
      items={[
        { term: "Address", value: <code className="wrap-anywhere">{source.url}</code> },
        { term: "Sign-in", value: signInOf(source) },
        {
          term: "Experiments",
          value: `${source.experiments.length === 0 ? "all" : source.experiments.join(", ")} (${formatCount(experimentCount)} taken)`,
        },
        { term: "Runs here", value: formatCount(source.runs) },
        {
          term: "Last sync",
          value: lastSyncAt ? (
            <>
              <TimeText at={lastSyncAt} /> (<AgeText at={lastSyncAt} now={now} /> ago)
            </>
          ) : (
            "none has ended yet"
          ),
        },
        {
          term: isRunning ? "Goes on" : "Next sync",
          value: next ?? timeTo(nextSyncAt, now),
        },
        {
          term: "Added",
          value: (
            <>
              <TimeText at={source.createdAt} /> by <bdi>{source.createdBy}</bdi>
            </>
          ),
        },
      ]}
    />
  );
}
