import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { AccessReviewView } from "@/lib/auth/access-review-query";
import { paths } from "@/lib/paths";

type ReviewsTableProps = { project: string; reviews: readonly AccessReviewView[]; now: Date };

/** Access reviews, newest first: how far the open one is, what the others found. */
export function ReviewsTable({ project, reviews, now }: ReviewsTableProps) {
  return (
    <Table caption="Access reviews, newest first">
      <thead>
        <tr>
          <Th>Review</Th>
          <Th>State</Th>
          <Th align="end">Attested</Th>
          <Th align="end">Removed</Th>
          <Th>Opened</Th>
          <Th>Due</Th>
          <Th>Completed</Th>
        </tr>
      </thead>
      <tbody>
        {reviews.map(({ review, lines, attested, removed, openedBy, completedBy }) => {
          const isOverdue = !review.completedAt && review.dueAt <= now;
          return (
            <tr key={review.id}>
              <Td>
                <TextLink href={paths.accessReview(project, review.number)}>A-{review.number}</TextLink>
              </Td>
              <Td>
                <Chip tone={review.completedAt ? "pass" : isOverdue ? "fail" : "accent"}>
                  {review.completedAt ? "completed" : isOverdue ? "overdue" : "open"}
                </Chip>
              </Td>
              <Td align="end">
                {attested} of {lines}
              </Td>
              <Td align="end">{removed}</Td>
              <Td>
                <TimeText at={review.openedAt} /> by <bdi>{openedBy}</bdi>
              </Td>
              <Td>
                <TimeText at={review.dueAt} />
              </Td>
              <Td>
                {review.completedAt ? (
                  <>
                    <TimeText at={review.completedAt} /> by <bdi>{completedBy}</bdi>
                  </>
                ) : (
                  "—"
                )}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
