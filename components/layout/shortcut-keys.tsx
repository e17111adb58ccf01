import { Kbd } from "@/components/ui/kbd";

const faces: Record<string, string> = {
  mod: "Ctrl",
  shift: "⇧",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

/** A shortcut drawn as keys: "g e" as two, "mod+k" as a pair. */
export function ShortcutKeys({ keys }: { keys: string }) {
  return (
    <span className="flex flex-none gap-1">
      {keys.split(/[ +]/u).map((key) => (
        <Kbd key={key}>{faces[key] ?? key}</Kbd>
      ))}
    </span>
  );
}
