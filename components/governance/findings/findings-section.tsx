import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { listActiveMembers } from "@/lib/governance/active-members-query";
import { dayOf } from "@/lib/governance/findings/finding";
import { listFindingsAbout } from "@/lib/governance/findings/findings-list-query";
import { FindingDialog, type FindingSubject } from "./finding-dialog";
import { FindingsTable } from "./findings-table";

type FindingsSectionProps = {
  ctx: UserContext;
  project: string;
  subject: FindingSubject;
  ownerUserId: string | null;
  meta: string;
};

/** What was found on a model or version, and the way to raise more. */
export async function FindingsSection({ ctx, project, subject, ownerUserId, meta }: FindingsSectionProps) {
  const { modelId, versionId } = subject;
  const mayRaise = can(ctx.actor, "finding.raise");
  const [rows, people] = await Promise.all([
    listFindingsAbout(ctx, { modelId, ...(versionId ? { versionId } : {}) }),
    mayRaise ? listActiveMembers(ctx) : [],
  ]);
  const blank = {
    title: "",
    description: "",
    severity: "medium" as const,
    blocks: false,
    ownerUserId: ownerUserId ?? "",
    dueOn: dayOf(new Date(ctx.now().getTime() + 30 * 86_400_000)),
    plan: "",
  };
  return (
    <Section
      id="findings"
      title="Findings"
      meta={meta}
      actions={
        mayRaise ? (
          <FindingDialog project={project} people={people} values={blank} subject={subject} />
        ) : (
          <DisabledButton compact reasons={[denial("finding.raise")]}>
            Raise a finding
          </DisabledButton>
        )
      }
    >
      <Panel padded={rows.length === 0}>
        {rows.length > 0 ? (
          <FindingsTable project={project} rows={rows} hideModel={Boolean(versionId)} />
        ) : (
          <p className="text-ink-2">Nothing was found yet.</p>
        )}
      </Panel>
    </Section>
  );
}
