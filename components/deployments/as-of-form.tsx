import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";

/** Asks for a moment in UTC; a plain GET form, so that the moment is part of the address. */
export function AsOfForm({ action, asOf }: { action: string; asOf: Date | null }) {
  return (
    <form action={action} method="get" className="flex flex-wrap items-center gap-2">
      <label htmlFor="as-of" className="text-s whitespace-nowrap text-ink-2">
        As of (UTC)
      </label>
      <div className="w-52">
        <Input id="as-of" type="datetime-local" name="at" defaultValue={asOf?.toISOString().slice(0, 16)} />
      </div>
      <Button type="submit" size="s">
        Show
      </Button>
      {asOf && (
        <LinkButton href={action} size="s">
          Back to now
        </LinkButton>
      )}
    </form>
  );
}

/** A moment from the address as UTC; null when absent or unreadable. */
export function parseAsOf(value: string | string[] | undefined): Date | null {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(value)) return null;
  const at = new Date(`${value.length === 16 ? `${value}:00` : value}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
