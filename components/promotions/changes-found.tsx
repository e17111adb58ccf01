"use client";

import { PresentState } from "@/components/acts/present-state";
import type { ActionFailure } from "@/components/ui/use-action";
import type { SubjectChange } from "@/lib/promotions/subject";
import { ChangesList } from "./changes-panel";

/** The field-by-field difference that a refused decision came back with, and the way to the present state. */
export function ChangesFound({ failure }: { failure: ActionFailure | null }) {
  const changes = changesOf(failure?.details);
  if (failure?.code !== "CONFLICT") return null;
  return (
    <>
      {changes.length > 0 && (
        <details className="mt-2 w-full" open={changes.length <= 6}>
          <summary className="cursor-pointer text-s">
            Look at what changed: {changes.length} {changes.length === 1 ? "field" : "fields"}
          </summary>
          <div className="mt-2">
            <ChangesList changes={changes} />
          </div>
        </details>
      )}
      <PresentState failure={failure} />
    </>
  );
}

function changesOf(details: unknown): readonly SubjectChange[] {
  if (typeof details !== "object" || details === null || !("changes" in details)) return [];
  return Array.isArray(details.changes) ? (details.changes as SubjectChange[]) : [];
}
