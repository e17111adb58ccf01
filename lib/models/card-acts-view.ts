import "server-only";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import type { CardPage } from "./card-page-query";
import { cardDigest, signCard } from "./card-signature";
import { reviewObstacles, submitObstacles } from "./card-status";

/** What this person can do with the newest revision of a card, and why not where they cannot. */
export function cardActsOf(page: CardPage, actor: UserActor) {
  const { version, model, facts, body, figures, editors } = page;
  const isActive = version.status === "active";
  const { revision } = facts;
  const digest = cardDigest(revision, body, figures);
  const signed = { model: model.name, version: version.version, revision, digest };
  return {
    versionId: version.id,
    revision,
    status: facts.status,
    may: {
      edit: isActive && can(actor, "card.edit"),
      review: isActive && can(actor, "card.approve"),
      archive: can(actor, "card.archive"),
    },
    submitObstacles: submitObstacles(facts),
    approveObstacles: reviewObstacles(facts, actor.personId, editors, "approve"),
    staleFigures: facts.staleFigures.length,
    statement: signCard(signed, actor, actor.authTime)?.statement ?? "",
  };
}
