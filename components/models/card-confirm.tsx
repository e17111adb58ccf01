"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { confirmCardAction } from "@/lib/models/actions";
import type { CardSection } from "@/lib/models/card-sections";

type ConfirmSectionProps = {
  project: string;
  versionId: string;
  seenRevision: number;
  section: CardSection;
  title: string;
};

/** A person stands for a section that was drafted; whoever confirms counts as an author. */
export function ConfirmSection({ project, versionId, seenRevision, section, title }: ConfirmSectionProps) {
  const router = useRouter();
  const confirm = useAction(confirmCardAction, {
    onSuccess: ({ revision }) => {
      toast.success(`${title} confirmed in revision ${revision}.`);
      router.refresh();
    },
    onFailure: (failure) => {
      toast.error(failure.message);
      router.refresh();
    },
  });
  return (
    <span data-print="hide">
      <Button
        size="s"
        pending={confirm.pending}
        aria-label={`Confirm ${title}`}
        onClick={() => confirm.run(project, { versionId, seenRevision, sections: [section] })}
      >
        Confirm
      </Button>
    </span>
  );
}
