import { saveComparison } from "@/lib/experiments/commands/save-comparison";
import type { Stage } from "./cast";

/** Marta puts the reweighed model beside the live one and beside what features v2 do alone, and saves it for the reviewers. */
export async function compareReweighed(stage: Stage, runs: Record<string, string>): Promise<string> {
  const ids = ["hgb-v1-lr0.1-l31", "rw-sex-hgb-v2", "hgb-v2-lr0.1-l31"].map((run) => runs[run]);
  const { id } = await saveComparison(stage.as("marta"), {
    name: "Reweighed by sex against what is live",
    note: "What closing the gap costs, and whether features v2 alone would have done it.",
    query: `runs=${ids.join(",")}&metric=recall&dimension=sex`,
  });
  return id;
}
