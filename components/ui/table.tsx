import clsx from "clsx";
import type { ComponentProps } from "react";

type TableProps = ComponentProps<"table"> & {
  /** Says what the table holds; read out, not shown. */
  caption: string;
  /** Row height: dense 24 px, normal 32 px, roomy 44 px. */
  density?: "dense" | "normal" | "roomy";
};

/** A plain table styled from its element. Right-align figures with `data-align="end"`, wrap prose with `data-wrap`. */
export function Table({ caption, density = "normal", className, children, ...rest }: TableProps) {
  return (
    <table {...rest} data-density={density} className={clsx("table", className)}>
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

type CellProps = { align?: "start" | "center" | "end"; wrap?: boolean };

/** A column header. */
export function Th({ align, wrap, ...rest }: Omit<ComponentProps<"th">, "align"> & CellProps) {
  return <th scope="col" {...rest} data-align={align} data-wrap={wrap || undefined} />;
}

/** A cell. */
export function Td({ align, wrap, ...rest }: Omit<ComponentProps<"td">, "align"> & CellProps) {
  return <td {...rest} data-align={align} data-wrap={wrap || undefined} />;
}

/** A full-width row that names the group below it. */
export function GroupRow({ span, children }: { span: number; children: ComponentProps<"td">["children"] }) {
  return (
    <tr data-tone="sunken">
      <th scope="colgroup" colSpan={span} className="h-7! text-xs font-normal!">
        {children}
      </th>
    </tr>
  );
}
