"use client";

import type { ComponentProps, MouseEvent } from "react";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { TabLink } from "@/components/ui/tab-links";
import { TextLink } from "@/components/ui/text-link";
import { type CompareState, compareHref } from "@/lib/experiments/compare-url";
import { isPlainClick, useCompareAddress } from "./compare-address";

type Change = { change: Partial<CompareState> };

/** What turns a link into one that makes its change to the newest view. */
function useViewLinks() {
  const { project, state, change } = useCompareAddress();
  return (made: Partial<CompareState>) => ({
    href: compareHref(project, state, made),
    onClick: (event: MouseEvent) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      change(made, "push");
    },
  });
}

const own = { scroll: false, prefetch: false, "data-own-change": true } as const;

/** A link to this comparison with one thing changed. Its address, which names every run, is written here and not sent with the page. */
export function ViewLink({ change, ...rest }: Change & Omit<ComponentProps<typeof TextLink>, "href" | "onClick">) {
  return <TextLink {...rest} {...own} {...useViewLinks()(change)} />;
}

type ViewSegmentsProps = { label: string; options: readonly (Omit<TabLink, "href"> & Change)[] };

/** Exclusive views of this comparison. */
export function ViewSegments({ label, options }: ViewSegmentsProps) {
  const linkTo = useViewLinks();
  return (
    <SegmentedLinks
      label={label}
      options={options.map(({ change, ...option }) => ({ ...option, ...own, ...linkTo(change) }))}
    />
  );
}

type RunLinksProps = { id: string; name: string; baseline: string; canRemove: boolean };

/** What can be done with a run of this comparison. */
export function RunLinks({ id, name, baseline, canRemove }: RunLinksProps) {
  const { state } = useCompareAddress();
  const isBaseline = id === baseline;
  return (
    <p className="mt-auto flex gap-3 pt-1 text-xs">
      {!isBaseline && <ViewLink change={{ baseline: id }}>Make baseline</ViewLink>}
      {canRemove && (
        <ViewLink change={{ runs: state.runs.filter((run) => run !== id), baseline: isBaseline ? null : baseline }}>
          Remove<span className="sr-only"> {name}</span>
        </ViewLink>
      )}
    </p>
  );
}
