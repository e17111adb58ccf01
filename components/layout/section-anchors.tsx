export type Anchor = { id: string; label: string };

/** Links to the sections of a long page. */
export function SectionAnchors({ anchors }: { anchors: readonly Anchor[] }) {
  return (
    <nav
      aria-label="On this page"
      data-print="hide"
      className="flex gap-x-4 gap-y-1 overflow-x-auto border-b border-line pb-2 text-s"
    >
      {anchors.map((anchor) => (
        <a
          key={anchor.id}
          href={`#${anchor.id}`}
          className="whitespace-nowrap text-ink-2 underline-offset-2 hover:text-ink hover:underline"
        >
          {anchor.label}
        </a>
      ))}
    </nav>
  );
}
