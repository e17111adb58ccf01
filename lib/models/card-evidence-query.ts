import "server-only";
import type { Reader } from "@/db/client";
import type { CardStatus } from "@/db/enums";
import type { Context } from "@/lib/context";
import { missingTitles } from "./card-completeness";
import { sectionTitle } from "./card-sections";
import { loadCard } from "./load-card";

/** What gates may read about the card of a version. */
export type CardStanding = {
  status: CardStatus;
  revision: number;
  approvedRevision: number | null;
  /** Share of what the tier asks for that is written and confirmed, 0 to 1. */
  completeness: number;
  missingSections: string[];
  /** Figures in the text that no longer agree with the evidence. */
  staleFigures: number;
  updatedAt: string;
};

/** The standing of a version's card for the evidence document; null while there is no card. Throws NOT_FOUND. */
export async function readCardStanding(ctx: Context, db: Reader, versionId: string): Promise<CardStanding | null> {
  const { facts, approvedRevision, updatedAt } = await loadCard(ctx, db, versionId);
  if (facts.revision === 0 || updatedAt === null) return null;
  const { missing, unconfirmed, share } = facts.completeness;
  return {
    status: facts.status,
    revision: facts.revision,
    approvedRevision,
    completeness: Math.round(share * 10_000) / 10_000,
    missingSections: [...missingTitles(missing), ...unconfirmed.map((key) => `${sectionTitle(key)} (not confirmed)`)],
    staleFigures: facts.staleFigures.length,
    updatedAt: updatedAt.toISOString(),
  };
}
