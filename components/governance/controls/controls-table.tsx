import { Chip } from "@/components/ui/chip";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import type { ControlRow } from "@/lib/governance/controls/controls-query";
import { evidenceWords } from "@/lib/governance/controls/evidence-kinds";
import { MapDialog, NoteDialog } from "./control-dialogs";
import { recordWords, statusWords } from "./status-words";

type ControlsTableProps = {
  project: string;
  rows: readonly ControlRow[];
  model: { id: string; name: string } | null;
  canEdit: boolean;
};

/** Controls of one framework: what is evidence for each, what of it is on record, and what people noted. */
export function ControlsTable({ project, rows, model, canEdit }: ControlsTableProps) {
  return (
    <Table caption="Controls and the evidence mapped to them" density="roomy">
      <thead>
        <tr>
          <Th>Control</Th>
          <Th>Evidence for it</Th>
          <Th>{model ? `Noted for ${model.name}` : "On record in the project"}</Th>
          {canEdit && (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-tone={row.applies ? undefined : "muted"}>
            <Td wrap className="min-w-52 py-1.5">
              <span className="font-medium whitespace-nowrap">{row.reference}</span>
              <span className="block text-s text-ink-2">
                <bdi>{row.title}</bdi>
              </span>
              {!row.applies && (
                <span className="block text-xs text-ink-3">
                  Does not apply: <bdi>{row.reason}</bdi>
                </span>
              )}
            </Td>
            <Td wrap className="min-w-60 py-1.5">
              <ul className="flex flex-wrap gap-1">
                {row.evidence.map((kind) => {
                  const isThere = row.present.includes(kind);
                  return (
                    <li key={kind}>
                      <Chip tone={isThere ? "pass" : "neutral"} glyph={isThere ? "pass" : "no-data"}>
                        {evidenceWords[kind]}
                        <span className="sr-only">{isThere ? ", on record" : ", nothing on record"}</span>
                      </Chip>
                    </li>
                  );
                })}
                {row.evidence.length === 0 && <li className="text-s text-ink-3">nothing mapped</li>}
              </ul>
            </Td>
            <Td wrap className="min-w-44 py-1.5">
              {model ? (
                <>
                  <StatusBadge tone={statusWords[row.status].tone}>{statusWords[row.status].word}</StatusBadge>
                  {row.status === "not_assessed" && (
                    <span className="block text-xs text-ink-3">{recordWords[row.suggestion].word}</span>
                  )}
                  {row.note !== "" && (
                    <span className="block text-s text-ink-2 wrap-anywhere">
                      <bdi>{row.note}</bdi>
                    </span>
                  )}
                </>
              ) : (
                <span className="text-s text-ink-2">{recordWords[row.suggestion].word}</span>
              )}
            </Td>
            {canEdit && (
              <Td>
                <span className="flex gap-1.5">
                  {model && <NoteDialog project={project} control={row} model={model} />}
                  <MapDialog project={project} control={row} />
                </span>
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
