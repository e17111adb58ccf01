import type { CommandGroup } from "./command-types";

/** How well a text answers a query, from 0 (not at all) up. */
export type Score = (text: string, query: string, keywords?: string[]) => number;

/** The commands that answer a query, best first inside their groups; all of them while nothing is typed. */
export function filterCommands(groups: readonly CommandGroup[], query: string, score: Score): CommandGroup[] {
  if (query === "") return groups.filter((group) => group.commands.length > 0).map((group) => ({ ...group }));
  return groups.flatMap((group) => {
    const scored = group.commands
      .map((command) => ({ command, points: score(command.label, query, command.keywords) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points);
    return scored.length > 0 ? [{ heading: group.heading, commands: scored.map(({ command }) => command) }] : [];
  });
}
