import type { ComponentProps, MouseEvent } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";
import { Spinner } from "./spinner";

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Work under way: shows a spinner and ignores further clicks. It keeps the focus, which a disabled button would lose. */
  pending?: boolean;
};

const ignore = (event: MouseEvent) => {
  event.preventDefault();
  event.stopPropagation();
};

/** A button that acts on this page. To explain why it cannot, use DisabledButton. */
export function Button({
  variant,
  size,
  pending = false,
  className,
  type = "button",
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || rest["aria-disabled"]}
      aria-busy={pending || undefined}
      onClick={pending ? ignore : onClick}
      className={buttonStyle(variant, size, className)}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}
