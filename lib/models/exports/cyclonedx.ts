import { createHash } from "node:crypto";
import { fixupSpdxId } from "@cyclonedx/cyclonedx-library/SPDX";
import { axesOfRun } from "@/lib/experiments/axes";
import { cardStatusWords } from "../card-status";
import { requirementOf } from "../logged-models/parse-mlmodel";
import { type CardExport, linesOf, ownersOf, plainText } from "./card-export";
import { measuredMetrics } from "./measured-metrics";

const hexOf = (digest: string | null) => /^(?:sha256:)?([0-9a-f]{64})$/.exec(digest ?? "")?.[1] ?? null;

/** A UUID that only depends on `content`, so that the same revision gives the same serial number. */
function uuidOf(content: string): string {
  const hex = createHash("sha256").update(content).digest("hex");
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function licences(text: string) {
  const lines = linesOf(text);
  if (lines.length === 0) return {};
  const id = lines.length === 1 ? fixupSpdxId(lines[0]) : undefined;
  return { licenses: [{ license: id ? { id } : { name: text.trim() } }] };
}

const performanceMetrics = ({ evidence }: CardExport) =>
  measuredMetrics(evidence).map(({ type, value, slice, interval }) => ({
    type,
    value,
    ...(slice === null ? {} : { slice }),
    ...(interval === null ? {} : { confidenceInterval: { lowerBound: interval.low, upperBound: interval.high } }),
  }));

const datasetsOf = ({ evidence: { run } }: CardExport) => {
  const { dataset } = run.axisDetails;
  const of = (purpose: string, name: string | undefined, digest: string | null) => ({
    "bom-ref": `dataset:${purpose}`,
    type: "data",
    name: name ?? `${purpose} dataset`,
    ...(hexOf(digest) ? { hashes: [{ alg: "SHA-256", content: hexOf(digest) }] } : {}),
    data: [
      {
        type: "dataset",
        name: name ?? `${purpose} dataset`,
        description: `${purpose} snapshot ${digest ?? "not on record"}`,
      },
    ],
  });
  return [
    of("training", dataset?.trainName, run.datasetSnapshot),
    of("evaluation", dataset?.evalName, run.evalDatasetDigest),
  ];
};

function modelCard(card: CardExport) {
  const { body, figures, evidence } = card;
  const plain = (text: string) => plainText(text, figures);
  const texts = (text: string) => (plain(text) ? [plain(text)] : []);
  const signature = evidence.evaluation?.signature;
  const format = (fields: readonly { name?: string; type: string }[] | undefined) =>
    (fields ?? []).map(({ name, type }) => ({ format: name ? `${name}: ${type}` : type }));
  return {
    modelParameters: {
      ...(evidence.evaluation?.confusion ? { approach: { type: "supervised" }, task: "classification" } : {}),
      ...(evidence.run.algorithm ? { modelArchitecture: evidence.run.algorithm } : {}),
      datasets: datasetsOf(card).map((dataset) => ({ ref: dataset["bom-ref"] })),
      inputs: format(signature?.inputs),
      outputs: format(signature?.outputs),
    },
    quantitativeAnalysis: { performanceMetrics: performanceMetrics(card) },
    considerations: {
      users: texts(body.users),
      useCases: [...linesOf(plain(body.useCases)), ...texts(body.intendedUse)],
      technicalLimitations: [...texts(body.limitations), ...texts(body.outOfScope)],
      performanceTradeoffs: texts(body.tradeoffs),
      ethicalConsiderations: [
        ...(plain(body.ethicalConsiderations) ? [{ name: plain(body.ethicalConsiderations) }] : []),
        ...body.mitigations.map(({ name, mitigation }) => ({ name, mitigationStrategy: plain(mitigation) })),
      ],
    },
    properties: properties({
      "countersign:card:revision": card.revision,
      "countersign:card:status": cardStatusWords[card.status],
      "countersign:card:approvedRevision": card.approvedRevision,
      "countersign:card:humanOversight": plain(body.humanOversight),
      "countersign:card:fairness": plain(body.fairness),
    }),
  };
}

const properties = (values: Readonly<Record<string, string | number | null>>) =>
  Object.entries(values).flatMap(([name, value]) =>
    value === null || value === "" ? [] : [{ name, value: String(value) }],
  );

/** Packages that the model needs to run, as its client wrote them down; each once. */
function packagesOf({ packages = [] }: CardExport) {
  const seen = new Set<string>();
  return packages.flatMap((line) => {
    const found = requirementOf(line);
    const purl =
      found &&
      `pkg:pypi/${found.name.toLowerCase().replace(/[._-]+/g, "-")}${found.version ? `@${encodeURIComponent(found.version)}` : ""}`;
    if (!found || !purl || seen.has(purl)) return [];
    seen.add(purl);
    const { name, version } = found;
    return [{ "bom-ref": purl, type: "library", name, ...(version ? { version } : {}), purl }];
  });
}

/** The card and its version as a CycloneDX 1.7 ML-BOM: model, datasets, artifacts with digests, packages it needs. */
export function toCycloneDx(card: CardExport) {
  const { model, version, body, evidence } = card;
  const ref = `model:${version.digest}`;
  const datasets = datasetsOf(card);
  const files = card.artifacts.map(({ path, sha256 }) => ({
    "bom-ref": `artifact:${path}`,
    type: "file",
    name: path,
    ...(hexOf(sha256) ? { hashes: [{ alg: "SHA-256", content: hexOf(sha256) }] } : {}),
  }));
  const packages = packagesOf(card);
  const parts = [...datasets, ...files, ...packages];
  const axes = Object.fromEntries(
    Object.entries(axesOfRun(evidence.run)).map(([axis, value]) => [`countersign:axis:${axis}`, value]),
  );
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.7.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.7",
    serialNumber: `urn:uuid:${uuidOf(`${version.digest}/${card.revision}`)}`,
    version: 1,
    metadata: {
      timestamp: card.writtenAt.toISOString(),
      tools: { components: [{ type: "application", name: "Countersign" }] },
      component: {
        "bom-ref": ref,
        type: "machine-learning-model",
        name: model.name,
        version: String(version.number),
        ...(plainText(body.overview, card.figures) ? { description: plainText(body.overview, card.figures) } : {}),
        ...(ownersOf(body.owners).length > 0 ? { authors: ownersOf(body.owners).map(({ name }) => ({ name })) } : {}),
        ...licences(body.licence),
        modelCard: modelCard(card),
        properties: properties({
          "countersign:versionDigest": version.digest,
          "countersign:riskTier": model.riskTier,
          "mlflow:flavors": Object.keys(card.flavors ?? {}).join(", "),
          "mlflow:modelSizeBytes": card.sizeBytes ?? null,
          ...axes,
        }),
      },
    },
    components: parts,
    dependencies: [
      { ref, dependsOn: parts.map((component) => component["bom-ref"]) },
      ...parts.map((component) => ({ ref: component["bom-ref"] })),
    ],
  };
}
