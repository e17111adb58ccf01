import { type CardSection, cardSections, sectionKeys } from "../card-sections";
import { readMarkedText, sectionMarks } from "./card-marks";

export type Taken = { key: CardSection; heading: string };
export type ReadmeSections = {
  texts: Partial<Record<CardSection, string>>;
  /** Which heading went where, in the order of the file. */
  taken: Taken[];
  /** Headings that no section of ours answers to; their text is not taken over. */
  left: string[];
};

const headings: readonly [RegExp, CardSection][] = [
  [/^(model )?(description|summary|overview|details)$|^model card for |^about/, "overview"],
  [
    /^(how to |getting started|usage|quick ?start|documentation|environmental impact|glossary|more information)/,
    "documentation",
  ],
  [/^(model card )?(authors?|contact|owners?)|^developed by/, "owners"],
  [/^licen[cs]e|^licensing/, "licence"],
  [/^(model )?(sources?|references?|resources|links)( \[optional\])?$/, "references"],
  [/^citation|^bibtex|^how to cite/, "citation"],
  [/^(intended )?users$|^audience/, "users"],
  [/^use cases?$|^downstream use/, "useCases"],
  [/^out[- ]of[- ]scope/, "outOfScope"],
  [/^human oversight/, "humanOversight"],
  [/^(uses?|direct use|intended uses?)( & limitations| and limitations)?/, "intendedUse"],
  [
    /^(technical specifications?|model architecture|training (procedure|hyperparameters|details)|hyperparameters|model and contract)/,
    "modelParameters",
  ],
  [/^(training |testing |evaluation )?(data|datasets?)( |$|,)/, "data"],
  [/^(fairness|bias analysis|disaggregated)/, "fairness"],
  [/^(evaluation|results?|metrics|performance|quantitative)/, "quantitativeAnalysis"],
  [/^(bias,? risks,? and )?limitations|^caveats|^known issues/, "limitations"],
  [/^trade-?offs?/, "tradeoffs"],
  [/^(ethical|risks|bias|recommendations|harms|societal)/, "ethicalConsiderations"],
];

const normal = (heading: string) =>
  heading
    .replace(/[*_`#]|\[optional\]/gi, "")
    .trim()
    .toLowerCase();

function sectionFor(heading: string): CardSection | null {
  const title = normal(heading);
  const exact = cardSections.find(([, name]) => name.toLowerCase() === title);
  return exact?.[0] ?? headings.find(([pattern]) => pattern.test(title))?.[1] ?? null;
}

/** Reads the Markdown below the front matter: by our own marks when they are there, by headings otherwise. */
export function readSections(body: string): ReadmeSections {
  return body.split("\n").some((line) => sectionMarks.test(line)) ? byMarks(body) : byHeadings(body);
}

function byMarks(body: string): ReadmeSections {
  const result: ReadmeSections = { texts: {}, taken: [], left: [] };
  let current: CardSection | null = null;
  let lines: string[] = [];
  const close = () => {
    if (!current) return;
    const text = lines.join("\n").replace(/^## [^\n]*\n?/, "");
    result.texts[current] = readMarkedText(text).trim();
  };
  for (const line of body.split("\n")) {
    const [, key] = sectionMarks.exec(line) ?? [];
    if (key === undefined) {
      lines.push(line);
      continue;
    }
    close();
    lines = [];
    current = sectionKeys.find((name) => name === key) ?? null;
    if (current) result.taken.push({ key: current, heading: cardSections.find(([name]) => name === key)?.[1] ?? key });
  }
  close();
  return result;
}

type Block = { level: number; heading: string; lines: string[] };

function blocksOf(body: string): Block[] {
  const blocks: Block[] = [{ level: 0, heading: "", lines: [] }];
  let fence: string | null = null;
  for (const line of body.split("\n")) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (mark && fence === null) fence = mark;
    else if (mark && fence !== null && mark[0] === fence[0] && mark.length >= fence.length) fence = null;
    const [, signs = "", heading = ""] = (fence === null && /^(#{1,6})\s+(.+?)\s*#*$/.exec(line)) || [];
    if (heading) blocks.push({ level: signs.length, heading, lines: [] });
    else blocks.at(-1)?.lines.push(line);
  }
  return blocks;
}

function withoutComments(text: string): string {
  let kept = "";
  let from = 0;
  for (let open = text.indexOf("<!--"); open >= 0; open = text.indexOf("<!--", from)) {
    const close = text.indexOf("-->", open);
    if (close < 0) break;
    kept += text.slice(from, open);
    from = close + 3;
  }
  return (kept + text.slice(from)).trim();
}

function byHeadings(body: string): ReadmeSections {
  const result: ReadmeSections = { texts: {}, taken: [], left: [] };
  const add = (key: CardSection, text: string) => {
    if (!text) return;
    result.texts[key] = [result.texts[key], text].filter(Boolean).join("\n\n");
  };
  let current: { key: CardSection; level: number } | null = null;
  for (const { level, heading, lines } of blocksOf(body)) {
    const text = withoutComments(lines.join("\n"));
    const key = heading === "" || level === 1 ? (sectionFor(heading) ?? "overview") : sectionFor(heading);
    if (key) {
      current = { key, level };
      add(key, text);
      if (text) result.taken.push({ key, heading: heading || "text before the first heading" });
    } else if (current && level > current.level && current.level > 1) {
      add(current.key, `#### ${heading}\n\n${text}`);
    } else if (text) {
      current = null;
      result.left.push(heading);
    }
  }
  return result;
}
