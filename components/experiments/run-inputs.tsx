import { Digest } from "@/components/ui/digest";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { RunInput } from "@/lib/experiments/run-inputs-query";
import { formatCount, plural } from "@/lib/format";

/** Where the data is, when the source says it plainly; else the source as it was sent. */
function placeOf(source: string): string {
  try {
    const parsed: unknown = JSON.parse(source);
    if (typeof parsed === "object" && parsed !== null) {
      for (const name of ["uri", "url", "path"] as const) {
        const value = (parsed as Record<string, unknown>)[name];
        if (typeof value === "string") return value;
      }
    }
  } catch {
    // Not JSON: it is the place itself.
  }
  return source;
}

/** Datasets that the run says it read. */
export function RunInputs({ inputs }: { inputs: readonly RunInput[] }) {
  return (
    <Section id="inputs" title="Data inputs" meta={`${plural(inputs.length, "dataset")}, as the client named them`}>
      <Panel>
        <ScrollArea>
          <Table caption="Data inputs">
            <thead>
              <tr>
                <Th>Dataset</Th>
                <Th>Used as</Th>
                <Th align="end">Rows</Th>
                <Th>Digest</Th>
                <Th>Source</Th>
              </tr>
            </thead>
            <tbody>
              {inputs.map((input) => (
                <tr key={`${input.name}@${input.digest}`}>
                  <th scope="row" className="font-medium!">
                    <bdi>{input.name}</bdi>
                  </th>
                  <Td>{input.context ?? <span className="text-ink-3">not said</span>}</Td>
                  <Td align="end" className="tabular-nums">
                    {input.rows === null ? <span className="text-ink-3">unknown</span> : formatCount(input.rows)}
                  </Td>
                  <Td>
                    <Digest bare value={input.digest} length={12} />
                  </Td>
                  <Td className="max-w-80 truncate font-mono text-s" title={placeOf(input.source)}>
                    <bdi>{placeOf(input.source)}</bdi>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </ScrollArea>
      </Panel>
    </Section>
  );
}
