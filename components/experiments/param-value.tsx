import type { ParamValue as Value } from "@/db/schema/experiments";

export const paramText = (value: Value | undefined): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** A parameter as it was sent, cut in dense tables. */
export function ParamValue({ value }: { value: Value | undefined }) {
  if (value === undefined) return <span className="text-ink-3">—</span>;
  const text = paramText(value);
  return (
    <bdi
      className="block max-w-40 overflow-clip text-ellipsis font-mono text-s"
      title={text.length > 20 ? text : undefined}
    >
      {text === "" ? "(empty)" : text}
    </bdi>
  );
}
