import type { Evidence } from "./evidence";
import type { Gate } from "./gate";
import type { GateResult } from "./gate-result";

/** Where in the console a next step is taken. */
export type RemedyPlace = "model" | "consumers" | "version" | "card" | "risk" | "findings" | "experiments" | "request";

/** What would turn a gate that does not pass. */
export type Remedy = { text: string; command: string | null; place: RemedyPlace | null };

const importRuns = "countersign log runs.ndjson";
const again = "log the run again as a new one, register it and request that version";
const measured =
  "Evaluate the version and log the run with the figure, its interval and n; row-level predictions give both.";

type Concerned = Pick<Evidence, "candidate" | "live">;

function checkCommand(gate: Extract<Gate, { kind: "ci_checks" }>, { candidate }: Concerned): string {
  const commit = candidate.axes.code_commit;
  const [, model = "", version = ""] = /^(.*) (\d+)$/.exec(candidate.label) ?? [];
  const subject =
    gate.on === "version" || !commit ? `--model ${JSON.stringify(model)} --version ${version}` : `--commit ${commit}`;
  return gate.require.map((kind) => `countersign check --kind ${kind} ${subject} --junit report.xml`).join("\n");
}

function whenFailed(gate: Gate): Remedy {
  switch (gate.kind) {
    case "contract":
      return {
        text: `Give the fields back or make new inputs optional and ${again}; or have those who call it change first.`,
        command: null,
        place: "consumers",
      };
    case "lineage":
      return { text: `Evaluate on data that was held out and ${again}.`, command: importRuns, place: "experiments" };
    case "reproducibility":
      return { text: `Log the axes that are missing: ${again}.`, command: importRuns, place: "experiments" };
    case "model_card":
      return { text: "Write what is missing and have the revision reviewed.", command: null, place: "card" };
    case "risk_assessment":
      return { text: "Complete the assessment and have it signed off.", command: null, place: "risk" };
    case "findings":
      return {
        text: "Mitigate the finding and have somebody else verify and close it.",
        command: null,
        place: "findings",
      };
    case "owner":
      return { text: "Name an owner with a working account.", command: null, place: "model" };
    case "rollback_plan":
      return { text: "Withdraw the request and ask again with a complete plan.", command: null, place: "request" };
    case "expression":
      return {
        text: gate.remedy || "Request a version for which it holds, or ask a risk officer for a waiver.",
        command: null,
        place: null,
      };
    default:
      return {
        text: "Request a version that is within the limit, or ask a risk officer for a waiver.",
        command: null,
        place: null,
      };
  }
}

function whenOpen(gate: Gate, result: GateResult, evidence: Concerned): Remedy {
  switch (gate.kind) {
    case "contract":
      if (gate.against === "consumers" && result.sentence.includes("registered;"))
        return {
          text: "Register who calls this model and the schema they were built against.",
          command: null,
          place: "consumers",
        };
      return {
        text: `Log the run with model_signature and ${again}.`,
        command: "mlflow.models.infer_signature(X, model.predict(X))",
        place: "experiments",
      };
    case "seed_spread":
      return {
        text: "Run the same recipe with other seeds: same commit, data, features, parameters and image. Log those runs; nothing has to be registered.",
        command: importRuns,
        place: "experiments",
      };
    case "lineage":
      return {
        text: `Log code.repository, dataset.train_snapshot_id, dataset.eval_snapshot_id and feature_version; sources as tags source.<name>. Then ${again}.`,
        command: importRuns,
        place: "experiments",
      };
    case "model_card":
      return { text: "Write the model card of this version.", command: null, place: "card" };
    case "risk_assessment":
      return {
        text: "Assess the risk of this model, or review the assessment that stands.",
        command: null,
        place: "risk",
      };
    case "findings":
      return {
        text: "Open the risk assessment of this model, so that findings can be raised.",
        command: null,
        place: "risk",
      };
    case "rollback_plan":
      return { text: "Say how long the way back takes in a new request.", command: null, place: "request" };
    case "regression":
      if (evidence.live !== null && result.sentence.startsWith("Cannot be compared"))
        return {
          text: "Evaluate candidate and live version on the same snapshot and log both.",
          command: importRuns,
          place: "experiments",
        };
      return {
        text: "Send row-level predictions of both versions: a paired test on the same rows tells small differences from chance.",
        command: "POST /api/v1/imports/predictions?project=NAME&run=RUN_ID",
        place: "experiments",
      };
    case "expression":
      return {
        text: gate.remedy || measured,
        command: gate.remedy ? null : importRuns,
        place: gate.remedy ? null : "experiments",
      };
    default:
      return { text: measured, command: importRuns, place: "experiments" };
  }
}

/** The next step for a gate that failed or is open; null for one that passed or is waived. */
export function gateRemedy(gate: Gate, result: GateResult, evidence: Concerned): Remedy | null {
  if (result.outcome === "passed" || result.outcome === "waived") return null;
  if (gate.kind === "ci_checks") {
    const text =
      result.outcome === "failed"
        ? "Fix what failed and report the check again."
        : "Have the pipeline report each check.";
    return { text, command: checkCommand(gate, evidence), place: null };
  }
  return result.outcome === "failed" ? whenFailed(gate) : whenOpen(gate, result, evidence);
}
