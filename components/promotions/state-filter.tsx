import Link from "next/link";
import { menuItem } from "@/components/ui/menu-item";
import { Popover } from "@/components/ui/popover";
import { type PromotionState, promotionStates } from "@/db/enums";

type StateFilterProps = { state: PromotionState | null; hrefs: (state: PromotionState | null) => string };

/** Narrows the list to one state; the choice is in the address. */
export function StateFilter({ state, hrefs }: StateFilterProps) {
  const options = [null, ...promotionStates];
  return (
    <Popover label={state ? `State: ${state.replaceAll("_", " ")}` : "Any state"}>
      {options.map((option) => (
        <Link
          key={option ?? "any"}
          href={hrefs(option)}
          className={menuItem}
          aria-current={option === state ? "true" : undefined}
        >
          {option ? option.replaceAll("_", " ") : "any state"}
        </Link>
      ))}
    </Popover>
  );
}
