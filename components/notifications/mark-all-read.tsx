"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { useAction } from "@/components/ui/use-action";
import { plural } from "@/lib/format";
import { markReadAction } from "@/lib/notifications/actions";

/** Marks everything up to what the page shows as read. */
export function MarkAllRead({ project, upTo }: { project: string; upTo: string }) {
  const router = useRouter();
  const { run, pending, failure } = useAction(markReadAction, {
    onSuccess: ({ marked }) => {
      toast.success(`${plural(marked, "notification")} marked as read`);
      router.refresh();
    },
  });
  return (
    <>
      <Button size="s" pending={pending} onClick={() => run(project, { upTo })}>
        Mark all as read
      </Button>
      <FormFailure failure={failure} />
    </>
  );
}
