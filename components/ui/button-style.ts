import clsx from "clsx";

export type ButtonVariant = "default" | "primary" | "danger" | "danger-solid" | "ghost";
export type ButtonSize = "s" | "m" | "l";

const base =
  "inline-flex items-center justify-center gap-1.75 rounded-m border font-medium leading-none whitespace-nowrap no-underline select-none " +
  "disabled:bg-sunken disabled:border-line disabled:text-ink-3 aria-disabled:bg-sunken aria-disabled:border-line aria-disabled:text-ink-3";

const variants: Record<ButtonVariant, string> = {
  default: "border-line-strong bg-panel text-ink not-aria-disabled:enabled:hover:bg-sunken [a&]:hover:bg-sunken",
  primary:
    "border-accent bg-accent text-ink-inverse not-aria-disabled:enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover",
  danger: "border-fail bg-panel text-fail not-aria-disabled:enabled:hover:bg-fail-soft [a&]:hover:bg-fail-soft",
  "danger-solid": "border-fail bg-fail text-ink-inverse not-aria-disabled:enabled:hover:opacity-90",
  ghost: "border-transparent bg-transparent text-ink-2 not-aria-disabled:enabled:hover:bg-sunken [a&]:hover:bg-sunken",
};

const sizes: Record<ButtonSize, string> = {
  s: "h-6.5 px-2.25 text-s",
  m: "h-7.5 px-3 text-m",
  l: "h-10 px-4 text-m",
};

/** The class list of a button; links that act as buttons share it. */
export function buttonStyle(variant: ButtonVariant = "default", size: ButtonSize = "m", className?: string): string {
  return clsx(base, variants[variant], sizes[size], className);
}
