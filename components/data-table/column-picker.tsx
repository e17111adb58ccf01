"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { ChosenColumns } from "./chosen-columns";
import { type ColumnOption, cleanChoice, searchColumns } from "./column-choice";
import { ColumnOptions } from "./column-options";
import { useMoreColumns } from "./use-more-columns";

type ColumnPickerProps = {
  options: readonly ColumnOption[];
  chosen: readonly string[];
  /** What stands when the address names no columns. */
  defaults: readonly string[];
  /** Parameter of the address that holds the choice, separated by commas. */
  param?: string;
  max?: number;
  /** Chosen columns that stay in view while the rest scrolls sideways, kept in the address as `frozen`. */
  frozen?: readonly string[];
  maxFrozen?: number;
  /** Address that answers `{ options }` for the text put behind it: where there are more columns than can be listed at once. */
  moreFrom?: string;
};

/** A button with the number of columns and a dialog to search, choose and order them. The choice goes into the address. */
export function ColumnPicker(props: ColumnPickerProps) {
  return (
    <Dialog label={`${props.chosen.length} columns`} title="Columns" size="l">
      <PickerBody {...props} />
    </Dialog>
  );
}

function PickerBody(props: ColumnPickerProps) {
  const { options: listed, chosen, defaults, param = "columns", max = 40, moreFrom, frozen, maxFrozen = 0 } = props;
  const close = useCloseDialog();
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [query, setQuery] = useState("");
  const options = useMoreColumns(listed, query, moreFrom);
  const [ids, setIds] = useState(() => cleanChoice(chosen, listed, max));
  const [kept, setKept] = useState<readonly string[]>(frozen ?? []);
  const held = kept.filter((id) => ids.includes(id));
  const apply = () => {
    const next = new URLSearchParams(search);
    if (ids.join() === defaults.join()) next.delete(param);
    else next.set(param, ids.join(","));
    if (held.length > 0) next.set("frozen", held.join(","));
    else next.delete("frozen");
    router.push(`${path}?${next}`, { scroll: false });
    close();
  };
  const toDefault = () => {
    setIds(cleanChoice(defaults, options, max));
    setKept([]);
  };
  const found = searchColumns(options, query);
  return (
    <>
      <ModalBody className="sm:grid! sm:grid-cols-2">
        <div className="flex min-h-0 flex-col gap-2">
          <Input
            data-autofocus
            type="search"
            aria-label="Search columns"
            placeholder="Search columns"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <ColumnOptions options={found} chosen={ids} isFull={ids.length >= max} onChange={setIds} />
        </div>
        <ChosenColumns
          options={options}
          chosen={ids}
          max={max}
          onChange={setIds}
          frozen={frozen ? held : null}
          maxFrozen={maxFrozen}
          onFreeze={setKept}
        />
      </ModalBody>
      <ModalFooter>
        <Button variant="ghost" className="me-auto" onClick={toDefault}>
          Back to the default
        </Button>
        <CloseButton />
        <Button variant="primary" disabled={ids.length === 0} onClick={apply}>
          Show {ids.length} columns
        </Button>
      </ModalFooter>
    </>
  );
}
