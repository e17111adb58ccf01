import type { Metadata } from "next";
import { DutiesMatrix } from "@/components/access/duties-matrix";
import { ReviewsTable } from "@/components/access/reviews-table";
import { ActButton } from "@/components/acts/act-button";
import { PageHeader } from "@/components/layout/page-header";
import { Callout } from "@/components/ui/callout";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { findNextReviewDue, listAccessReviews } from "@/lib/auth/access-review-query";
import { openAccessReviewAction } from "@/lib/auth/actions";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { separationNotes } from "@/lib/auth/separation";
import { formatList, plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { overlapSentence } from "@/lib/promotions/duties";
import { listDutyPeople, listOverlaps, listStaffing } from "@/lib/promotions/duties-query";

export const metadata: Metadata = { title: "Separation of duties" };

/** Who may do and did which duty, where duties meet in one person, whether there are enough people, and the access reviews. */
export default async function DutiesPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "member.view");
  const [people, overlaps, reviews] = await Promise.all([
    listDutyPeople(ctx),
    listOverlaps(ctx),
    listAccessReviews(ctx),
  ]);
  const [staffing, nextDue] = await Promise.all([listStaffing(ctx, people), findNextReviewDue(ctx, reviews)]);
  const now = ctx.now();
  const byRoles = people.flatMap((person) => separationNotes(person.roles).map((note) => `${person.name} ${note}.`));
  const open = reviews.find(({ review }) => !review.completedAt);
  const found = byRoles.length + overlaps.length;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Access", href: paths.access(project.name) }, { label: "Separation of duties" }]}
        title="Separation of duties"
        summary="Who writes, asks, approves, rolls out and sets the rules. What roles would allow and what people did are told apart."
      />
      <Section id="matrix" title="Duties" meta="a tick is what roles allow now, the figure what was done here">
        <Panel tabIndex={0} role="region" aria-label="Duties, scrolls sideways">
          <DutiesMatrix people={people} ownPersonId={ctx.actor.personId} />
        </Panel>
      </Section>
      <Section id="conflicts" title="Conflicts" meta={found === 0 ? "none" : plural(found, "finding")}>
        <Callout tone={found === 0 ? "pass" : "warn"}>
          {found === 0 ? (
            <p>Nobody holds two duties of one decision, and nobody did two on one promotion.</p>
          ) : (
            <ul className="flex list-inside list-disc flex-col gap-1">
              {byRoles.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
              {overlaps.map((overlap) => (
                <li key={overlapSentence(overlap)}>
                  {overlapSentence(overlap)}{" "}
                  <TextLink href={paths.promotion(project.name, overlap.number)}>Open P-{overlap.number}</TextLink>
                </li>
              ))}
            </ul>
          )}
        </Callout>
      </Section>
      <Section id="staffing" title="Enough people" meta="by each policy in force">
        <Panel>
          <Table caption="Whether the people there are can meet each policy's approval rule">
            <thead>
              <tr>
                <Th>Policy</Th>
                <Th>Tiers</Th>
                <Th align="end">May approve</Th>
                <Th>Finding</Th>
              </tr>
            </thead>
            <tbody>
              {staffing.map((one) => (
                <tr key={one.policy}>
                  <Td>
                    <TextLink href={paths.policy(project.name, one.policy)}>
                      <bdi>{one.policy}</bdi>
                    </TextLink>
                    {one.environments && (
                      <span className="block text-xs text-ink-3">{formatList(one.environments)}</span>
                    )}
                  </Td>
                  <Td>{formatList(one.tiers)}</Td>
                  <Td align="end">{one.eligible}</Td>
                  <Td wrap className="min-w-52 py-1.5">
                    <StatusBadge tone={one.enough ? "pass" : "warn"}>{one.enough ? "enough" : "thin"}</StatusBadge>{" "}
                    <span className="text-s text-ink-2">{one.sentence}</span>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Panel>
      </Section>
      <Section
        id="reviews"
        title="Access reviews"
        meta={
          open ? (
            `A-${open.review.number} is open`
          ) : (
            <>
              next due {nextDue <= now && "since "}
              <TimeText at={nextDue} />
            </>
          )
        }
        actions={
          can(ctx.actor, "access.review") && !open ? (
            <ActButton
              project={project.name}
              input={{}}
              action={openAccessReviewAction}
              done="The review is open; everybody who may decide is on it."
              size="s"
            >
              Open a review
            </ActButton>
          ) : (
            <DisabledButton
              compact
              size="s"
              reasons={[
                open
                  ? `A-${open.review.number} is open; complete it first.`
                  : "Risk officers and administrators open access reviews.",
              ]}
            >
              Open a review
            </DisabledButton>
          )
        }
      >
        {!open && nextDue <= now && (
          <Callout tone="fail" className="mb-3">
            No review was completed within a quarter. A risk officer or an administrator opens one and attests each
            line.
          </Callout>
        )}
        <Panel>
          {reviews.length > 0 ? (
            <ReviewsTable project={project.name} reviews={reviews} now={now} />
          ) : (
            <p className="px-3.5 py-3 text-ink-2">Who may decide has not been reviewed here yet.</p>
          )}
        </Panel>
      </Section>
    </>
  );
}
