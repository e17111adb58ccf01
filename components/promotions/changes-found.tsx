"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import type { ActionFailure } from "@/components/ui/use-action";
import type { SubjectChange } from "@/lib/promotions/subject";
import { ChangesList } from "./changes-panel";

/** The field-by-field difference that a refused decision came back with, and the way to the present state. */
export function ChangesFound({ failure }: { failure: ActionFailure | null }) {
  const router = useRouter();
  const changes = changesOf(failure?.details);
  if (failure?.code !== "CONFLICT") return null;
  return (
    <div className="mt-2 flex flex-col items-start gap-2">
      {changes.length > 0 && (
        <details className="w-full" open={changes.length <= 6}>
          <summary className="cursor-pointer text-s">
            Look at what changed: {changes.length} {changes.length === 1 ? "field" : "fields"}
          </summary>
          <div className="mt-2">
            <ChangesList changes={changes} />
          </div>
        </details>
      )}
      <Button size="s" onClick={() => router.refresh()}>
        Show the present state
      </Button>
    </div>
  );
}

function changesOf(details: unknown): readonly SubjectChange[] {
  if (typeof details !== "object" || details === null || !("changes" in details)) return [];
  return Array.isArray(details.changes) ? (details.changes as SubjectChange[]) : [];
}
