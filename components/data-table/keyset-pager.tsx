import { LinkButton } from "@/components/ui/link-button";
import { formatCount } from "@/lib/format";

type KeysetPagerProps = {
  shown: number;
  /** How many match in all; null when counting was too slow or is not known. */
  total: number | null;
  /** Plural of what is listed. */
  noun: string;
  firstHref?: string | null;
  previousHref?: string | null;
  nextHref?: string | null;
};

/** "50 of 1,204 runs" and the links to the pages around. */
export function KeysetPager({ shown, total, noun, firstHref, previousHref, nextHref }: KeysetPagerProps) {
  const links = [
    ["First", firstHref],
    ["Previous", previousHref],
    ["Next", nextHref],
  ] as const;
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex items-center gap-2">
      <span role="status" className="font-medium whitespace-nowrap tabular-nums">
        {formatCount(shown)} of {total === null ? "many" : formatCount(total)} {noun}
      </span>
      {links.map(
        ([label, href]) =>
          href && (
            <LinkButton key={label} href={href} size="s" prefetch={false}>
              {label}
            </LinkButton>
          ),
      )}
    </nav>
  );
}
