import clsx from "clsx";
import { Glyph } from "@/components/ui/glyph";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { AnnexReport, ReportBlock } from "@/lib/promotions/exports/report-block";
import { CardText } from "./card-text";

/** The report as a page that prints: what is missing is said, nothing is claimed. */
export function AnnexReportView({ report }: { report: AnnexReport }) {
  return (
    <div className="flex max-w-[104ch] flex-col gap-8 print:max-w-none">
      {report.sections.map((section) => (
        <section key={section.title} className="flex flex-col gap-4">
          <h2 className="border-b border-line pb-1.5">{section.title}</h2>
          {section.blocks.map((block, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity beside their order
            <Block key={index} block={block} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Block({ block }: { block: ReportBlock }) {
  switch (block.kind) {
    case "text":
      return <p>{block.text}</p>;
    case "gap":
      return (
        <p className="flex items-start gap-1.5 text-s text-warn">
          <Glyph name="warn" size={13} className="mt-0.5" />
          {block.text}
        </p>
      );
    case "markdown":
      return (
        <div>
          <h3 className="mb-1">{block.title}</h3>
          <CardText text={block.text} figure={(reference) => reference} />
        </div>
      );
    case "table":
      return (
        <div>
          <h3 className="mb-1 wrap-anywhere">{block.title}</h3>
          <Panel>
            <Table caption={block.title}>
              <thead>
                <tr>
                  {block.head.map((cell) => (
                    <Th key={cell}>{cell}</Th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {block.rows.map((row) => (
                  <tr key={row.join("|")}>
                    {row.map((cell, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                      <Td key={index} wrap className={clsx("min-w-28", /\S{40}/.test(cell) && "wrap-anywhere")}>
                        {cell}
                      </Td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </Table>
          </Panel>
        </div>
      );
  }
}
