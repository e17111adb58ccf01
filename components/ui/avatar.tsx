import clsx from "clsx";
import { initialsOf } from "./initials";

const sizes = { s: "size-4.5 text-[8px]", m: "size-5.5 text-[9.5px]", l: "size-8 text-xs" };

/** Initials in a ring; decorative, as the name stands beside it. `own` marks the person looking. */
export function Avatar({ name, size = "m", own = false }: { name: string; size?: keyof typeof sizes; own?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        "inline-grid flex-none place-items-center rounded-full border bg-sunken font-semibold",
        own ? "border-accent text-accent-ink" : "border-line text-ink-2",
        sizes[size],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
