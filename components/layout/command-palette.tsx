"use client";

import { Command as Cmdk, defaultFilter } from "cmdk";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Modal } from "@/components/ui/modal";
import { Spinner } from "@/components/ui/spinner";
import type { Command, CommandGroup, CommandSearch } from "./command-types";
import { filterCommands } from "./filter-commands";
import { ShortcutKeys } from "./shortcut-keys";
import { useCommandSearch } from "./use-command-search";

type CommandPaletteProps = {
  open: boolean;
  onClose: () => void;
  groups: readonly CommandGroup[];
  /** Finds more for what was typed; its answers are shown below the commands. */
  search?: CommandSearch;
};

/** Type to find a command or a thing, Enter to go there. */
export function CommandPalette({ open, onClose, groups, search }: CommandPaletteProps) {
  return (
    <Modal open={open} onClose={onClose} title="Search or jump to" hideTitle placement="top" size="m">
      <PaletteBody groups={groups} search={search} onClose={onClose} />
    </Modal>
  );
}

function PaletteBody({ groups, search, onClose }: Omit<CommandPaletteProps, "open">) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const found = useCommandSearch(query.trim(), search);
  const shown = [...filterCommands(groups, query.trim(), defaultFilter), ...found.groups];
  const choose = (command: Command) => {
    onClose();
    if (command.href) router.push(command.href);
    command.run?.();
  };
  return (
    <Cmdk label="Search or jump to" loop vimBindings={false} shouldFilter={false}>
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Cmdk.Input
          value={query}
          onValueChange={setQuery}
          placeholder="Search or jump to"
          className="h-11 min-w-0 flex-1 bg-transparent text-l outline-none placeholder:text-ink-3"
        />
        {found.pending && <Spinner />}
      </div>
      <Cmdk.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-1.5">
        <Cmdk.Empty className="px-3 py-8 text-center text-ink-2">
          {found.pending ? "Searching" : `Nothing found for “${query}”`}
        </Cmdk.Empty>
        {shown.map((group) => (
          <PaletteGroup key={group.heading} group={group} onChoose={choose} />
        ))}
        {found.failed && (
          <p className="px-3 py-2 text-s text-fail">The search did not answer. The commands above still work.</p>
        )}
      </Cmdk.List>
    </Cmdk>
  );
}

type PaletteGroupProps = { group: CommandGroup; onChoose: (command: Command) => void };

function PaletteGroup({ group, onChoose }: PaletteGroupProps) {
  return (
    <Cmdk.Group
      heading={group.heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {group.commands.map((command) => (
        <Cmdk.Item
          key={command.id}
          value={`${command.label} ${command.id}`}
          onSelect={() => onChoose(command)}
          className="flex min-h-8 items-center gap-3 rounded-s px-2.5 py-1 data-[selected=true]:bg-accent-soft max-lg:min-h-10"
        >
          <span className="min-w-0 flex-1 truncate">
            <bdi>{command.label}</bdi>
          </span>
          {command.hint && <span className="flex-none text-s text-ink-2">{command.hint}</span>}
          {command.shortcut && <ShortcutKeys keys={command.shortcut} />}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}
