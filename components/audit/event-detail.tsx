import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { type Description, DescriptionList } from "@/components/ui/description-list";
import { Digest } from "@/components/ui/digest";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { EventDetail } from "@/lib/audit/event-query";
import { objectLink } from "@/lib/audit/object-link";
import { formatObjectRef } from "@/lib/audit/object-ref";
import { words } from "@/lib/audit/sentence";
import { formatCount } from "@/lib/format";
import { formatSpan, formatTimestamp } from "@/lib/format-time";
import { paths } from "@/lib/paths";
import { EventSentence } from "./event-words";
import { ProofPanel } from "./proof-panel";

/** Number of an event as it is spoken of: "Event 18,431". */
export const eventTitle = (event: Pick<EventDetail, "seq">) =>
  event.seq === null ? "New event" : `Event ${formatCount(event.seq)}`;

export function SealChip({ event }: { event: Pick<EventDetail, "proof"> }) {
  return event.proof ? (
    <Chip tone="pass" glyph="seal">
      Sealed
    </Chip>
  ) : (
    <Chip tone="unknown">Not sealed yet</Chip>
  );
}

function signedIn({ actor, occurredAt }: EventDetail): string | null {
  if (!actor.authTime || !actor.authMethod) return null;
  const before = Date.parse(occurredAt) - Date.parse(actor.authTime);
  return `${before < 60_000 ? "just before" : `${formatSpan(before)} earlier`}, by ${words(actor.authMethod)}`;
}

const present = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Payload values as recorded; what is shown elsewhere is left out. */
function recorded(event: EventDetail): Description[] {
  return Object.entries(event.payload)
    .filter(([key]) => key !== "changes" && key !== "comment")
    .map(([key, value]) => ({
      term: words(key.replace(/[A-Z]/g, "_$&")),
      value: <bdi className="line-clamp-4">{value === null ? "none" : present(value)}</bdi>,
      mono: typeof value !== "string" || value.startsWith("sha256:"),
    }));
}

function Changes({ event }: { event: EventDetail }) {
  if (event.changes.length === 0) return null;
  return (
    <Table caption="What changed" density="dense">
      <thead>
        <tr>
          <Th>Field</Th>
          <Th>Before</Th>
          <Th>After</Th>
        </tr>
      </thead>
      <tbody>
        {event.changes.map(({ field, from, to }) => (
          <tr key={field}>
            <Td>{words(field.replace(/[A-Z]/g, "_$&"))}</Td>
            <Td wrap>
              <bdi className="text-ink-2">{from === null || from === "" ? "none" : String(from)}</bdi>
            </Td>
            <Td wrap>
              <bdi className="font-medium">{to === null || to === "" ? "none" : String(to)}</bdi>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** All that the log holds of one event: sentence, facts, change, proof, bytes. */
export function EventDetailView({ project, event }: { project: string; event: EventDetail }) {
  const object = objectLink(project, event);
  const auth = signedIn(event);
  const facts: Description[] = [
    { term: "When", value: formatTimestamp(new Date(event.occurredAt)) },
    ...(event.actor.roles.length > 0 ? [{ term: "Role then", value: event.actor.roles.map(words).join(", ") }] : []),
    ...(auth ? [{ term: "Signed in", value: auth }] : []),
    { term: "Object", value: object.href ? <TextLink href={object.href}>{object.text}</TextLink> : object.text },
    ...(event.object.digest
      ? [{ term: "Digest", value: <Digest bare value={event.object.digest} label="digest" /> }]
      : []),
    { term: "Action", value: event.action, mono: true },
    { term: "Request", value: <Digest bare value={event.requestId} label="request" length={16} /> },
  ];
  return (
    <div className="flex flex-col divide-y divide-line *:px-3.5 *:py-3">
      <div>
        <p className="leading-normal">
          <EventSentence event={event} />
        </p>
        {event.quote !== null && (
          <blockquote className="mt-2 border-s-2 border-line ps-2.5 whitespace-pre-wrap text-ink-2 wrap-anywhere">
            <bdi>{event.quote}</bdi>
          </blockquote>
        )}
        <DescriptionList items={facts} className="mt-3" />
      </div>
      {event.changes.length > 0 && (
        <div>
          <Changes event={event} />
        </div>
      )}
      {recorded(event).length > 0 && (
        <details suppressHydrationWarning>
          <summary className="cursor-pointer text-s font-medium">Recorded values</summary>
          <DescriptionList items={recorded(event)} className="mt-2" />
        </details>
      )}
      <div>
        <ProofPanel event={event} />
      </div>
      <details suppressHydrationWarning>
        <summary className="cursor-pointer text-s font-medium">Canonical bytes</summary>
        <p className="mt-2 flex items-center gap-1 text-xs text-ink-3">
          RFC 8785 JSON, exactly as hashed; names and texts are commitments in it
          <CopyButton value={event.canonical} label="Copy the canonical bytes" />
        </p>
        <pre className="mt-1.5 rounded-s bg-sunken p-2 text-xs whitespace-pre-wrap wrap-anywhere">
          {event.canonical}
        </pre>
      </details>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-s">
        <TextLink href={paths.auditEvent(project, event.eventId)}>Link to this event</TextLink>
        <TextLink href={`${paths.audit(project)}?object=${encodeURIComponent(formatObjectRef(event.object))}`}>
          History of this object
        </TextLink>
      </p>
    </div>
  );
}
