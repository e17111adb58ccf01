"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { useAction } from "@/components/ui/use-action";
import { endOtherSessionsAction } from "@/lib/auth/actions";

/** Signs out everywhere but here. */
export function EndOthersButton({ project, count }: { project: string; count: number }) {
  const router = useRouter();
  const { run, pending, failure } = useAction(endOtherSessionsAction, {
    onSuccess: ({ ended }) => {
      toast.success(ended === 1 ? "Ended one session" : `Ended ${ended} sessions`);
      router.refresh();
    },
  });
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      <FormFailure failure={failure} />
      <Button variant="danger" pending={pending} onClick={() => run(project, undefined)}>
        End {count === 1 ? "the other session" : `the other ${count} sessions`}
      </Button>
    </div>
  );
}
