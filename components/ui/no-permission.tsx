import type { ReactNode } from "react";
import { Glyph } from "./glyph";

type NoPermissionProps = {
  /** What was asked for, as "see the audit log". */
  action: string;
  /** Who may, as roles or names. */
  holders?: readonly string[];
  /** What the person looking holds. */
  own?: readonly string[];
  actions?: ReactNode;
  heading?: "h1" | "h2";
};

const listed = new Intl.ListFormat("en", { type: "disjunction" });

/** Says what is not allowed, what the person holds and who may. */
export function NoPermission({ action, holders = [], own = [], actions, heading: Heading = "h1" }: NoPermissionProps) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center gap-3 px-4 py-12 text-center">
      <Glyph name="lock" size={22} className="text-ink-3" />
      <Heading>You may not {action}</Heading>
      <p className="text-ink-2">
        {own.length > 0 ? `Your roles here: ${own.join(", ")}. ` : "You hold no role here. "}
        {holders.length > 0 && `This needs ${listed.format(holders)}.`}
      </p>
      {actions && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
