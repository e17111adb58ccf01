import { axes, ciCheckKinds, findingSeverities, type GateKind, gateSeverities } from "@/db/enums";
import { fairnessMeasures, lineageParts } from "./gate";

/** How a parameter of a gate is asked for in a form; its rule is the gate's schema. */
export type GateField = {
  name: string;
  label: string;
  help: string;
  control: "text" | "number" | "select" | "many" | "list" | "yes_no" | "expression" | "tolerance";
  unit?: string;
  options?: readonly string[];
  /** Empty means null: does not matter, or all. */
  nullable?: boolean;
};

export type GateDescriptor = { about: string; fields: readonly GateField[] };

const metric: GateField = {
  name: "metric",
  label: "Metric",
  help: "Name as runs log it, for example roc_auc",
  control: "text",
};
const comparison: GateField = {
  name: "comparison",
  label: "Direction",
  help: "Which side of the limit is allowed",
  control: "select",
  options: [">=", "<="],
};
const limit: GateField = {
  name: "limit",
  label: "Limit",
  help: "In the metric's own unit; shares from 0 to 1",
  control: "number",
};
const samples: GateField = {
  name: "minimumSamples",
  label: "At least",
  unit: "cases",
  help: "Fewer are too few to judge",
  control: "number",
};
const age: GateField = {
  name: "maximumAgeDays",
  label: "At most",
  unit: "days old",
  help: "Empty = age does not matter",
  control: "number",
  nullable: true,
};
const dimensions: GateField = {
  name: "dimensions",
  label: "Slice dimensions",
  help: "Empty = every dimension on record",
  control: "list",
  nullable: true,
};
const small: GateField = {
  name: "smallSlices",
  label: "Slices with too few cases",
  help: "Hold the gate open, or only list them",
  control: "select",
  options: ["inconclusive", "report"],
};
const choice = (name: string, label: string, help: string, options: readonly string[]): GateField => ({
  name,
  label,
  help,
  control: "select",
  options,
});
const many = (name: string, label: string, help: string, options: readonly string[]): GateField => ({
  name,
  label,
  help,
  control: "many",
  options,
});
const number = (name: string, label: string, help: string, unit?: string): GateField => ({
  name,
  label,
  help,
  control: "number",
  ...(unit ? { unit } : {}),
});
const yesNo = (name: string, label: string, help: string): GateField => ({ name, label, help, control: "yes_no" });

/** Parameters that every gate has. */
export const commonGateFields: readonly GateField[] = [
  {
    name: "id",
    label: "Id",
    help: "Lower-case letters, digits, - and _; stays when the title changes",
    control: "text",
  },
  { name: "title", label: "Title", help: "As reviewers read it", control: "text" },
  choice("severity", "Severity", "Whether a failed or open gate blocks, or only warns", gateSeverities),
  yesNo("waivable", "May be waived", "A risk officer may waive it for a time, with a control in its place"),
];

/** What each kind of gate judges and asks for, in the order of a form. */
export const gateDescriptors: Readonly<Record<GateKind, GateDescriptor>> = {
  metric_threshold: {
    about: "One overall metric against a fixed limit.",
    fields: [
      metric,
      comparison,
      limit,
      choice("judge", "What is judged", "The estimate, or the worse end of its 95 % interval", ["estimate", "bound"]),
      samples,
      age,
    ],
  },
  latency: {
    about: "Time to answer.",
    fields: [metric, number("maximumMs", "At most", "Longest time allowed", "ms"), samples, age],
  },
  calibration: {
    about: "How far scores are from what happened.",
    fields: [
      choice("measure", "Measure", "Expected calibration error, or Brier score", ["ece", "brier"]),
      number("maximum", "At most", "From 0 to 1"),
      samples,
      age,
    ],
  },
  fairness: {
    about: "Difference or ratio between the groups of one attribute.",
    fields: [
      {
        name: "attribute",
        label: "Attribute",
        help: "Slice dimension with the groups, for example sex",
        control: "text",
      },
      choice("measure", "Measure", "Differences have to be small, ratios large", fairnessMeasures),
      number("limit", "Limit", "Largest difference or smallest ratio, 0 to 1"),
      number("minimumGroupSize", "Groups of at least", "Smaller groups hold the gate open", "cases"),
      age,
    ],
  },
  slice_floor: {
    about: "One metric on every slice against a limit.",
    fields: [metric, comparison, limit, dimensions, samples, small, age],
  },
  regression: {
    about: "Not worse than the version that is live, overall or on every slice.",
    fields: [
      metric,
      choice("better", "Better is", "The direction in which the metric gets better", ["higher", "lower"]),
      choice("scope", "Where", "Over all rows, or on every guarded slice", ["overall", "slices"]),
      dimensions,
      { name: "tolerance", label: "Tolerance", help: "How much worse is allowed", control: "tolerance" },
      number("alpha", "False discovery rate", "A loss counts as real at this q or below"),
      samples,
      small,
      age,
    ],
  },
  seed_spread: {
    about: "The worse end of the interval of a metric's mean over seeds of the same recipe.",
    fields: [
      metric,
      comparison,
      limit,
      number("minimumSeeds", "At least", "Fewer are too few to judge", "seeds"),
      number("confidence", "Confidence", "Of the interval, for example 0.95"),
      age,
    ],
  },
  reproducibility: {
    about: "The axes that make a run reproducible are on record.",
    fields: [many("axes", "Axes", "Each has to be on record", axes)],
  },
  lineage: {
    about: "The version can be traced, and was evaluated on other data than it was trained on.",
    fields: [
      many("require", "On record", "Each has to be on record", lineageParts),
      yesNo("separateEvaluation", "Separate evaluation", "Training and evaluation snapshot have to differ"),
    ],
  },
  contract: {
    about: "What the version takes and gives, against those who call it.",
    fields: [
      choice("against", "Against", "Callers of the live version, or registered consumers", ["live", "consumers"]),
      choice("compatibility", "Compatibility", "Every call keeps working, or no field may change", [
        "backward",
        "identical",
      ]),
      number("minimumConsumers", "At least", "Fewer registered are too few to judge", "consumers"),
    ],
  },
  ci_checks: {
    about: "Checks that pipelines report for the commit or the version.",
    fields: [
      many("require", "Checks", "Each has to be reported and passed", ciCheckKinds),
      choice("on", "About", "What a check has to be about", ["commit", "version", "either"]),
      number("minimumTests", "At least", "A check that ran fewer is too small", "tests"),
      age,
    ],
  },
  model_card: {
    about: "The model card is written, agrees with the evidence and is approved.",
    fields: [
      choice("status", "Status", "Approved as it stands, or written", ["approved", "written"]),
      number("minimumCompleteness", "Complete to", "Share of the required sections, 0 to 1"),
      number("maximumStaleFigures", "At most", "Figures that no longer agree", "stale figures"),
      age,
    ],
  },
  risk_assessment: {
    about: "The risk was assessed for this tier, signed off and is not due for review.",
    fields: [
      yesNo("independentValidator", "Independent", "Signed off by somebody outside the conflict set"),
      choice("blockingFindings", "Blocking findings", "Whether open ones fail this gate", ["fail", "ignore"]),
      age,
    ],
  },
  findings: {
    about: "No severe, blocking or overdue finding is open.",
    fields: [
      choice("failFrom", "Fails from", "Open findings of this severity or above", findingSeverities),
      yesNo("failOverdue", "Overdue fails", "A finding past its date fails, whatever its severity"),
    ],
  },
  owner: { about: "The model has an owner with a working account.", fields: [] },
  rollback_plan: {
    about: "There is a way back, with owners and triggers.",
    fields: [
      {
        name: "maximumMinutes",
        label: "Back in at most",
        unit: "minutes",
        help: "Empty = any time",
        control: "number",
        nullable: true,
      },
    ],
  },
  expression: {
    about: "A rule in CEL over the evidence, for what no kind covers.",
    fields: [
      {
        name: "expression",
        label: "Expression",
        help: "True = passed; what it cannot read is inconclusive",
        control: "expression",
      },
      { name: "requirement", label: "Requirement", help: "What has to hold, in words", control: "text" },
      { name: "remedy", label: "Next step", help: "What to do when it does not hold", control: "text" },
      samples,
      age,
    ],
  },
};
