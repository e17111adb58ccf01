/** Parts of a report, for the page and for Markdown alike. A gap names what is not on record. */
export type ReportBlock =
  | { kind: "text"; text: string }
  | { kind: "markdown"; title: string; text: string }
  | { kind: "table"; title: string; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: "gap"; text: string };
export type ReportSection = { title: string; blocks: ReportBlock[] };
export type AnnexReport = { title: string; notice: string; sections: ReportSection[] };
