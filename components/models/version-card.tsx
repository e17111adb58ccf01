import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { emptyCard } from "@/lib/models/card";
import type { VersionPage } from "@/lib/models/version-page-query";
import { CardEditor } from "./card-editor";
import { CardView } from "./card-view";

type VersionCardProps = { project: string; page: VersionPage; href: string; editing: boolean; mayEdit: boolean };

/** The card of a version: read, or written in place when the address says so. */
export function VersionCard({ project, page, href, editing, mayEdit }: VersionCardProps) {
  const [card] = page.cards;
  const edit = mayEdit && page.version.status === "active" && !editing && (
    <LinkButton size="s" scroll={false} href={`${href}?card=edit#card`}>
      {card ? "Edit card" : "Write card"}
    </LinkButton>
  );
  return (
    <Section
      id="card"
      title="Model card"
      meta={card ? `revision ${card.revision}, part of what is approved` : "not written yet"}
      actions={edit}
    >
      <Panel padded>
        {editing && mayEdit ? (
          <CardEditor
            key={card?.revision ?? 0}
            project={project}
            versionId={page.version.id}
            revision={card?.revision ?? 0}
            body={card?.body ?? emptyCard}
            done={href}
          />
        ) : card ? (
          <CardView card={card} />
        ) : (
          <EmptyState title="No card yet">
            Say what the model is for, where it is weak and who oversees it. Figures are drawn from the run; they need
            not be copied.
          </EmptyState>
        )}
      </Panel>
    </Section>
  );
}
