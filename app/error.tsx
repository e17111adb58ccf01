"use client";

import { BarePage } from "@/components/layout/bare-page";
import { PageError } from "@/components/layout/page-error";

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <BarePage>
      <PageError error={error} retry={retry} />
    </BarePage>
  );
}
