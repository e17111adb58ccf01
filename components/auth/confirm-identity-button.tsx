"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { AuthMethod } from "@/db/enums";
import { ReauthenticateDialog } from "./reauthenticate-dialog";

type ConfirmIdentityButtonProps = { project: string; method: AuthMethod; className?: string };

/** The next step where a decision needs a fresher sign-in than the session has. */
export function ConfirmIdentityButton({ project, method, className }: ConfirmIdentityButtonProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button className={className} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Confirm who you are
      </Button>
      <ReauthenticateDialog
        project={project}
        method={method}
        open={open}
        onClose={() => setOpen(false)}
        onConfirmed={() => {
          setOpen(false);
          router.refresh();
        }}
      />
    </>
  );
}
