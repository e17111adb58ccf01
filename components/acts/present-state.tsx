"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import type { ActionFailure } from "@/components/ui/use-action";

/** After an act that came too late: draws the page as it is now, with the text still in its field. */
export function PresentState({ failure }: { failure: ActionFailure | null }) {
  const router = useRouter();
  if (failure?.code !== "CONFLICT") return null;
  return (
    <Button size="s" className="mt-2" onClick={() => router.refresh()}>
      Show the present state
    </Button>
  );
}
