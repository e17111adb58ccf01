import { escapeTags } from "@/lib/models/exports/card-marks";
import { escapeMarkdown } from "@/lib/models/exports/hugging-face";
import type { AnnexReport, ReportBlock } from "./report-block";

const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;

function blockText(block: ReportBlock): string {
  switch (block.kind) {
    case "text":
      return escapeMarkdown(block.text);
    case "gap":
      return `*Missing: ${escapeMarkdown(block.text)}*`;
    case "markdown":
      return `### ${escapeMarkdown(block.title)}\n\n${escapeTags(block.text)}`;
    case "table":
      return [
        `### ${escapeMarkdown(block.title)}\n`,
        row(block.head),
        `|${block.head.map(() => " --- |").join("")}`,
        ...block.rows.map(row),
      ].join("\n");
  }
}

/** The report as Markdown; names and values stay text, whatever signs they hold. */
export function annexMarkdown({ title, notice, sections }: AnnexReport): string {
  return [
    `# ${escapeMarkdown(title)}`,
    `> ${escapeMarkdown(notice)}`,
    ...sections.flatMap((section) => [`## ${escapeMarkdown(section.title)}`, ...section.blocks.map(blockText)]),
  ]
    .join("\n\n")
    .concat("\n");
}
