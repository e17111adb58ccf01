import { Chip } from "@/components/ui/chip";
import { DisabledButton } from "@/components/ui/disabled-button";
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
  /** Why this person may not change mappings and notes; null when they may. */
  refusal: string | null;
};

/** Controls of one framework: what is evidence for each, what of it is on record, and what people noted. */
export function ControlsTable({ project, rows, model, refusal }: ControlsTableProps) {
  return (
    <Table caption="Controls and the evidence mapped to them" density="roomy">
      <thead>
        <tr>
          <Th className="md:w-[28%]">Control</Th>
          <Th className="max-md:hidden">Evidence for it</Th>
          <Th className="max-md:hidden md:w-[22%]">{model ? `Noted for ${model.name}` : "On record in the project"}</Th>
          <Th className={model ? "w-36" : "w-20"}>
            <span className="sr-only">Change</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-tone={row.applies ? undefined : "muted"}>
            <Td wrap className="py-1.5 md:min-w-52">
              <span className="font-medium whitespace-nowrap">{row.reference}</span>
              <span className="block text-s text-ink-2">
                <bdi>{row.title}</bdi>
              </span>
              <div className="mt-1.5 flex flex-col gap-1.5 md:hidden">
                <Evidence row={row} />
                <Noted row={row} isOfModel={model !== null} />
              </div>
              {!row.applies && (
                <span className="block text-xs text-ink-3">
                  Does not apply: <bdi>{row.reason}</bdi>
                </span>
              )}
            </Td>
            <Td wrap className="py-1.5 max-md:hidden md:min-w-60">
              <Evidence row={row} />
            </Td>
            <Td wrap className="py-1.5 max-md:hidden md:min-w-44">
              <Noted row={row} isOfModel={model !== null} />
            </Td>
            <Td>
              <span className="flex gap-1.5">
                {refusal === null ? (
                  <>
                    {model && <NoteDialog project={project} control={row} model={model} />}
                    <MapDialog project={project} control={row} />
                  </>
                ) : (
                  (model ? ["Note", "Map"] : ["Map"]).map((label) => (
                    <DisabledButton key={label} compact size="s" reasons={[refusal]}>
                      {label}
                    </DisabledButton>
                  ))
                )}
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Evidence({ row }: { row: ControlRow }) {
  return (
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
  );
}

function Noted({ row, isOfModel }: { row: ControlRow; isOfModel: boolean }) {
  return isOfModel ? (
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
  );
}
