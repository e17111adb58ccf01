"use client";

import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-style";

type ExportButtonProps = {
  address: string;
  /** Filters of the page: the matching events as a bundle; none for the whole log. */
  filters: Readonly<Record<string, string>>;
  variant?: ButtonVariant;
  /** How the file is checked, for the message after the download. */
  check?: string;
  children: React.ReactNode;
};

const fileName = (response: Response) =>
  /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "audit.json";

async function download(address: string, filters: ExportButtonProps["filters"]): Promise<string | null> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(filters),
  });
  if (!response.ok) {
    const body = (await response.json().catch(() => null)) as { detail?: string } | null;
    return body?.detail ?? `The server answered ${response.status}. Try again.`;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return null;
}

/** Downloads a file that `npm run verify` checks; the export itself is recorded in the log. */
export function ExportButton({
  address,
  filters,
  variant,
  check = "npm run verify -- FILE",
  children,
}: ExportButtonProps) {
  const [pending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    const problem = await download(address, filters).catch(
      (error: Error) => `The server cannot be reached (${error.message}). Try again.`,
    );
    setPending(false);
    if (problem) toast.error(problem);
    else toast.success(`Exported. Check the file with: ${check}`);
  };
  return (
    <Button variant={variant} pending={pending} onClick={run}>
      {children}
    </Button>
  );
}
