import clsx from "clsx";
import Link from "next/link";
import { Fragment } from "react";
import { Glyph } from "@/components/ui/glyph";
import { GroupRow, Table, Td, Th } from "@/components/ui/table";
import type { EventPage, ListedEvent } from "@/lib/audit/queries";
import { formatCount } from "@/lib/format";
import { formatTimestamp, formatWeekday } from "@/lib/format-time";
import { type AuditView, auditHref } from "./audit-href";
import { EventAside, EventSentence } from "./event-words";

const columns = 4;
const dayOf = (event: ListedEvent) => event.occurredAt.slice(0, 10);

function CheckpointRow({ checkpoint }: { checkpoint: EventPage["checkpoints"][number] }) {
  return (
    <tr>
      <td colSpan={columns} data-wrap className="h-auto! bg-pass-soft! py-1.5! text-pass">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <Glyph name="seal" size={13} />
          <b className="font-medium">
            Checkpoint {formatCount(checkpoint.number)} seals events 1 to {formatCount(checkpoint.size)}
          </b>
          <span className="text-xs">signed {formatTimestamp(checkpoint.signedAt)}</span>
        </span>
      </td>
    </tr>
  );
}

function EventRow({ event, href, isSelected }: { event: ListedEvent; href: string; isSelected: boolean }) {
  const at = new Date(event.occurredAt);
  return (
    <tr data-selected={isSelected || undefined} aria-current={isSelected || undefined}>
      <Td align="end" className="py-1.75! align-baseline! font-mono text-s max-sm:hidden">
        {event.seq === null ? <span className="text-ink-3">new</span> : formatCount(event.seq)}
      </Td>
      <Td className="py-1.75! align-baseline! font-mono text-s text-ink-2">
        <time dateTime={event.occurredAt} title={formatTimestamp(at)}>
          {event.occurredAt.slice(11, 19)}
        </time>
      </Td>
      <Td wrap className="w-full py-1.75! align-baseline!">
        <Link href={href} scroll={false} prefetch={false} className="no-underline hover:underline">
          <EventSentence event={event} />
        </Link>
        <span className="block">
          <EventAside event={event} />
        </span>
      </Td>
      <Td className={clsx("py-1.75! align-baseline! text-xs max-md:hidden", event.seq === null && "text-ink-3")}>
        {event.seq === null ? "not sealed yet" : <code title={event.leafHash}>{event.leafHash.slice(0, 10)}</code>}
      </Td>
    </tr>
  );
}

/** A page of the log: events under their day, each checkpoint above the first event that it seals. */
export function EventList({ project, view, page }: { project: string; view: AuditView; page: EventPage }) {
  return (
    <Table caption="Audit events, newest first">
      <thead>
        <tr>
          <Th align="end" className="max-sm:hidden">
            Event
          </Th>
          <Th>UTC</Th>
          <Th>What happened</Th>
          <Th className="max-md:hidden">Leaf hash</Th>
        </tr>
      </thead>
      <tbody>
        {page.events.map((event, i) => {
          const previous = page.events[i - 1];
          const checkpoint = page.checkpoints.find((row) => row.aboveEventId === event.eventId);
          return (
            <Fragment key={event.eventId}>
              {(!previous || dayOf(previous) !== dayOf(event)) && (
                <GroupRow span={columns}>{formatWeekday(new Date(event.occurredAt))}</GroupRow>
              )}
              {checkpoint && <CheckpointRow checkpoint={checkpoint} />}
              <EventRow
                event={event}
                href={auditHref(project, view, { event: event.eventId })}
                isSelected={view.event === event.eventId}
              />
            </Fragment>
          );
        })}
      </tbody>
    </Table>
  );
}
