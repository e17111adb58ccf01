import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";

type PageHeaderProps = {
  title: ReactNode;
  crumbs?: readonly Crumb[];
  /** Chips right of the title. */
  chips?: ReactNode;
  /** Facts in one quiet line: owner, time, digest. */
  meta?: ReactNode;
  /** One sentence under the title. */
  summary?: ReactNode;
  actions?: ReactNode;
};

/** The top of a page: way here, title with chips, facts, actions. */
export function PageHeader({ title, crumbs, chips, meta, summary, actions }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-wrap items-start gap-x-5 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        {crumbs && <Breadcrumbs crumbs={crumbs} />}
        <div className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
          <h1>{title}</h1>
          {chips}
        </div>
        {meta && <div className="mt-1.5 flex flex-wrap items-center gap-x-4.5 gap-y-1.5 text-s text-ink-2">{meta}</div>}
        {summary && <div className="mt-2 max-w-[90ch] text-ink-2 wrap-anywhere">{summary}</div>}
      </div>
      {actions && (
        <div className="flex flex-wrap items-start gap-2" data-print="hide">
          {actions}
        </div>
      )}
    </header>
  );
}
