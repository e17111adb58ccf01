import Link from "next/link";
import { hrefWith } from "@/components/data-table/href";
import { menuItem } from "@/components/ui/menu-item";
import { Popover } from "@/components/ui/popover";
import { groupingFields, groupingLabel, groupingName, type RunGrouping } from "@/lib/experiments/run-grouping";
import type { TableParams } from "@/lib/experiments/run-table-address";

type GroupPickerProps = {
  path: string;
  params: TableParams;
  grouping: RunGrouping | null;
  paramKeys: readonly string[];
};

const mostKeys = 200;

/** What the runs are grouped by: a field, or a parameter that the newest runs have. */
export function GroupPicker({ path, params, grouping, paramKeys }: GroupPickerProps) {
  const current = grouping ? groupingName(grouping) : null;
  const options = [
    ...groupingFields,
    ...paramKeys
      .toSorted()
      .slice(0, mostKeys)
      .map((key) => ({ value: `param:${key}`, label: key })),
  ];
  const line = (value: string | null, label: string) => (
    <li key={value ?? "none"}>
      <Link
        href={hrefWith(path, params, { group: value, open: null })}
        prefetch={false}
        aria-current={value === current ? "true" : undefined}
        className={menuItem}
      >
        <bdi className="min-w-0 wrap-anywhere">{label}</bdi>
        {value?.startsWith("param:") && <span className="ms-auto text-xs text-ink-3">parameter</span>}
      </Link>
    </li>
  );
  return (
    <Popover
      size="m"
      align="end"
      label={
        grouping ? (
          <span className="max-w-40 truncate">
            Group: <bdi>{groupingLabel(grouping)}</bdi>
          </span>
        ) : (
          "Group"
        )
      }
    >
      <ul aria-label="Group by">
        {line(null, "Not grouped")}
        {options.map(({ value, label }) => line(value, label))}
      </ul>
    </Popover>
  );
}
