import type { EventView } from "@/lib/audit/event-view";
import { words } from "@/lib/audit/sentence";

/** Who acted: the name as it was recorded, and the role at the time. */
export function EventActor({ actor }: { actor: EventView["actor"] }) {
  if (actor.kind === "system") {
    return (
      <>
        <b className="font-medium">System</b> <span className="text-xs text-ink-3">{words(actor.name ?? "")}</span>
      </>
    );
  }
  const place = actor.kind === "token" ? "API token" : actor.roles.map(words).join(", ");
  return (
    <>
      <b className="font-medium">
        <bdi>{actor.name ?? "(name erased)"}</bdi>
      </b>{" "}
      {place && <span className="text-xs text-ink-3">{place}</span>}
    </>
  );
}

/** The sentence of an event: who did what, names emphasised. */
export function EventSentence({ event }: { event: Pick<EventView, "actor" | "sentence"> }) {
  return (
    <span className="wrap-anywhere">
      <EventActor actor={event.actor} />{" "}
      {event.sentence.map((part, i) =>
        part.emphasis ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
          <b key={i} className="font-medium">
            <bdi>{part.text}</bdi>
          </b>
        ) : (
          part.text
        ),
      )}
    </span>
  );
}

const shown = (value: string | number | boolean | null) => (value === null || value === "" ? "none" : String(value));
const fieldName = (field: string) => words(field.replace(/[A-Z]/g, "_$&"));

/** What changed, from and to, and the actor's own words: the quiet second line. */
export function EventAside({ event }: { event: Pick<EventView, "changes" | "quote"> }) {
  if (event.changes.length === 0 && event.quote === null) return null;
  return (
    <span className="mt-0.5 line-clamp-2 text-s text-ink-2 wrap-anywhere">
      {event.changes.map(({ field, from, to }) => (
        <span key={field} className="me-3">
          {fieldName(field)} <bdi className="text-ink-3 line-through">{shown(from)}</bdi> →{" "}
          <bdi className="font-medium text-ink">{shown(to)}</bdi>
        </span>
      ))}
      {event.quote !== null && (
        <span>
          “<bdi>{event.quote}</bdi>”
        </span>
      )}
    </span>
  );
}
