"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./button";

/** Submits the form around it once: busy and inert while the form's action runs. */
export function SubmitButton({ variant = "primary", pending, ...rest }: ButtonProps) {
  const form = useFormStatus();
  return <Button {...rest} type="submit" variant={variant} pending={pending || form.pending} />;
}
