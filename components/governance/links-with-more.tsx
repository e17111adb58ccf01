import Link from "next/link";
import { menuItem } from "@/components/ui/menu-item";
import { Popover } from "@/components/ui/popover";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { TabLink } from "@/components/ui/tab-links";

type LinksWithMoreProps = { label: string; options: readonly TabLink[]; shown: number };

/** Segments for the first options and the current one; all others in a menu beside them. */
export function LinksWithMore({ label, options, shown }: LinksWithMoreProps) {
  const inView = options.filter((option, index) => index < shown || option.current);
  const others = options.filter((option) => !inView.includes(option));
  return (
    <div className="flex max-w-full min-w-0 flex-wrap items-center gap-2">
      <SegmentedLinks label={label} options={inView} />
      {others.length > 0 && (
        <Popover label={`${others.length} more`} size="s" panelClassName="max-h-80 overflow-y-auto">
          {others.map((option) => (
            <Link key={option.href} href={option.href} className={menuItem}>
              {option.label}
            </Link>
          ))}
        </Popover>
      )}
    </div>
  );
}
