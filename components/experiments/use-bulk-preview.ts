"use client";

import { useEffect, useState } from "react";
import { type ActionFailure, settle } from "@/components/ui/use-action";
import { previewBulkAction } from "@/lib/experiments/actions";
import type { BulkPreview } from "@/lib/experiments/bulk-preview-query";
import type { BulkPreviewInput } from "@/lib/experiments/run-selection-input";

const waitMilliseconds = 250;
type Seen = { for: string; preview: BulkPreview | null; failure: ActionFailure | null };

/** What an act would touch, asked anew shortly after its input changed. Null input: nothing to ask yet. */
export function useBulkPreview(project: string, input: BulkPreviewInput | null, round: number) {
  const key = input ? JSON.stringify([input, round]) : "";
  const [seen, setSeen] = useState<Seen>({ for: "", preview: null, failure: null });
  useEffect(() => {
    if (key === "") return;
    let isLate = false;
    const [asked] = JSON.parse(key) as [BulkPreviewInput, number];
    const timer = setTimeout(async () => {
      const result = await settle(previewBulkAction, [project, asked]);
      if (isLate) return;
      setSeen(
        result.ok ? { for: key, preview: result.data, failure: null } : { for: key, preview: null, failure: result },
      );
    }, waitMilliseconds);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [project, key]);
  const isCurrent = key !== "" && seen.for === key;
  return {
    preview: isCurrent ? seen.preview : null,
    failure: isCurrent ? seen.failure : null,
    pending: key !== "" && !isCurrent,
  };
}
