"use client";

import { useCallback, useMemo } from "react";
import { CommandPaletteButton } from "@/components/layout/command-palette-button";
import type { CommandGroup } from "@/components/layout/command-types";
import type { HitGroup } from "@/lib/home/search-hit";
import { paths } from "@/lib/paths";
import { paletteCommands } from "./palette-commands";

/** The command palette of a project: pages, acts, and a search over models, versions, promotions, rollouts and runs. */
export function ProjectPalette({ project }: { project: string }) {
  const groups = useMemo(() => paletteCommands(project), [project]);
  const search = useCallback((query: string) => searchProject(project, query), [project]);
  return <CommandPaletteButton groups={groups} search={search} />;
}

async function searchProject(project: string, query: string): Promise<CommandGroup[]> {
  const response = await fetch(paths.search(project, query), { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const found = (await response.json()) as HitGroup[];
  return found.map(({ heading, hits }) => ({
    heading,
    commands: hits.map((hit) => ({ ...hit, id: `${heading} ${hit.id}` })),
  }));
}
