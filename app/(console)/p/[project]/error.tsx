"use client";

import { PageError } from "@/components/layout/page-error";

/** A page of the project that could not be shown; the shell around it stays, so that the other pages are in reach. */
export default function ProjectError({ error, retry }: { error: unknown; retry: () => void }) {
  return <PageError error={error} retry={retry} />;
}
