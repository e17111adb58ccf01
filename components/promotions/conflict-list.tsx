import { Avatar } from "@/components/ui/avatar";
import { formatList } from "@/lib/format";
import type { Conflict } from "@/lib/promotions/conflict-set";

/** Who may not approve because they contributed, and whether the person looking is one of them. */
export function ConflictList({ conflicts, personId }: { conflicts: readonly Conflict[]; personId: string }) {
  const own = conflicts.find((conflict) => conflict.personId === personId);
  return (
    <>
      <ul className="flex flex-col gap-2">
        {conflicts.map((conflict) => (
          <li key={conflict.personId} className="flex gap-2.5 text-s">
            <Avatar name={conflict.name} own={conflict === own} />
            <div>
              <bdi className="font-medium">{conflict.name}</bdi>
              <div className="text-xs text-ink-2">
                <bdi>{formatList(conflict.reasons)}</bdi>
              </div>
            </div>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-ink-2">
        {own ? "You are in this set: somebody else has to approve." : "You are not in this set."}
      </p>
    </>
  );
}
