"use client";

import { useCallback, useRef, useState, useTransition } from "react";
import type { ActionResult } from "@/lib/action";

export type ActionFailure = Extract<ActionResult<never>, { ok: false }>;

type Options<Output> = { onSuccess?: (data: Output) => void; onFailure?: (failure: ActionFailure) => void };

const unreachable: ActionFailure = {
  ok: false,
  code: "UNAVAILABLE",
  message: "The server did not answer. What you wrote is still here; try again in a moment.",
};

/**
 * Runs a server action: once at a time (a double click is one call), keeps its failure for FormFailure and
 * field errors, and treats a lost connection as a failure instead of a crash.
 */
export function useAction<Args extends unknown[], Output>(
  action: (...args: Args) => Promise<ActionResult<Output>>,
  options: Options<Output> = {},
) {
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [pending, startTransition] = useTransition();
  const running = useRef(false);

  const run = (...args: Args) => {
    if (running.current) return;
    running.current = true;
    startTransition(async () => {
      const result = await settle(action, args).finally(() => {
        running.current = false;
      });
      setFailure(result.ok ? null : result);
      if (result.ok) options.onSuccess?.(result.data);
      else options.onFailure?.(result);
    });
  };
  const reset = useCallback(() => setFailure(null), []);
  return { run, pending, failure, fieldErrors: failure?.fieldErrors ?? {}, reset };
}

/** Calls an action once; a lost connection is a failure too. */
export async function settle<Args extends unknown[], Output>(
  action: (...args: Args) => Promise<ActionResult<Output>>,
  args: Args,
): Promise<ActionResult<Output>> {
  try {
    return await action(...args);
  } catch (error) {
    // A redirect or not-found thrown by the framework carries a digest and must go on.
    if (error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_")) throw error;
    return unreachable;
  }
}
