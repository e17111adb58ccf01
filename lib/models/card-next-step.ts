import type { CardStatus } from "@/db/enums";
import { formatList, plural } from "@/lib/format";
import type { CardFacts } from "./card-status";

export type NextStep = { tone: "pass" | "warn" | "accent" | "neutral"; sentence: string };

type Standing = Pick<CardFacts, "status" | "revision" | "completeness" | "staleFigures"> & {
  approvedRevision: number | null;
  editors: readonly string[];
};

/** Where the card is and who has to act next, in one or two sentences. */
export function cardNextStep(standing: Standing): NextStep {
  const { revision, approvedRevision } = standing;
  if (revision === 0) {
    return {
      tone: "neutral",
      sentence: "Nobody has written a card for this version. An author drafts it from evidence or writes it.",
    };
  }
  const kept =
    approvedRevision !== null && approvedRevision !== revision
      ? ` Revision ${approvedRevision} stays the approved one until then.`
      : "";
  const steps: Readonly<Record<CardStatus, () => NextStep>> = {
    draft: () => draftStep(standing, kept),
    pending_review: () => ({
      tone: "accent",
      sentence: `Revision ${revision} waits for a reviewer or risk officer who did not write in it${standing.editors.length > 0 ? ` (not ${formatList(standing.editors)})` : ""}.${kept}`,
    }),
    approved: () =>
      standing.staleFigures.length > 0
        ? {
            tone: "warn",
            sentence: `Approved, but ${plural(standing.staleFigures.length, "figure")} no longer ${standing.staleFigures.length === 1 ? "agrees" : "agree"} with the evidence. An author refreshes the figures and sends the card to review again.`,
          }
        : { tone: "pass", sentence: `Revision ${revision} is approved. An edit makes a new draft; this one stays.` },
    archived: () => ({ tone: "neutral", sentence: "Archived: it can be read and exported, no longer edited." }),
  };
  return steps[standing.status]();
}

function draftStep({ revision, completeness, staleFigures }: Standing, kept: string): NextStep {
  const { missing, unconfirmed } = completeness;
  const waits = [
    ...(missing.length > 0 ? [`${plural(missing.length, "required section")} to write`] : []),
    ...(unconfirmed.length > 0 ? [`${plural(unconfirmed.length, "drafted section")} to confirm`] : []),
    ...(staleFigures.length > 0 ? [`${plural(staleFigures.length, "stale figure")} to refresh`] : []),
  ];
  if (waits.length === 0) {
    return { tone: "accent", sentence: `Revision ${revision} is complete. An author sends it to review.${kept}` };
  }
  return { tone: "warn", sentence: `Revision ${revision} is a draft: ${formatList(waits)}.${kept}` };
}
