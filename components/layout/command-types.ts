import type { ReactNode } from "react";

export type Command = {
  id: string;
  label: string;
  /** Right of the label: where it leads, what state it has. */
  hint?: ReactNode;
  href?: string;
  run?: () => void;
  /** Other words to find it by. */
  keywords?: string[];
  shortcut?: string;
};

export type CommandGroup = { heading: string; commands: readonly Command[] };

export type CommandSearch = (query: string) => Promise<readonly CommandGroup[]>;
