import { buttonStyle } from "@/components/ui/button-style";

/** Downloads the list as CSV with the same filters and columns; the address answers with a file. */
export function CsvLink({ href, label = "CSV" }: { href: string; label?: string }) {
  return (
    <a href={href} download className={buttonStyle("default", "m")}>
      {label}
    </a>
  );
}
