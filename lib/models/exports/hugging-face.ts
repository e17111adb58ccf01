import { stringify } from "yaml";
import { formatDateTime } from "@/lib/format-time";
import { metricMeaning } from "@/lib/metric-meaning";
import { cardSections, mitigationsTitle } from "../card-sections";
import { cardStatusWords } from "../card-status";
import { type CardExport, linesOf } from "./card-export";
import { escapeTags, markedText, sectionMark } from "./card-marks";

export const ourFormat = "countersign/model-card/1";

/** Text that Markdown shows as it is, in one line. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, (sign) => `\\${sign}`);

const measured = ["Quality", "Calibration", "Fairness"];

/** The task as the hub names it: known only when the figures are those of a classifier or a regression. */
function taskOf({ evidence }: CardExport): string {
  const keys = evidence.metrics.map(({ key }) => key);
  if (evidence.evaluation?.confusion || keys.some((key) => ["roc_auc", "accuracy", "f1"].includes(key)))
    return "tabular-classification";
  return keys.some((key) => ["rmse", "mae", "mse"].includes(key)) ? "tabular-regression" : "other";
}

function modelIndex(card: CardExport) {
  const { run, metrics } = card.evidence;
  const dataset = run.axisDetails.dataset?.evalName ?? "evaluation dataset";
  const results = metrics.filter(({ key, value }) => value !== null && measured.includes(metricMeaning(key).group));
  if (results.length === 0) return [];
  return [
    {
      name: `${card.model.name} ${card.version.number}`,
      results: [
        {
          task: { type: taskOf(card) },
          dataset: {
            type: dataset.toLowerCase().replace(/[^a-z0-9]+/g, "-") || "dataset",
            name: dataset,
            ...(run.evalDatasetDigest ? { revision: run.evalDatasetDigest } : {}),
          },
          metrics: results.map(({ key, value, ciLow, ciHigh, n }) => ({
            type: key,
            name: metricMeaning(key).label,
            value,
            ...(n === null && ciLow === null
              ? {}
              : { args: { ...(n === null ? {} : { n }), ...(ciLow === null ? {} : { interval: [ciLow, ciHigh] }) } }),
          })),
          source: { name: `Run ${run.name}` },
        },
      ],
    },
  ];
}

const spdx = /^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$/;

function frontMatter(card: CardExport) {
  const { body, evidence } = card;
  const [licence = ""] = linesOf(body.licence);
  const train = evidence.run.axisDetails.dataset?.trainName;
  const isIdentifier = linesOf(body.licence).length === 1 && spdx.test(licence);
  return {
    ...(isIdentifier ? { license: licence.toLowerCase() } : {}),
    ...(!isIdentifier && licence ? { license: "other", license_name: licence.slice(0, 200) } : {}),
    tags: ["countersign", `risk-${card.model.riskTier}`],
    ...(train ? { datasets: [train] } : {}),
    metrics: evidence.metrics.filter(({ key }) => measured.includes(metricMeaning(key).group)).map(({ key }) => key),
    "model-index": modelIndex(card),
    "x-countersign": {
      format: ourFormat,
      model: card.model.name,
      version: card.version.number,
      version_digest: card.version.digest,
      revision: card.revision,
      status: card.status,
      approved_revision: card.approvedRevision,
      mitigations: body.mitigations,
    },
  };
}

/** The card as a Hugging Face README: YAML front matter with model-index, then one section each; an import reads it back. */
export function toHuggingFace(card: CardExport): string {
  const { body, figures, model, version } = card;
  const approved = card.approvedRevision === null ? "none approved" : `approved revision ${card.approvedRevision}`;
  const sections = cardSections
    .filter(([key]) => body[key].trim() !== "")
    .map(([key, title]) => `${sectionMark(key)}\n## ${title}\n\n${markedText(body[key].trim(), figures)}`);
  const risks = body.mitigations.map(
    ({ name, mitigation }) => `- **${escapeMarkdown(name)}**: ${escapeTags(mitigation.replace(/\s+/g, " "))}`,
  );
  const claims = body.claims.map(
    ({ metric, dataset, value }) =>
      `- ${escapeMarkdown(`${metric}, ${dataset}: ${value}`)} (claimed by an imported card)`,
  );
  return [
    `---\n${stringify(frontMatter(card), { lineWidth: 0 })}---`,
    `${sectionMark("header")}\n# Model card of ${escapeMarkdown(model.name)} ${version.number}`,
    `Revision ${card.revision}, ${cardStatusWords[card.status].toLowerCase()}, ${approved}. Written by ${escapeMarkdown(card.writtenBy)}, ${formatDateTime(card.writtenAt)}. Figures are those of this revision.`,
    ...sections,
    ...(risks.length > 0 ? [`${sectionMark("mitigations")}\n## ${mitigationsTitle}\n\n${risks.join("\n")}`] : []),
    ...(claims.length > 0 ? [`${sectionMark("claims")}\n## Stated by an imported card\n\n${claims.join("\n")}`] : []),
  ]
    .join("\n\n")
    .concat("\n");
}
