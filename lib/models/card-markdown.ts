import { figurePattern, parseRef } from "./card-figure";

const open = "\uE000";
const close = "\uE001";

/** Markdown whose references are replaced by marks that no Markdown rule touches; `refs` holds what each mark stands for. */
export function markFigures(text: string): { source: string; refs: string[] } {
  const refs: string[] = [];
  const source = text.replace(/[\uE000\uE001]/g, "").replace(figurePattern, (whole, ref: string) => {
    if (!parseRef(ref)) return whole;
    refs.push(ref);
    return `${open}${refs.length - 1}${close}`;
  });
  return { source, refs };
}

type MarkdownNode = {
  type: string;
  value?: string;
  children?: MarkdownNode[];
  data?: Record<string, unknown>;
  [key: string]: unknown;
};

const mark = /\uE000(\d+)\uE001/g;

/** A remark plugin that turns the marks in running text into elements, and gives code and addresses their text back. */
export const remarkFigures = (refs: readonly string[]) => () => (tree: unknown) => {
  const restore = (text: string) => text.replace(mark, (_, i: string) => `{{${refs[Number(i)]}}}`);
  const split = ({ value = "" }: MarkdownNode): MarkdownNode[] =>
    value.split(/(\uE000\d+\uE001)/).flatMap((part): MarkdownNode[] => {
      const [, index] = /^\uE000(\d+)\uE001$/.exec(part) ?? [];
      if (index === undefined) return part === "" ? [] : [{ type: "text", value: part }];
      return [{ type: "figure", data: { hName: "span", hProperties: { dataFigure: index } }, children: [] }];
    });
  const visit = (node: MarkdownNode) => {
    for (const key of ["value", "url", "title", "alt", "label", "identifier"])
      if (typeof node[key] === "string") node[key] = restore(node[key]);
    node.children = node.children?.flatMap((child) => (child.type === "text" ? split(child) : [child]));
    for (const child of node.children ?? []) visit(child);
  };
  visit(tree as MarkdownNode);
};

/** Every web address in these texts, once each and in order: the footnotes of a printed card. */
export function linksOf(texts: readonly string[]): string[] {
  const found = texts.flatMap((text) => text.match(/https?:\/\/[^\s<>()[\]"'`]+/g) ?? []);
  return [...new Set(found.map((link) => link.replace(/[.,;:!?]+$/, "")))];
}
