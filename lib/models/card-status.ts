import type { CardStatus } from "@/db/enums";
import { formatList } from "@/lib/format";
import type { Completeness } from "./card-completeness";
import { missingTitles } from "./card-completeness";
import { sectionTitle } from "./card-sections";

export type CardAct = "edit" | "submit" | "approve" | "send_back" | "archive";

/** Where each act leads from each status; no entry = not possible. An edit under review takes the card back to Draft. */
const transitions: Readonly<Record<CardStatus, Partial<Record<CardAct, CardStatus>>>> = {
  draft: { edit: "draft", submit: "pending_review", archive: "archived" },
  pending_review: { edit: "draft", approve: "approved", send_back: "draft", archive: "archived" },
  approved: { edit: "draft", archive: "archived" },
  archived: {},
};

export const cardStatusWords: Readonly<Record<CardStatus, string>> = {
  draft: "Draft",
  pending_review: "Pending review",
  approved: "Approved",
  archived: "Archived",
};

export type CardStep = { ok: true; status: CardStatus } | { ok: false; reason: string };

const refusals: Readonly<Record<CardAct, string>> = {
  edit: "An archived card can no longer change; it can still be exported.",
  submit: "Only a draft can be sent to review.",
  approve: "Only a card that was sent to review can be approved.",
  send_back: "Only a card that was sent to review can be sent back.",
  archive: "This card is archived already.",
};

/** The next status of a card, or why the act is not possible now. */
export function nextCardStatus(status: CardStatus, act: CardAct): CardStep {
  const next = transitions[status][act];
  if (next) return { ok: true, status: next };
  return { ok: false, reason: status === "archived" ? refusals.edit : refusals[act] };
}

export type CardFacts = {
  status: CardStatus;
  revision: number;
  completeness: Completeness;
  staleFigures: readonly string[];
};

/** Why the newest revision cannot be sent to review yet; empty = it can. */
export function submitObstacles({ status, revision, completeness, staleFigures }: CardFacts): string[] {
  if (revision === 0) return ["There is no card yet. Write one or draft it from evidence."];
  const step = nextCardStatus(status, "submit");
  if (!step.ok) return [step.reason];
  const { missing, unconfirmed } = completeness;
  return [
    ...(missing.length > 0 ? [`Still to be written: ${formatList(missingTitles(missing))}.`] : []),
    ...(unconfirmed.length > 0
      ? [`Drafted, to be confirmed by a person: ${formatList(unconfirmed.map(sectionTitle))}.`]
      : []),
    ...(staleFigures.length > 0
      ? [`Figures that no longer agree with the evidence: ${staleFigures.length}. Refresh them.`]
      : []),
  ];
}

/** Why this person may not decide on the card; empty = they may. `editors` are the people who wrote since the last approval. */
export function reviewObstacles(
  facts: CardFacts,
  person: string,
  editors: readonly { personId: string }[],
  act: "approve" | "send_back",
): string[] {
  const step = nextCardStatus(facts.status, act);
  if (!step.ok) return [step.reason];
  if (act === "send_back") return [];
  return [
    ...(editors.some((editor) => editor.personId === person)
      ? ["You wrote in this card since it was last approved; somebody who did not has to approve it."]
      : []),
    ...(facts.staleFigures.length > 0
      ? ["Figures no longer agree with the evidence. Send it back, so that they are refreshed first."]
      : []),
  ];
}
