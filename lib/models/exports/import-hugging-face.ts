import { z } from "zod";
import type { CardBody, CardClaim } from "@/db/schema/cards";
import type { CardSection } from "../card-sections";
import { readFrontMatter } from "./front-matter";
import { ourFormat } from "./hugging-face";
import { readSections } from "./readme-sections";

export type ImportedCard = {
  texts: Partial<Record<CardSection, string>>;
  mitigations: CardBody["mitigations"] | null;
  claims: CardClaim[];
  /** What of the file went where, in words for the preview. */
  mapped: { from: string; to: CardSection | "mitigations" | "claims" }[];
  /** What was not taken over, and why. */
  ignored: { from: string; why: string }[];
};
export type ImportResult = { ok: true; card: ImportedCard } | { ok: false; message: string };

const maxClaims = 200;
const word = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value).slice(0, 500)
    : "";
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

/** Metrics of the model-index: what the card says of itself. They stay claims, whatever token comes with them. */
function claimsOf(index: unknown): CardClaim[] {
  const results = listOf(index).flatMap((model) => listOf(at(model, "results")));
  return results
    .flatMap((result) =>
      listOf(at(result, "metrics")).map((metric) => ({
        task: word(at(at(result, "task"), "name")) || word(at(at(result, "task"), "type")),
        dataset: word(at(at(result, "dataset"), "name")) || word(at(at(result, "dataset"), "type")),
        metric: word(at(metric, "name")) || word(at(metric, "type")),
        value: word(at(metric, "value")),
      })),
    )
    .filter(({ metric, value }) => metric !== "" && value !== "")
    .slice(0, maxClaims);
}

const mitigationList = z.array(z.object({ name: z.string(), mitigation: z.string() }));

const known = [
  "license",
  "license_name",
  "license_link",
  "datasets",
  "base_model",
  "library_name",
  "language",
  "model-index",
  "x-countersign",
];

/** Reads a Hugging Face README: what maps to which section, what is only claimed, what is left behind. Pure and bounded. */
export function importHuggingFace(readme: string): ImportResult {
  const front = readFrontMatter(readme);
  if (!front.ok) return front;
  const { values, body } = front.value;
  const read = readSections(body);
  const texts = { ...read.texts };
  const ours = values["x-countersign"];
  const isOurs = at(ours, "format") === ourFormat;
  const mapped: ImportedCard["mapped"] = read.taken.map(({ key, heading }) => ({ from: heading, to: key }));
  const fill = (key: CardSection, from: string, text: string) => {
    // Our own export says everything in its sections; the front matter of others may say more than their text.
    if (isOurs || !text || texts[key]) return;
    texts[key] = text;
    mapped.push({ from, to: key });
  };
  const licence = [word(values.license), word(values.license_name), word(values.license_link)];
  fill("licence", "license", (licence[0] === "other" ? licence.slice(1) : licence).filter(Boolean).join(" "));
  fill("data", "datasets", linesOf("Datasets named by the imported card", values.datasets));
  fill(
    "modelParameters",
    "base_model, library_name",
    linesOf("Base model", values.base_model, "Library", values.library_name),
  );
  fill("documentation", "language", linesOf("Languages", values.language));
  const mitigations = isOurs ? mitigationList.safeParse(at(ours, "mitigations")) : null;
  if (mitigations?.success && mitigations.data.length > 0) mapped.push({ from: "x-countersign", to: "mitigations" });
  const claims = claimsOf(values["model-index"]);
  if (claims.length > 0) mapped.push({ from: "model-index", to: "claims" });
  const ignored = [
    ...read.left.map((heading) => ({ from: heading, why: "no section of a card answers to this heading" })),
    ...Object.keys(values)
      .filter((key) => !known.includes(key))
      .map((key) => ({ from: `front matter: ${key.slice(0, 100)}`, why: "not part of a card" })),
  ];
  if (mapped.length === 0)
    return { ok: false, message: "Nothing in this file maps to a section of a card. Is it a model card?" };
  return {
    ok: true,
    card: { texts, mitigations: mitigations?.success ? mitigations.data : null, claims, mapped, ignored },
  };
}

function linesOf(...pairs: unknown[]): string {
  const lines: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const words = listOf(pairs[i + 1])
      .map(word)
      .filter(Boolean)
      .slice(0, 100);
    if (words.length > 0)
      lines.push(`${String(pairs[i])}: ${words.map((text) => `\`${text.replaceAll("`", "'")}\``).join(", ")}.`);
  }
  return lines.join("\n\n");
}
