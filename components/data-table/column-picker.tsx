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

function PickerBody({ options: listed, chosen, defaults, param = "columns", max = 40, moreFrom }: ColumnPickerProps) {
  const close = useCloseDialog();
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [query, setQuery] = useState("");
  const options = useMoreColumns(listed, query, moreFrom);
  const [ids, setIds] = useState(() => cleanChoice(chosen, listed, max));
  const apply = () => {
    const next = new URLSearchParams(search);
    if (ids.join() === defaults.join()) next.delete(param);
    else next.set(param, ids.join(","));
    router.push(`${path}?${next}`, { scroll: false });
    close();
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
        <ChosenColumns options={options} chosen={ids} max={max} onChange={setIds} />
      </ModalBody>
      <ModalFooter>
        <Button variant="ghost" className="me-auto" onClick={() => setIds(cleanChoice(defaults, options, max))}>
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
