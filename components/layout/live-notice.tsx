"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

type Props = {
  /** Stream of the project's events. */
  url: string;
  /** Number of the last event when the page was drawn. */
  after: number;
  /** What the page is about, as the log names it. */
  object: { type: string; id: string };
  /** Whose own acts need no notice. */
  self: string;
};
type Told = { object: Props["object"]; actor: { ref: string; name: string | null }; sentence: string };

/** Reads one message; null for what is not about the object, or done by oneself. */
function readMessage(data: string, object: Props["object"], self: string): Told | null {
  const told = JSON.parse(data) as Told;
  const isAbout = told.object.type === object.type && told.object.id === object.id;
  return isAbout && told.actor.ref !== self ? told : null;
}

/**
 * Says what others did on the page's object since it was drawn; the person chooses when to see it, so that nothing moves while they
 * read. Listens while the page is in view: a browser keeps few connections to one server, and every tab would take one.
 */
export function LiveNotice({ url, after, object: { type, id }, self }: Props) {
  const router = useRouter();
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    let source: EventSource | null = null;
    let last = String(after);
    const listen = () => {
      source?.close();
      source = document.visibilityState === "visible" ? new EventSource(`${url}?after=${last}`) : null;
      source?.addEventListener("message", ({ data, lastEventId }: MessageEvent<string>) => {
        last = lastEventId;
        const next = readMessage(data, { type, id }, self);
        if (next) setTold(next);
      });
    };
    listen();
    document.addEventListener("visibilitychange", listen);
    return () => {
      document.removeEventListener("visibilitychange", listen);
      source?.close();
    };
  }, [url, after, type, id, self]);
  const show = () => {
    setTold(null);
    router.refresh();
  };
  return (
    <div role="status" className="empty:hidden">
      {told && (
        <Callout
          className="mb-4"
          actions={
            <Button size="s" onClick={show}>
              Show it
            </Button>
          }
        >
          Just now: {told.actor.name ?? "somebody"} {told.sentence}.
        </Callout>
      )}
    </div>
  );
}
