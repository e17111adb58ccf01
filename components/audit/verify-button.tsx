"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { ProgressBar } from "@/components/ui/progress-bar";
import { formatCount } from "@/lib/format";
import { VerifyResult } from "./verify-result";
import { runVerification, type VerifyState } from "./verify-stream";

/** Verifies the whole log on the server, with progress, and shows what was checked. Closing the dialog cancels. */
export function VerifyButton({ address }: { address: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<VerifyState>({ kind: "idle" });
  const running = useRef<AbortController>(null);

  const start = async () => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setOpen(true);
    setState({ kind: "running", done: 0, total: 0 });
    try {
      await runVerification(address, control.signal, setState);
    } catch (error) {
      if (control.signal.aborted) return;
      setState({ kind: "failed", message: `The server cannot be reached (${(error as Error).message}). Try again.` });
    }
    router.refresh();
  };
  const close = () => {
    running.current?.abort();
    setOpen(false);
  };

  return (
    <>
      <Button onClick={start} aria-haspopup="dialog">
        Verify now
      </Button>
      <Modal
        open={open}
        onClose={close}
        title="Verify the audit log"
        description="Every stored event is hashed again, the tree is built anew and compared with every signed checkpoint."
      >
        <ModalBody>
          <div aria-live="polite">
            {state.kind === "running" && (
              <ProgressBar
                label="Events"
                value={state.total ? state.done / state.total : 0}
                text={state.total ? `${formatCount(state.done)} of ${formatCount(state.total)}` : "starting"}
              />
            )}
            {state.kind === "failed" && <Callout tone="fail">{state.message}</Callout>}
            {state.kind === "done" && <VerifyResult result={state.result} />}
          </div>
        </ModalBody>
        <ModalFooter>
          {state.kind !== "running" && <Button onClick={start}>Verify again</Button>}
          <Button variant={state.kind === "running" ? "default" : "primary"} onClick={close}>
            {state.kind === "running" ? "Cancel" : "Close"}
          </Button>
        </ModalFooter>
      </Modal>
    </>
  );
}
