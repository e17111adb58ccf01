"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useCloseDialog } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/action";
import type { BulkPreviewInput } from "@/lib/experiments/run-selection-input";
import { useBulkPreview } from "./use-bulk-preview";

/**
 * An act on many runs, within its dialog: shows what it would touch, does it once, says how many it changed and closes. After a
 * refusal the runs are counted anew. `asked` is null while there is nothing to ask yet.
 */
export function useBulkAct<Input>(
  project: string,
  asked: BulkPreviewInput | null,
  action: (project: string, input: Input) => Promise<ActionResult<{ changed: number }>>,
  said: (changed: number) => string,
) {
  const close = useCloseDialog();
  const router = useRouter();
  const [round, setRound] = useState(0);
  const { preview, failure, pending: isCounting } = useBulkPreview(project, asked, round);
  const { run, pending, ...act } = useAction(action, {
    onSuccess: ({ changed }) => {
      toast.success(said(changed));
      close();
      router.refresh();
    },
    onFailure: () => setRound(round + 1),
  });
  return {
    run: (input: Input) => run(project, input),
    pending,
    preview,
    isCounting,
    changes: preview?.changes ?? 0,
    failure: act.failure ?? failure,
  };
}
