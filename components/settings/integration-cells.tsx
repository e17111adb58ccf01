import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";

/** Name of a system outside as a link to its page here, over the host it is at. */
export function IntegrationName({ href, name, url }: { href: string; name: string; url: string }) {
  return (
    <>
      <TextLink href={href} className="font-medium">
        <bdi>{name}</bdi>
      </TextLink>
      <p className="max-w-72 truncate text-xs text-ink-3">{new URL(url).host}</p>
    </>
  );
}

/** How long ago something last went well. */
export function LastTime({ at, now }: { at: Date | null; now: Date }) {
  if (!at) return <span className="text-ink-3">never</span>;
  return (
    <>
      <AgeText at={at} now={now} /> ago
    </>
  );
}
