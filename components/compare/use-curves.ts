"use client";

import { useEffect, useState } from "react";
import type { DrawnCurve } from "@/lib/experiments/curves/draw-curve";
import { unpackCurves } from "@/lib/experiments/curves/pack-curves";

/** Curves from their address; while others load the last ones stay. */
export function useCurves(address: string): { curves: DrawnCurve[] | null; failed: boolean } {
  const [state, setState] = useState<{ curves: DrawnCurve[] | null; failed: boolean }>({ curves: null, failed: false });
  useEffect(() => {
    const stop = new AbortController();
    fetch(address, { signal: stop.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`${answer.status}`);
        setState({ curves: unpackCurves(await answer.arrayBuffer()), failed: false });
      })
      .catch(() => {
        if (!stop.signal.aborted) setState(({ curves }) => ({ curves, failed: true }));
      });
    return () => stop.abort();
  }, [address]);
  return state;
}
