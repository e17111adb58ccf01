import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import { formatNumber, shortDigest } from "@/lib/format";
import type { SubjectChange } from "@/lib/promotions/subject";

/** One leaf of a subject as text: digests cut, figures plain, absence in words. */
function leafText(value: SubjectChange["from"]): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.startsWith("sha256:") ? shortDigest(value) : value;
  return JSON.stringify(value);
}

const shownAtMost = 60;

/** What moved between two subjects, field by field: from what was shown or signed to what is true now. */
export function ChangesPanel({ changes }: { changes: readonly SubjectChange[] }) {
  const shown = changes.slice(0, shownAtMost);
  return (
    <Panel>
      <Table caption="What changed" density="dense">
        <thead>
          <tr>
            <Th>Part</Th>
            <Th>Field</Th>
            <Th>Was</Th>
            <Th>Is now</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map((change) => (
            <tr key={change.path}>
              <Td className="font-medium">{change.label}</Td>
              <Td className="font-mono text-s text-ink-2">{change.path}</Td>
              <Td wrap className="font-mono text-s">
                <bdi>{leafText(change.from)}</bdi>
              </Td>
              <Td wrap className="font-mono text-s text-candidate">
                <bdi>{leafText(change.to)}</bdi>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {changes.length > shown.length && (
        <p className="px-3 py-2 text-s text-ink-2">
          {shown.length} of {changes.length} fields shown; the stored subjects hold all of them.
        </p>
      )}
    </Panel>
  );
}

/** The same in few words a line, for narrow boxes. */
export function ChangesList({ changes }: { changes: readonly SubjectChange[] }) {
  return (
    <ul className="flex flex-col gap-1.5 text-s">
      {changes.slice(0, shownAtMost).map((change) => (
        <li key={change.path} className="wrap-anywhere">
          <span className="font-medium">{change.label}</span> <code className="text-xs text-ink-3">{change.path}</code>
          <span className="block font-mono text-xs">
            <bdi>{leafText(change.from)}</bdi> <span aria-hidden="true">→</span>
            <span className="sr-only"> is now </span> <bdi className="text-candidate">{leafText(change.to)}</bdi>
          </span>
        </li>
      ))}
      {changes.length > shownAtMost && <li className="text-ink-2">and {changes.length - shownAtMost} more fields</li>}
    </ul>
  );
}
