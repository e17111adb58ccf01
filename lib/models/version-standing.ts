import type { RunStatus, VersionStatus } from "@/db/enums";

export type Use = {
  /** Targets that serve the version, or try it in a rollout that has not ended. */
  targets: readonly { name: string; environment: string }[];
  /** Numbers of promotions of it that are still open. */
  promotions: readonly number[];
};

const join = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** Why something in use cannot be taken away, with what would allow it; null when nothing uses it. */
export function whyInUse(what: string, verb: string, { targets, promotions }: Use): string | null {
  if (targets.length > 0) {
    const where = join(targets.map(({ name, environment }) => `${name} (${environment})`));
    return `${what} is live on ${where}. Roll back or promote another version there; then it can be ${verb}.`;
  }
  if (promotions.length > 0) {
    const which = join(promotions.map((number) => `P-${number}`));
    return `${what} is in the open ${promotions.length === 1 ? "promotion" : "promotions"} ${which}. Withdraw ${promotions.length === 1 ? "it" : "them"}; then it can be ${verb}.`;
  }
  return null;
}

/** Why a version cannot be promoted as it stands, or null. */
export function whyNotPromotable(
  name: string,
  { status, runStatus }: { status: VersionStatus; runStatus: RunStatus },
): string | null {
  switch (status) {
    case "active":
      return null;
    case "archived":
      return `${name} is archived; restore it or choose another version.`;
    case "deleted":
      return `${name} is deleted; choose another version.`;
    case "pending":
      return runStatus === "RUNNING" || runStatus === "SCHEDULED"
        ? `${name} is pending: its run is still ${runStatus}. Its digest is taken when the run ends; request the promotion then.`
        : `${name} is pending: its run ended ${runStatus}, and only a FINISHED run can be promoted. Register a run that finished.`;
  }
}
