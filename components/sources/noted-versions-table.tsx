import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { SourcePage } from "@/lib/integrations/sources/source-query";
import { paths } from "@/lib/paths";

type Props = { project: string; url: string; versions: SourcePage["versions"] };

/** Versions in the registry of a source. They are noted: registering one here is an act of its own. */
export function NotedVersionsTable({ project, url, versions }: Props) {
  const there = (model: string, version: number) => `${url}/#/models/${encodeURIComponent(model)}/versions/${version}`;
  return (
    <Table caption="Registered there" density="normal">
      <thead>
        <tr>
          <Th>Model there</Th>
          <Th align="end">Version</Th>
          <Th>Stage and aliases there</Th>
          <Th>Run here</Th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ model, version, stage, aliases, runId, isHere }) => (
          <tr key={`${version} ${model}`}>
            <Td>
              <TextLink href={there(model, version)} rel="noreferrer noopener" target="_blank">
                <bdi>{model}</bdi>
              </TextLink>
            </Td>
            <Td align="end">{version}</Td>
            <Td wrap>
              {[stage === "None" ? "" : stage, ...aliases].filter((text) => text !== "").join(", ") || "none"}
            </Td>
            <Td>
              {isHere ? (
                <>
                  <TextLink href={paths.run(project, runId)}>
                    <code>{runId.slice(0, 12)}</code>
                  </TextLink>
                  {" · "}
                  <TextLink href={paths.registerVersion(project, runId)}>register it here</TextLink>
                </>
              ) : (
                <span className="text-ink-3">{runId === "" ? "made by no run" : "not taken"}</span>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
