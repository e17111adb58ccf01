import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { emptyCard } from "../card";
import { captureFigures } from "../card-figures";
import { sectionKeys } from "../card-sections";
import { evidenceFor } from "../card-testing";
import type { CardExport } from "./card-export";
import { exportName } from "./card-export";
import { escapeTags, unescapeTags } from "./card-marks";
import { exportFor } from "./export-testing";
import { toHuggingFace } from "./hugging-face";
import { importHuggingFace } from "./import-hugging-face";

const frontOf = (readme: string) => parse(readme.split("\n---")[0]?.slice(4) ?? "");
const imported = (readme: string) => {
  const result = importHuggingFace(readme);
  if (!result.ok) throw new Error(result.message);
  return result.card;
};

describe("the Hugging Face export", () => {
  it("has front matter that the hub reads: licence, datasets, model-index with values", () => {
    const front = frontOf(toHuggingFace(exportFor()));
    expect(front).toMatchObject({ license: "apache-2.0", datasets: ["adult-train"] });
    const [result] = front["model-index"][0].results;
    expect(result.task.type).toBe("tabular-classification");
    expect(result.metrics.find((metric: { type: string }) => metric.type === "accuracy")).toMatchObject({
      value: 0.8523,
      args: { n: 16_281 },
    });
  });

  it("writes figures in words and leaves no reference behind", () => {
    const readme = toHuggingFace(exportFor());
    expect(readme).toContain("0.8523 (95 % interval 0.8473 – 0.8573, n 16,281)");
    expect(readme).not.toContain("{{metric");
  });

  it("keeps hostile names inside their YAML value and their line", () => {
    const name = 'x"\n---\nlicense: evil\n# <script>alert(1)</script>';
    const readme = toHuggingFace(exportFor({ model: { ...exportFor().model, name } }));
    expect(frontOf(readme)).toMatchObject({ license: "apache-2.0", "x-countersign": { model: name } });
    const body = readme.slice(readme.indexOf("\n---\n", 4));
    expect(body).not.toMatch(/^license: evil/m);
    expect(body).not.toContain("<script>");
    expect(exportName({ ...exportFor(), model: { ...exportFor().model, name } })).toMatch(/^[A-Za-z0-9-]+$/);
  });

  it("comes back through the import with equal sections, whatever people wrote", () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        "{{metric:accuracy}}",
        "{{slice:hours_band=<35:recall}}",
        "<!-- section:data -->",
        "<!--figure n-->",
        "\\<b>",
        "## Limitations",
        "```\n# x\n```",
        "---",
        "<!--",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "{{unknown}}",
      ),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join("\n").normalize("NFC").trim());
    const texts = fc.record(Object.fromEntries(sectionKeys.map((key) => [key, text])));
    const risks = fc.array(fc.record({ name: fc.string({ minLength: 1 }), mitigation: fc.string() }), { maxLength: 3 });
    fc.assert(
      fc.property(texts, risks, (written, mitigations) => {
        const body = { ...emptyCard, ...written, mitigations };
        const evidence = evidenceFor();
        const card: CardExport = exportFor({ body, figures: captureFigures(body, {}, evidence).figures });
        const back = imported(toHuggingFace(card));
        for (const key of sectionKeys) expect(back.texts[key] ?? "", key).toBe(body[key]);
        expect(back.mitigations).toEqual(mitigations);
      }),
      { numRuns: 200 },
    );
  });

  it("takes HTML its power and gives it back unchanged", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("<", "\\", "b", ">", "!", "--", "/", "https://x", " ")), (parts) => {
        const text = parts.join("");
        expect(unescapeTags(escapeTags(text))).toBe(text);
        expect(escapeTags(text)).not.toMatch(/(?<!\\)<(?:!|\/?b)/);
      }),
    );
  });
});

describe("the import of a Hugging Face card", () => {
  const readme = `---
license: apache-2.0
language: [en, de]
datasets: adult
base_model: none/at-all
tags: [tabular]
model-index:
- name: m
  results:
  - task: {type: tabular-classification}
    dataset: {type: adult, name: Adult}
    metrics:
    - {type: accuracy, value: 0.99, verifyToken: trusted}
---
# My model

Scores households.

## Uses

### Direct Use

Ordering letters.

### Out-of-Scope Use

Refusing anybody.

## Bias, Risks, and Limitations

Weak for part-time work.

### By season

Winter is worse.

## Sponsors

Us.

## How to Get Started with the Model

\`\`\`
# not a heading
run()
\`\`\`
`;

  it("maps headings and front matter to sections and names what it leaves behind", () => {
    const card = imported(readme);
    expect(card.texts).toMatchObject({
      overview: "Scores households.",
      intendedUse: "Ordering letters.",
      outOfScope: "Refusing anybody.",
      limitations: "Weak for part-time work.\n\n#### By season\n\nWinter is worse.",
      licence: "apache-2.0",
      data: "Datasets named by the imported card: `adult`.",
    });
    expect(card.texts.documentation).toContain("# not a heading");
    expect(card.ignored.map(({ from }) => from)).toEqual(["Sponsors", "front matter: tags"]);
  });

  it("takes metrics as claims only, whatever token comes with them", () => {
    const card = imported(readme);
    expect(card.claims).toEqual([
      { task: "tabular-classification", dataset: "Adult", metric: "accuracy", value: "0.99" },
    ]);
    expect(JSON.stringify(card.texts)).not.toContain("0.99");
    expect(JSON.stringify(card)).not.toContain("trusted");
  });

  it.each([
    ["an unfinished front matter", "---\na: 1\n", "never ends"],
    ["broken YAML", "---\na: [1\n---\n# x", "not YAML, line"],
    ["a list as front matter", "---\n- a\n---\n", "not a list of keys"],
    ["aliases", `---\na: &a [1,2]\nb: [*a,*a]\n---\n`, "aliases"],
    ["deep nesting", `---\na: ${"[".repeat(5000)}\n---\n`, "nests deeper"],
    ["a huge front matter", `---\na: ${"x".repeat(70_000)}\n---\n`, "at most 65536"],
    ["duplicate keys", "---\na: 1\na: 2\n---\n", "not YAML"],
    ["nothing to take", "---\ntags: [a]\n---\n", "Nothing in this file"],
  ])("refuses %s and says why", (_, text, message) => {
    const result = importHuggingFace(text);
    expect(result.ok ? "read" : result.message).toContain(message);
  });

  it("never throws and ends quickly, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `---\n${text}\n---\n${text}`),
        ),
        (text) => {
          importHuggingFace(text);
        },
      ),
    );
    importHuggingFace(`---\n__proto__: {polluted: yes}\nconstructor: 1\nmodel-index: 7\n---\n# x\ny`);
    expect({}).not.toHaveProperty("polluted");
    importHuggingFace(`${"# a\n".repeat(50_000)}`);
    importHuggingFace(`# x\n${"<!--".repeat(40_000)}`);
  });
});
