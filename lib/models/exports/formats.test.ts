import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { z } from "zod";
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
    expect(toCycloneDx(exportFor()).components.at(-1)?.hashes).toEqual([{ alg: "SHA-256", content: "cd".repeat(32) }]);
  });

  it("is the same file for the same revision", () => {
    expect(toCycloneDx(exportFor())).toEqual(toCycloneDx(exportFor()));
    expect(toCycloneDx(exportFor({ revision: 4 })).serialNumber).not.toBe(toCycloneDx(exportFor()).serialNumber);
  });
});

// The Model Card Toolkit's schema v0.0.2 in our own words: objects are taken strictly, so that no key is invented.
const described = z.array(z.strictObject({ description: z.string() }));
const toolkitCard = z.strictObject({
  schema_version: z.string(),
  model_details: z.strictObject({
    name: z.string(),
    overview: z.string(),
    documentation: z.string(),
    owners: z.array(z.strictObject({ name: z.string(), contact: z.string().optional() })),
    version: z.strictObject({ name: z.string(), date: z.iso.date(), diff: z.string() }),
    licenses: z.array(
      z.union([z.strictObject({ identifier: z.string() }), z.strictObject({ custom_text: z.string() })]),
    ),
    references: z.array(z.strictObject({ reference: z.url() })),
    citations: z.array(z.strictObject({ style: z.string(), citation: z.string() })),
  }),
  model_parameters: z.strictObject({
    model_architecture: z.string(),
    data: z.array(z.strictObject({ name: z.string(), description: z.string() })),
    input_format: z.string(),
    output_format: z.string(),
  }),
  quantitative_analysis: z.strictObject({
    performance_metrics: z.array(z.strictObject({ type: z.string(), value: z.number(), slice: z.string().optional() })),
  }),
  considerations: z.strictObject({
    users: described,
    use_cases: described,
    limitations: described,
    tradeoffs: described,
    ethical_considerations: z.array(z.strictObject({ name: z.string(), mitigation_strategy: z.string().optional() })),
  }),
});

describe("the Model Card Toolkit JSON", () => {
  it("has the shape of schema v0.0.2 for any card", () => {
    for (const card of [exportFor(), hostile, exportFor({ body: emptyCard, figures: {} })])
      expect(toolkitCard.safeParse(JSON.parse(JSON.stringify(toModelCardToolkit(card)))).error).toBeUndefined();
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
