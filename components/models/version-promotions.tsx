import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { VersionPage } from "@/lib/models/version-page-query";
import { paths } from "@/lib/paths";
import { PromotionStateBadge } from "./promotion-state-badge";

/** Every promotion ever requested for a version, newest first. */
export function VersionPromotions({ project, promotions }: { project: string; promotions: VersionPage["promotions"] }) {
  return (
    <Table caption="Promotions of this version" density="roomy">
      <thead>
        <tr>
          <Th>Promotion</Th>
          <Th>To</Th>
          <Th>State</Th>
          <Th>Reason</Th>
          <Th>Requested</Th>
        </tr>
      </thead>
      <tbody>
        {promotions.map((promotion) => (
          <tr key={promotion.number}>
            <Td>
              <TextLink quiet href={paths.promotion(project, promotion.number)} className="font-medium">
                P-{promotion.number}
              </TextLink>
            </Td>
            <Td>{promotion.environment}</Td>
            <Td>
              <PromotionStateBadge state={promotion.state} />
            </Td>
            <Td wrap>
              <bdi className="line-clamp-2">{promotion.closedReason ?? promotion.reason}</bdi>
            </Td>
            <Td>
              {promotion.requestedBy}{" "}
              <span className="text-ink-3">
                <TimeText at={promotion.requestedAt} />
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
