import Link from "next/link";

export type Crumb = { label: string; href?: string };

/** The way here. The last one is this page, when it is given without an address. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" data-print="hide">
      <ol className="flex flex-wrap items-center gap-x-1.5 text-s text-ink-2">
        {crumbs.map((crumb, index) => (
          <li key={`${crumb.href ?? ""} ${crumb.label}`} className="flex min-w-0 items-center gap-1.5">
            {index > 0 && (
              <span aria-hidden="true" className="text-ink-3">
                /
              </span>
            )}
            {crumb.href ? (
              <Link href={crumb.href} className="truncate underline-offset-2 hover:text-ink hover:underline">
                <bdi>{crumb.label}</bdi>
              </Link>
            ) : (
              <span aria-current="page" className="truncate">
                <bdi>{crumb.label}</bdi>
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
