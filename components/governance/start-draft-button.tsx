"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button, type ButtonProps } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { startPolicyDraftAction } from "@/lib/governance/actions";
import type { StartDraftInput } from "@/lib/governance/drafts/schemas";
import { paths } from "@/lib/paths";

type Props = Pick<ButtonProps, "variant" | "size" | "children"> & { project: string; input: StartDraftInput };

/** Starts a draft and goes to it. */
export function StartDraftButton({ project, input, ...button }: Props) {
  const router = useRouter();
  const act = useAction(startPolicyDraftAction, {
    onSuccess: ({ number }) => router.push(paths.policyDraft(project, number)),
    onFailure: (failure) => toast.error(failure.message),
  });
  return <Button {...button} pending={act.pending} onClick={() => act.run(project, input)} />;
}
