"use client";

import clsx from "clsx";
import { createContext, type ReactNode, useContext, useEffect, useId, useRef } from "react";
import { Glyph } from "./glyph";

const CloseContext = createContext<(() => void) | null>(null);

/** Closes the dialog around this component. */
export function useCloseDialog(): () => void {
  const close = useContext(CloseContext);
  if (!close) throw new Error("useCloseDialog needs a Modal or Dialog around it");
  return close;
}

export type ModalProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** The consequence, before the click: from, to, what happens next. */
  description?: ReactNode;
  size?: "s" | "m" | "l";
  /** In the middle, near the top (for a search), or a drawer at the side. */
  placement?: "center" | "top" | "start";
  hideTitle?: boolean;
  children: ReactNode;
};

// The platform would focus the close button; the first field is where the work starts.
const firstField =
  "[data-autofocus], input:not([type=hidden], :disabled), textarea:not(:disabled), select:not(:disabled)";

const widths = { s: "max-w-[420px]", m: "max-w-[560px]", l: "max-w-[880px]" };

/** A modal dialog on the platform's <dialog>: traps focus, closes on Esc, gives focus back. Controlled; see Dialog for the one with a button. */
export function Modal({
  open,
  onClose,
  title,
  description,
  size = "m",
  placement = "center",
  hideTitle = false,
  children,
}: ModalProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>(firstField)?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the platform's own; the click is for the backdrop
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-text` : undefined}
      // React hands the close of a dialog inside this one upwards too.
      onClose={(event) => event.target === event.currentTarget && onClose()}
      // The second click of a double click on the button that opened this lands on the backdrop.
      onClick={(event) => event.target === event.currentTarget && event.detail < 2 && event.currentTarget.close()}
      className={clsx(
        "bg-panel text-ink shadow-pop",
        placement !== "start" &&
          `${placement === "top" ? "mx-auto mt-[12dvh]" : "m-auto"} w-[calc(100vw-24px)] rounded-m border border-line-strong ${widths[size]} max-h-[calc(100dvh-24px)]`,
        placement === "start" && "m-0 h-dvh max-h-none w-[280px] max-w-[85vw] border-e border-line-strong",
      )}
    >
      {open && (
        <CloseContext value={() => ref.current?.close()}>
          <div className={hideTitle ? "sr-only" : "flex items-start gap-3 border-b border-line px-4 py-3"}>
            <div className="min-w-0 flex-1">
              <h2 id={`${id}-title`} className="wrap-anywhere">
                {title}
              </h2>
              {description && (
                <p id={`${id}-text`} className="mt-1 text-m text-ink-2">
                  {description}
                </p>
              )}
            </div>
            {!hideTitle && (
              <button
                type="button"
                aria-label="Close"
                onClick={() => ref.current?.close()}
                className="-me-1.5 grid size-7 place-items-center rounded-s text-ink-2 hover:bg-sunken"
              >
                <Glyph name="close" />
              </button>
            )}
          </div>
          {children}
        </CloseContext>
      )}
    </dialog>
  );
}

/** The padded middle of a dialog. */
export function ModalBody({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={clsx("flex flex-col gap-4 px-4 py-3.5", className)}>{children}</div>;
}

/** The line of buttons at the end of a dialog: cancel first, the act last. */
export function ModalFooter({ children }: { children: ReactNode }) {
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-panel px-4 py-3">
      {children}
    </div>
  );
}
