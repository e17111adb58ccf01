import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { DraftRow } from "@/lib/governance/drafts/draft-page-query";
import { paths } from "@/lib/paths";
import { draftTone, draftWord } from "./policy-draft-state";

const next: Readonly<Record<DraftRow["state"], string>> = {
  draft: "its author proposes it",
  proposed: "a second person approves or rejects it",
  published: "nobody",
  withdrawn: "nobody",
  rejected: "nobody",
};

/** Drafts with their state and who has to act next. */
export function PolicyDraftsTable({
  project,
  drafts,
  caption,
}: {
  project: string;
  drafts: readonly DraftRow[];
  caption: string;
}) {
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <Th>Draft</Th>
          <Th>State</Th>
          <Th>Next</Th>
          <Th>Reason</Th>
          <Th>Changed</Th>
        </tr>
      </thead>
      <tbody>
        {drafts.map((draft) => (
          <tr key={draft.number}>
            <Td>
              <TextLink href={paths.policyDraft(project, draft.number)} className="font-medium">
                D-{draft.number}
              </TextLink>{" "}
              <bdi>{draft.name}</bdi>
              {draft.kind === "retirement" && <span className="ms-1.5 text-xs text-ink-3">to retire</span>}
              {draft.isNew && <span className="ms-1.5 text-xs text-ink-3">new</span>}
            </Td>
            <Td>
              <Chip tone={draftTone[draft.state]} glyph={null}>
                {draftWord(draft)}
              </Chip>
            </Td>
            <Td>{next[draft.state]}</Td>
            <Td wrap className="min-w-56">
              <bdi className="line-clamp-2">{draft.reason ?? "—"}</bdi>
            </Td>
            <Td>
              <TimeText at={draft.updatedAt} /> <span className="text-ink-3">by </span>
              <bdi className="text-ink-3">{draft.by}</bdi>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
