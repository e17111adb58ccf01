import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { cardNextStep } from "@/lib/models/card-next-step";
import type { CardPage } from "@/lib/models/card-page-query";
import { CardDocument } from "./card-document";
import { CardStatusChip } from "./card-status-chip";

type VersionCardProps = { project: string; page: CardPage; href: string; mayEdit: boolean; now: Date };

const shortened = ["overview", "intendedUse", "outOfScope", "limitations", "humanOversight"] as const;

/** The card of a version in short, with where it stands; the whole card has its own page. */
export function VersionCard({ project, page, href, mayEdit, now }: VersionCardProps) {
  const { facts, shown, approvedRevision } = page;
  const canWrite = mayEdit && facts.status !== "archived" && page.version.status === "active";
  const { sentence } = cardNextStep({ ...facts, approvedRevision, editors: page.editors.map(({ name }) => name) });
  return (
    <Section
      id="card"
      title="Model card"
      meta="part of what is approved"
      actions={
        <>
          {canWrite && (
            <LinkButton size="s" href={`${href}?edit=1`}>
              {shown ? "Edit card" : "Write card"}
            </LinkButton>
          )}
          {shown && (
            <LinkButton size="s" href={href}>
              Open card
            </LinkButton>
          )}
        </>
      }
    >
      <Panel padded>
        {shown ? (
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap items-center gap-2 text-s">
              <CardStatusChip status={facts.status} revision={facts.revision} approvedRevision={approvedRevision} />
              <span className="text-ink-2">{sentence}</span>
            </div>
            <CardDocument project={project} body={shown.body} figures={page.figureViews} now={now} only={shortened} />
          </div>
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
