"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import type { SourceView } from "@/lib/integrations/sources/source-query";
import { paths } from "@/lib/paths";
import { SourceForm } from "./source-form";

/** Button and dialog that add a source, or change one. */
export function SourceDialog({ project, source }: { project: string; source?: SourceView }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const close = () => setOpen(false);
  const saved = (sourceId: string) => {
    close();
    toast.success(source ? "Saved" : "Added; its first sync begins");
    if (source) router.refresh();
    else router.push(paths.source(project, sourceId));
  };
  return (
    <>
      <Button
        variant={source ? "default" : "primary"}
        size={source ? "s" : "m"}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {source ? "Change" : "Add a source"}
      </Button>
      <Modal open={open} onClose={close} title={source ? `Change "${source.name}"` : "Add a source"}>
        <SourceForm project={project} source={source} onSaved={saved} onCancel={close} />
      </Modal>
    </>
  );
}
