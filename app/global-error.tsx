"use client";

import "./globals.css";
import { BarePage } from "@/components/layout/bare-page";
import { PageError } from "@/components/layout/page-error";

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Not available · Countersign</title>
        <BarePage>
          <PageError error={error} retry={retry} />
        </BarePage>
      </body>
    </html>
  );
}
