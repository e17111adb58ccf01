import { TextLink } from "@/components/ui/text-link";

type GroupNameProps = { value: string | null; isOpen: boolean; href: string };

/** The name of a group as the link that opens or closes it in place. */
export function GroupName({ value, isOpen, href }: GroupNameProps) {
  return (
    <TextLink
      quiet
      href={href}
      prefetch={false}
      scroll={false}
      aria-expanded={isOpen}
      title={isOpen ? "Close the group" : "Show the runs of this group"}
      className="flex min-h-6 items-center gap-1.5 font-medium"
    >
      <span aria-hidden="true" className="inline-block w-4 flex-none text-ink-3">
        {isOpen ? "▾" : "▸"}
      </span>
      {value === null ? <span className="text-ink-3">no value</span> : <bdi className="truncate">{value || "“”"}</bdi>}
    </TextLink>
  );
}
