import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ReviewLines } from "@/components/access/review-lines";
import { ActButton } from "@/components/acts/act-button";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { PageHeader } from "@/components/layout/page-header";
import { Callout } from "@/components/ui/callout";
import { Chip } from "@/components/ui/chip";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TimeText } from "@/components/ui/time-text";
import { attestationText } from "@/lib/auth/access-review";
import { listAccessReviews, listReviewLines } from "@/lib/auth/access-review-query";
import { completeAccessReviewAction } from "@/lib/auth/actions";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";

type Props = { params: Promise<{ project: string; number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `A-${(await params).number}` };
}

/** One access review: a line for each role that decides something, and the attestation that closes it. */
export default async function AccessReviewPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "member.view");
  const number = Number((await params).number);
  const found = (await listAccessReviews(ctx)).find(({ review }) => review.number === number);
  if (!found) notFound();
  const { review, lines, attested, openedBy, completedBy } = found;
  const rows = await listReviewLines(ctx, review.id);
  const mayAttest = can(ctx.actor, "access.review") && !review.completedAt;
  const isOverdue = !review.completedAt && review.dueAt <= ctx.now();
  const reasons = [
    ...(can(ctx.actor, "access.review") ? [] : ["Risk officers and administrators complete access reviews."]),
    ...(attested < lines ? [`${plural(lines - attested, "line is", "lines are")} not attested yet.`] : []),
  ];
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Access", href: paths.access(project.name) },
          { label: "Separation of duties", href: paths.duties(project.name) },
          { label: `A-${number}` },
        ]}
        title={`Access review A-${number}`}
        chips={
          <Chip tone={review.completedAt ? "pass" : isOverdue ? "fail" : "accent"}>
            {review.completedAt ? "completed" : isOverdue ? "overdue" : "open"}
          </Chip>
        }
        meta={
          <>
            <span>
              Opened by <bdi>{openedBy}</bdi>, <TimeText at={review.openedAt} />
            </span>
            <span>
              Due <TimeText at={review.dueAt} />
            </span>
            <span>
              {attested} of {lines} attested
            </span>
          </>
        }
        actions={
          review.completedAt ? undefined : reasons.length > 0 ? (
            <DisabledButton compact variant="primary" reasons={reasons}>
              Complete the review
            </DisabledButton>
          ) : (
            <ActButton
              project={project.name}
              input={{ number }}
              action={completeAccessReviewAction}
              done={`A-${number} is completed.`}
              variant="primary"
            >
              Complete the review
            </ActButton>
          )
        }
      />
      {!review.completedAt && reasons.length === 0 && (
        <Callout tone="accent">
          Every line is attested. Who completes it signs: “
          {attestationText(number, rows.filter(({ line }) => line.verdict === "keep").length, found.removed)}”
        </Callout>
      )}
      {review.attestation && review.completedAt && (
        <Callout tone="pass">
          “{review.attestation}” <bdi>{completedBy}</bdi>, <TimeText at={review.completedAt} />
        </Callout>
      )}
      <Section
        title="Roles that decide something"
        meta={`${lines} of ${lines}, as they were when the review was opened`}
      >
        <Panel>
          <ReviewLines
            project={project.name}
            number={number}
            lines={rows}
            attestingPersonId={mayAttest ? ctx.actor.personId : null}
          />
        </Panel>
      </Section>
      <Section id="audit" title="Audit" meta="newest first">
        <ObjectAuditTrail ctx={ctx} project={project.name} objectType="access_review" objectId={review.id} />
      </Section>
    </>
  );
}
