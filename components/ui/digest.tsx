import { shortDigest } from "@/lib/format";
import { CopyButton } from "./copy-button";

type DigestProps = {
  value: string /** What it identifies: "subject", "run". */;
  label?: string;
  length?: number;
  bare?: boolean;
};

/** A shortened digest or id; the whole value is in the title and on the clipboard. */
export function Digest({ value, label, length, bare = false }: DigestProps) {
  return (
    <span
      className={
        bare
          ? "inline-flex items-center gap-1"
          : "inline-flex h-5.5 items-center gap-1 rounded-s border border-line bg-panel ps-1.75 pe-0.5 align-middle"
      }
    >
      <code className="text-xs whitespace-nowrap text-ink-2" title={value}>
        {label && <span className="text-ink-3">{label} </span>}
        {shortDigest(value, length)}
      </code>
      <CopyButton value={value} label={`Copy ${label ?? "digest"}`} />
    </span>
  );
}
