import type { VersionStatus } from "@/db/enums";
import { productionOf, type Serving, stagingOf } from "./alias";

export const stages = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof stages)[number];

/** A stage by its name in any case, or null. */
export const stageNamed = (text: string): Stage | null =>
  stages.find((stage) => stage.toLowerCase() === text.toLowerCase()) ?? null;

/** The environment that a stage is bound to; null = none. */
export function environmentOfStage(stage: Stage, environments: readonly string[]): string | null {
  if (stage === "Production") return productionOf(environments);
  return stage === "Staging" ? stagingOf(environments) : null;
}

/** The stage of a version, read from where it serves: nobody sets it. */
export function stageOf(
  { version, status }: { version: number; status: VersionStatus },
  serving: readonly Serving[],
  environments: readonly string[],
): Stage {
  const servesIn = (environment: string | null) =>
    environment !== null && serving.some((place) => place.version === version && place.environment === environment);
  if (servesIn(productionOf(environments))) return "Production";
  if (servesIn(stagingOf(environments))) return "Staging";
  return status === "archived" ? "Archived" : "None";
}
