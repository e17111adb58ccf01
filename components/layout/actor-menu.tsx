import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Popover } from "@/components/ui/popover";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

export type ActorSummary = { name: string /** Roles in words. */; description: string; email?: string };

type ActorMenuProps = {
  actor: ActorSummary;
  theme: Theme /** Links and the sign-out, with the class `menuItem`. */;
  children: ReactNode;
};

/** Who is signed in, with the theme switch and the way out. */
export function ActorMenu({ actor, theme, children }: ActorMenuProps) {
  return (
    <Popover
      align="end"
      variant="ghost"
      name={`Your account: ${actor.name}, ${actor.description}`}
      className="-me-2 px-2! font-normal!"
      label={
        <>
          <Avatar name={actor.name} />
          <span className="hidden max-w-64 truncate text-s text-ink-2 md:block">
            <bdi>{actor.name}</bdi>, {actor.description}
          </span>
        </>
      }
    >
      <div className="border-b border-line px-2.5 pt-1 pb-2">
        <p className="font-medium wrap-anywhere">
          <bdi>{actor.name}</bdi>
        </p>
        <p className="text-s text-ink-2">{actor.description}</p>
        {actor.email && <p className="text-xs text-ink-3">{actor.email}</p>}
      </div>
      <ThemeSwitch initial={theme} />
      <div className="border-t border-line pt-1">{children}</div>
    </Popover>
  );
}
