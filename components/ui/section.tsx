import clsx from "clsx";
import type { ReactNode } from "react";

type SectionProps = {
  id?: string;
  title: ReactNode;
  /** What is shown, how much of it, how it was computed: one quiet line. */
  meta?: ReactNode;
  /** Chips, links or a legend at the right end. */
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A titled part of a page. With an `id` it can be linked to. Keeps its distance from what is above, except in a grid, whose gap does that. */
export function Section({ id, title, meta, actions, className, children }: SectionProps) {
  const headingId = id && `${id}-title`;
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={clsx("[&:not(.grid>*):not(:first-child)]:mt-7.5", className)}
    >
      <SectionHeader id={headingId} title={title} meta={meta} actions={actions} />
      {children}
    </section>
  );
}

/** The heading line alone, for parts that lay themselves out. */
export function SectionHeader({ id, title, meta, actions }: Pick<SectionProps, "id" | "title" | "meta" | "actions">) {
  return (
    <div className="mb-2.5 flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
      <h2 id={id}>{title}</h2>
      {meta && <p className="text-xs text-ink-3">{meta}</p>}
      {actions && <div className="ms-auto flex flex-wrap items-center gap-3 text-s">{actions}</div>}
    </div>
  );
}

/** Two sections side by side on wide screens; `wide` gives the first two thirds. */
export function SectionRow({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div
      className={clsx(
        "mt-7.5 grid grid-cols-1 items-start gap-x-6 gap-y-7.5 first:mt-0",
        wide ? "lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]" : "lg:grid-cols-2",
      )}
    >
      {children}
    </div>
  );
}
