import type { ParamValue, RunRow } from "@/db/schema/experiments";
import type { RunAxes } from "../axes";

/** What is known of a run that its axes can be read from. */
export type RunFacts = {
  params: Readonly<Record<string, ParamValue>>;
  tags: Readonly<Record<string, string>>;
  inputs: readonly { name: string; digest: string; context: string | null }[];
};

/** Columns of a run that follow from what its client logs. */
export type DerivedColumns = RunAxes &
  Pick<RunRow, "intent" | "algorithm" | "evalDatasetDigest" | "evalRows" | "threshold" | "thresholdRule">;

/** How a client's conventions say them; given by the room that knows the client. */
export type Derive = (facts: RunFacts) => DerivedColumns;
