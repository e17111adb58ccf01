"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonProps } from "./button";
import { Modal, type ModalProps, useCloseDialog } from "./modal";
import { useFocusHome } from "./use-focus-home";

type DialogProps = Omit<ModalProps, "open" | "onClose"> & {
  /** The button that opens it. */
  label: ReactNode;
  button?: Pick<ButtonProps, "variant" | "size" | "className">;
};

/** A button and the modal dialog it opens. Content is mounted only while it is open. */
export function Dialog({ label, button, children, ...modal }: DialogProps) {
  const [open, setOpen] = useState(false);
  const ref = useFocusHome<HTMLButtonElement>();
  return (
    <>
      <Button {...button} ref={ref} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal {...modal} open={open} onClose={() => setOpen(false)}>
        {children}
      </Modal>
    </>
  );
}

/** A button that closes the dialog around it. */
export function CloseButton({ children = "Cancel", ...rest }: ButtonProps) {
  const close = useCloseDialog();
  return (
    <Button {...rest} onClick={close}>
      {children}
    </Button>
  );
}
