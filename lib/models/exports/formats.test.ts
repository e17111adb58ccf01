import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { emptyCard } from "../card";
import { evidenceFor } from "../card-testing";
import { ownersOf } from "./card-export";
import { toCycloneDx } from "./cyclonedx";
import { exportFor } from "./export-testing";
import { toModelCardToolkit } from "./model-card-toolkit";

const schemas = join(
  dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json")),
  "res/schema",
);
const schema = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), "utf8"));

/** The official CycloneDX 1.7 schema, as it ships. */
function officialValidator() {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats(ajv);
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  // Formats of international names that no validator ships; what we write are plain addresses.
  for (const name of ["iri-reference", "idn-email"]) ajv.addFormat(name, true);
  return ajv.compile(schema("bom-1.7"));
}

const hostile = exportFor({
  model: { name: `<img src=x onerror=alert(1)>\u2028"\n`, description: "", useCase: "", riskTier: "low" },
  body: {
    ...emptyCard,
    licence: "Any words\nover lines",
    owners: "<a@b>",
    mitigations: [{ name: "</script>", mitigation: "" }],
  },
  evidence: { ...evidenceFor(), metrics: [], slices: [], evaluation: null },
  artifacts: [{ path: "a/../b", sha256: "not a digest" }],
});

describe("the CycloneDX 1.7 ML-BOM", () => {
  const validate = officialValidator();

  it.each([
    ["a whole card", exportFor()],
    ["a card with hostile names and nothing measured", hostile],
    ["an empty card", exportFor({ body: emptyCard, figures: {}, artifacts: [] })],
  ])("of %s is valid under the official schema", (_, card) => {
    validate(JSON.parse(JSON.stringify(toCycloneDx(card))));
    expect(validate.errors).toBeNull();
  });

  it("carries metrics with intervals and slices, considerations, artifact digests and an SPDX licence", () => {
    const { component } = toCycloneDx(exportFor()).metadata;
    expect(component.licenses).toEqual([{ license: { id: "Apache-2.0" } }]);
    expect(component.modelCard.quantitativeAnalysis.performanceMetrics).toContainEqual({
      type: "recall",
      value: "0.5214",
      slice: "sex=Female",
      confidenceInterval: { lowerBound: expect.any(String), upperBound: expect.any(String) },
    });
    expect(component.modelCard.considerations.ethicalConsiderations.at(-1)).toEqual({
      name: "Missed cases",
      mitigationStrategy: "A case worker reads every low rank.",
    });
    expect(toCycloneDx(exportFor()).components.filter(({ type }) => type === "library")).toMatchObject([
      { name: "scikit-learn", version: "1.5.0", purl: "pkg:pypi/scikit-learn@1.5.0" },
      { name: "cloudpickle", purl: "pkg:pypi/cloudpickle" },
    ]);
    expect(
      toCycloneDx(exportFor()).components.flatMap((part) =>
        part.type === "file" && "hashes" in part ? part.hashes : [],
      ),
    ).toEqual([{ alg: "SHA-256", content: "cd".repeat(32) }]);
  });

  it("is the same file for the same revision", () => {
    expect(toCycloneDx(exportFor())).toEqual(toCycloneDx(exportFor()));
    expect(toCycloneDx(exportFor({ revision: 4 })).serialNumber).not.toBe(toCycloneDx(exportFor()).serialNumber);
  });
});

/** The Model Card Toolkit's schema as it ships; a reference that lacks its slash there is put right, or nothing could follow it. */
function toolkitValidator() {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats(ajv);
  const text = readFileSync(join(import.meta.dirname, "schema/model-card-toolkit-v0.0.2.schema.json"), "utf8");
  return ajv.compile(JSON.parse(text.replaceAll('"#definitions/graphic"', '"#/definitions/graphic"')));
}

/** Keys of a document that the schema does not name: below the top it would let them pass. */
function unknownKeys(value: unknown, rule: SchemaNode, root: SchemaNode, path = ""): string[] {
  const target = rule.$ref ? (root.definitions?.[rule.$ref.split("/").at(-1) ?? ""] ?? {}) : rule;
  if (Array.isArray(value)) return value.flatMap((entry) => unknownKeys(entry, target.items ?? {}, root, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const next = target.properties?.[key];
    return next ? unknownKeys(entry, next, root, `${path}.${key}`) : [`${path}.${key}`];
  });
}
type SchemaNode = {
  $ref?: string;
  items?: SchemaNode;
  properties?: Record<string, SchemaNode>;
  definitions?: Record<string, SchemaNode>;
};

describe("the Model Card Toolkit JSON", () => {
  const validate = toolkitValidator();

  it.each([
    ["a whole card", exportFor()],
    ["a card with hostile names and nothing measured", hostile],
    ["an empty card", exportFor({ body: emptyCard, figures: {} })],
  ])("of %s is valid under the original schema v0.0.2 and has no key that it does not name", (_, card) => {
    const document = JSON.parse(JSON.stringify(toModelCardToolkit(card)));
    validate(document);
    expect(validate.errors).toBeNull();
    expect(unknownKeys(document, validate.schema as SchemaNode, validate.schema as SchemaNode)).toEqual([]);
  });

  it("carries metrics as text with their intervals, by slice too", () => {
    expect(toModelCardToolkit(exportFor()).quantitative_analysis.performance_metrics).toContainEqual({
      type: "recall",
      value: "0.5214",
      slice: "sex=Female",
      confidence_interval: { lower_bound: expect.any(String), upper_bound: expect.any(String) },
    });
  });

  it("writes figures in words and leaves out references that are no address", () => {
    const card = toModelCardToolkit(exportFor());
    expect(card.model_details.references).toEqual([{ reference: "https://example.org/paper" }]);
    expect(card.model_details.documentation).toContain("women 0.5214 (95 % interval");
    expect(card.model_details.owners).toEqual([
      { name: "Dana Osei", contact: "dana@example.org" },
      { name: "Model Risk" },
    ]);
    expect(ownersOf("- <only@contact>")).toEqual([{ name: "<only@contact>", contact: null }]);
  });
});
