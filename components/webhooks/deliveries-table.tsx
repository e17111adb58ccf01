import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { formatTimeLeft } from "@/lib/format-time";
import type { DeliveryView } from "@/lib/integrations/webhooks/webhook-query";
import { paths } from "@/lib/paths";
import { RedeliverButton } from "./webhook-acts";

type Props = { project: string; rows: readonly DeliveryView[]; mayRedeliver: boolean; now: Date };

/** The delivery log: each message with its attempts, newest first. */
export function DeliveriesTable({ project, rows, mayRedeliver, now }: Props) {
  return (
    <Table caption="Deliveries" density="roomy">
      <thead>
        <tr>
          <Th>Message</Th>
          <Th>State</Th>
          <Th>Attempts, newest first</Th>
          <Th>Written</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td>
              {row.eventId ? (
                <TextLink href={paths.auditEvent(project, row.eventId)}>
                  <code>{row.type}</code>
                </TextLink>
              ) : (
                <code>{row.type}</code>
              )}
              <p className="text-xs text-ink-3">
                <code>msg_{row.id}</code>
              </p>
            </Td>
            <Td>
              <DeliveryState row={row} now={now} />
            </Td>
            <Td wrap className="min-w-72">
              {row.attempts.length === 0 ? (
                <span className="text-ink-3">none yet</span>
              ) : (
                <ol className="flex flex-col gap-0.5 py-1">
                  {row.attempts.slice(0, 3).map((attempt) => (
                    <li key={attempt.attempt} className="text-s">
                      <TimeText at={attempt.at} />{" "}
                      <span className={attempt.failure ? "text-fail" : "text-pass"}>
                        {attempt.failure ?? `Answered ${attempt.statusCode}.`}
                      </span>{" "}
                      <span className="text-ink-3 tabular-nums">{attempt.milliseconds} ms</span>
                    </li>
                  ))}
                  {row.attempts.length > 3 && (
                    <li className="text-s text-ink-3">and {row.attempts.length - 3} before</li>
                  )}
                </ol>
              )}
            </Td>
            <Td>
              <TimeText at={row.createdAt} />
            </Td>
            <Td align="end">
              {mayRedeliver && row.state !== "pending" && (
                <RedeliverButton project={project} deliveryId={row.id} type={row.type} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function DeliveryState({ row, now }: { row: DeliveryView; now: Date }) {
  switch (row.state) {
    case "delivered":
      return <StatusBadge tone="pass">delivered</StatusBadge>;
    case "failed":
      return <StatusBadge tone="fail">given up</StatusBadge>;
    case "pending":
      return (
        <StatusBadge tone="warn" glyph="clock">
          {row.nextAt && row.nextAt > now ? `next try in ${formatTimeLeft(row.nextAt, now)}` : "under way"}
        </StatusBadge>
      );
  }
}
