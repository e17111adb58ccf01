import { parseDocument } from "yaml";

const maxFrontMatter = 65_536;
const maxDepth = 40;

export type FrontMatter = { values: Readonly<Record<string, unknown>>; body: string };
export type FrontMatterResult = { ok: true; value: FrontMatter } | { ok: false; message: string };

/** How deep brackets and indentation nest, without parsing: a cheap guard before the parser recurses. */
function depthOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const sign of source) {
    if (sign === "[" || sign === "{") depth += 1;
    if (sign === "]" || sign === "}") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  const indents = source.split("\n").map((line) => (/^[\s-]*/.exec(line)?.[0].length ?? 0) / 2);
  return Math.max(deepest, ...indents.slice(0, 20_000));
}

/** Splits a README into its YAML front matter and its Markdown. Bounded in size and depth; aliases are refused. */
export function readFrontMatter(readme: string): FrontMatterResult {
  const text = readme.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  if (!text.startsWith("---\n")) return { ok: true, value: { values: {}, body: text } };
  const end = text.indexOf("\n---", 3);
  if (end < 0)
    return { ok: false, message: "The front matter starts with --- on the first line but never ends with ---." };
  const source = text.slice(4, end + 1);
  const body = text.slice(end + 4).replace(/^[^\n]*\n?/, "");
  if (source.length > maxFrontMatter)
    return {
      ok: false,
      message: `The front matter has ${source.length} characters; at most ${maxFrontMatter} are read.`,
    };
  if (depthOf(source) > maxDepth)
    return { ok: false, message: `The front matter nests deeper than ${maxDepth} levels.` };
  return parse(source, body);
}

function parse(source: string, body: string): FrontMatterResult {
  try {
    const document = parseDocument(source, { schema: "core", uniqueKeys: true, merge: false, prettyErrors: true });
    const [error] = document.errors;
    if (error) {
      const line = (error.linePos?.[0].line ?? 0) + 1;
      return { ok: false, message: `The front matter is not YAML, line ${line}: ${error.message.split("\n")[0]}` };
    }
    const values: unknown = document.toJS({ maxAliasCount: 0 });
    if (values === null || values === undefined) return { ok: true, value: { values: {}, body } };
    if (typeof values !== "object" || Array.isArray(values))
      return { ok: false, message: "The front matter is not a list of keys and values." };
    return { ok: true, value: { values: values as Record<string, unknown>, body } };
  } catch (error) {
    const isAlias = error instanceof ReferenceError;
    return {
      ok: false,
      message: isAlias
        ? "The front matter uses YAML aliases (*name); write the values out."
        : "The front matter could not be read as YAML.",
    };
  }
}
