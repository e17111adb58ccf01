import type { Role } from "@/db/enums";
import { axesOfRun, axisLabels } from "@/lib/experiments/axes";
import { formatCount, formatInterval } from "@/lib/format";
import { formatDateTime } from "@/lib/format-time";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import type { CardSection } from "@/lib/models/card-sections";
import { type CardExport, plainText } from "@/lib/models/exports/card-export";
import {
  assessmentBlocks,
  controlBlocks,
  monitoringBlocks,
  type ReportAssessment,
  type ReportControl,
} from "./annex-risk";
import type { AnnexReport, ReportBlock } from "./report-block";

/** A dated, signed act on record. */
export type SignedAct = {
  what: string;
  printedName: string;
  role: Role;
  meaning: string;
  statement: string;
  signedAt: string;
  digest: string;
  state: string;
};

export type ReportPromotion = {
  number: number;
  environment: string;
  state: string;
  requestedAt: Date;
  evaluatedAt: Date | null;
  policyDigest: string | null;
  subjectDigest: string | null;
  gates: readonly { title: string; outcome: string; sentence: string }[];
};

export type AnnexFacts = {
  card: CardExport;
  approvals: readonly SignedAct[];
  promotions: readonly ReportPromotion[];
  revisions: readonly { revision: number; editedAt: Date; editedBy: string }[];
  rollouts: readonly { number: number; target: string; state: string; startedAt: Date }[];
  /** Of the model, then of this version. */
  assessments: readonly ReportAssessment[];
  controls: readonly ReportControl[];
  madeAt: Date;
};

const notice =
  "This report arranges what is on record under headings that follow Annex IV of Regulation (EU) 2024/1689, in our own words. It is no declaration of conformity and claims none: whether the system meets the regulation is for the provider to judge. What is not on record is named as missing.";

/** The technical documentation of a version, ordered as Annex IV asks for it, from its card, evidence and signatures. */
export function annexReport(facts: AnnexFacts): AnnexReport {
  const { card, madeAt } = facts;
  const { model, version } = card;
  return {
    title: `Technical documentation of ${model.name} ${version.number}`,
    notice: `${notice} Made on ${formatDateTime(madeAt)} from revision ${card.revision} of the model card.`,
    sections: [
      { title: "1. General description", blocks: general(card) },
      { title: "2. Elements of the system and how it was developed", blocks: development(facts) },
      { title: "3. Monitoring, functioning and control", blocks: control(card) },
      { title: "4. Why these metrics fit", blocks: texts(card, ["quantitativeAnalysis", "fairness", "tradeoffs"]) },
      { title: "5. Risk management", blocks: risks(facts) },
      { title: "6. Changes through the lifecycle", blocks: lifecycle(facts) },
      {
        title: "7. Standards and controls, declaration of conformity",
        blocks: [
          {
            kind: "gap",
            text: "Standards applied and the declaration of conformity are not part of this record; the provider adds them.",
          },
          ...controlBlocks(facts.controls, madeAt),
        ],
      },
      { title: "8. After release", blocks: afterRelease(facts) },
      { title: "Signatures", blocks: signatures(facts) },
    ],
  };
}

const titles: Partial<Record<CardSection, string>> = {
  overview: "What it is",
  intendedUse: "Intended purpose",
  outOfScope: "Not intended for",
  users: "Users",
  useCases: "Use cases",
  documentation: "Instructions and use",
  owners: "Responsible",
  data: "Data",
  modelParameters: "Model and contract",
  humanOversight: "Human oversight",
  limitations: "Limits of accuracy and foreseeable failures",
  quantitativeAnalysis: "Metrics as the card explains them",
  fairness: "Differences between groups",
  tradeoffs: "Trade-offs",
  ethicalConsiderations: "Who may be harmed",
};

function texts(card: CardExport, keys: readonly CardSection[]): ReportBlock[] {
  return keys.map((key) => {
    const title = titles[key] ?? key;
    const text = plainText(card.body[key], card.figures);
    return text ? { kind: "markdown", title, text } : { kind: "gap", text: `${title}: not written in the card.` };
  });
}

function general(card: CardExport): ReportBlock[] {
  const { model, version } = card;
  return [
    {
      kind: "table",
      title: "Identity",
      head: ["What", "Value"],
      rows: [
        ["Model", model.name],
        ["Version", `${version.number}, registered ${formatDateTime(version.registeredAt)}`],
        ["Version digest", version.digest],
        ["Risk tier", model.riskTier],
        ["Use case", model.useCase || "not on record"],
      ],
    },
    ...texts(card, ["overview", "intendedUse", "outOfScope", "users", "useCases", "documentation", "owners"]),
  ];
}

function development({ card, promotions }: AnnexFacts): ReportBlock[] {
  const { run, metrics } = card.evidence;
  const tested = promotions.find(({ gates }) => gates.length > 0);
  return [
    {
      kind: "table",
      title: "How it was made: reproducibility axes",
      head: ["Axis", "Value"],
      rows: Object.entries(axesOfRun(run)).map(([axis, value]) => [
        axisLabels[axis as keyof typeof axisLabels],
        value ?? "not on record",
      ]),
    },
    ...texts(card, ["modelParameters", "data"]),
    {
      kind: "table",
      title: `Test results on the evaluation dataset ${run.evalDatasetDigest ?? "(no digest on record)"}`,
      head: ["Metric", "Value", "95 % interval", "n"],
      rows: metrics.map(({ key, value, ciLow, ciHigh, n }) => [
        metricMeaning(key).label,
        formatMetric(key, value),
        formatInterval(ciLow, ciHigh, metricMeaning(key).digits),
        formatCount(n),
      ]),
    },
    tested
      ? {
          kind: "table",
          title: `Gates judged for P-${tested.number} to ${tested.environment}${tested.evaluatedAt ? `, ${formatDateTime(tested.evaluatedAt)}` : ""}, policy ${tested.policyDigest ?? "not on record"}`,
          head: ["Gate", "Outcome", "Finding"],
          rows: tested.gates.map(({ title, outcome, sentence }) => [title, outcome, sentence]),
        }
      : { kind: "gap", text: "No gate has judged this version: nobody has asked to promote it." },
  ];
}

const control = (card: CardExport): ReportBlock[] => texts(card, ["humanOversight", "limitations"]);

function risks({ card, assessments, madeAt }: AnnexFacts): ReportBlock[] {
  const { mitigations } = card.body;
  return [
    ...assessmentBlocks(assessments, madeAt),
    ...texts(card, ["ethicalConsiderations"]),
    mitigations.length > 0
      ? {
          kind: "table",
          title: "Risks and what is done about them",
          head: ["Risk", "Mitigation"],
          rows: mitigations.map(({ name, mitigation }) => [name, plainText(mitigation, card.figures) || "none stated"]),
        }
      : { kind: "gap", text: "Risks and mitigations: not written in the card." },
  ];
}

function lifecycle({ revisions, promotions }: AnnexFacts): ReportBlock[] {
  return [
    {
      kind: "table",
      title: "Revisions of the card",
      head: ["Revision", "When", "By"],
      rows: revisions.map(({ revision, editedAt, editedBy }) => [String(revision), formatDateTime(editedAt), editedBy]),
    },
    promotions.length > 0
      ? {
          kind: "table",
          title: "Promotions of this version",
          head: ["Promotion", "To", "Requested", "State"],
          rows: promotions.map(({ number, environment, requestedAt, state }) => [
            `P-${number}`,
            environment,
            formatDateTime(requestedAt),
            state.replaceAll("_", " "),
          ]),
        }
      : { kind: "gap", text: "This version was never promoted." },
  ];
}

function afterRelease({ rollouts, assessments, madeAt }: AnnexFacts): ReportBlock[] {
  return [
    rollouts.length > 0
      ? {
          kind: "table",
          title: "Rollouts of this version",
          head: ["Rollout", "Target", "Started", "State"],
          rows: rollouts.map(({ number, target, startedAt, state }) => [
            `R-${number}`,
            target,
            formatDateTime(startedAt),
            state.replaceAll("_", " ").toLowerCase(),
          ]),
        }
      : { kind: "gap", text: "No rollout of this version is on record." },
    ...monitoringBlocks(assessments, madeAt),
  ];
}

function signatures({ approvals }: AnnexFacts): ReportBlock[] {
  if (approvals.length === 0) return [{ kind: "gap", text: "Nobody has signed anything about this version." }];
  return [
    {
      kind: "table",
      title: "Dated and signed by",
      head: ["Name and role", "Meaning", "Statement", "When", "Bound to"],
      rows: approvals.map((act) => [
        `${act.printedName}, ${act.role.replaceAll("_", " ")}`,
        act.state === "valid" ? act.meaning : `${act.meaning} (${act.state})`,
        act.statement,
        formatDateTime(new Date(act.signedAt)),
        act.digest,
      ]),
    },
  ];
}
