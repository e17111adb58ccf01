import clsx from "clsx";
import type { ReactNode } from "react";

const line = {
  fill: "none",
  stroke: "currentColor",
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
const ring = <circle cx="7" cy="7" r="6" {...line} strokeWidth="1.3" />;
const tick = <path d="M4.2 7.2l2 2 3.7-4.2" {...line} strokeWidth="1.5" />;

const shapes = {
  pass: (
    <>
      {ring}
      {tick}
    </>
  ),
  fail: (
    <>
      <circle cx="7" cy="7" r="6.6" fill="currentColor" />
      <path d="M4.8 4.8l4.4 4.4M9.2 4.8L4.8 9.2" {...line} stroke="var(--color-panel)" strokeWidth="1.6" />
    </>
  ),
  warn: (
    <>
      <path d="M7 1.4L13 12.4H1z" {...line} strokeWidth="1.3" />
      <path d="M7 5.4v3.4M7 10.4v.6" {...line} strokeWidth="1.4" />
    </>
  ),
  inconclusive: (
    <>
      {ring}
      <path d="M7 1a6 6 0 0 1 0 12z" fill="currentColor" />
    </>
  ),
  "no-data": (
    <>
      <circle cx="7" cy="7" r="6" {...line} strokeWidth="1.3" strokeDasharray="1.5 2" />
      <path d="M4 7h6" {...line} strokeWidth="1.4" />
    </>
  ),
  waived: (
    <>
      <circle cx="7" cy="7" r="6" {...line} strokeWidth="1.3" strokeDasharray="2.6 2.1" />
      {tick}
    </>
  ),
  clock: (
    <>
      {ring}
      <path d="M7 3.6V7l2.4 1.6" {...line} strokeWidth="1.2" />
    </>
  ),
  info: (
    <>
      {ring}
      <path d="M7 6.4v3.4M7 4v.4" {...line} strokeWidth="1.4" />
    </>
  ),
  stop: (
    <>
      {ring}
      <path d="M5 5h4v4H5z" fill="currentColor" />
    </>
  ),
  pause: (
    <>
      {ring}
      <path d="M5.6 5v4M8.4 5v4" {...line} strokeWidth="1.4" />
    </>
  ),
  equal: (
    <>
      {ring}
      <path d="M4.4 5.8h5.2M4.4 8.4h5.2" {...line} strokeWidth="1.3" />
    </>
  ),
  back: (
    <>
      {ring}
      <path d="M9.6 7H4.6M6.6 4.8L4.4 7l2.2 2.2" {...line} strokeWidth="1.3" />
    </>
  ),
  seal: (
    <>
      <path d="M7 .9l5 1.9v3.9c0 3.1-2.1 5.3-5 6.4-2.9-1.1-5-3.3-5-6.4V2.8z" {...line} strokeWidth="1.2" />
      <path d="M4.7 7l1.7 1.7 3-3.4" {...line} strokeWidth="1.3" />
    </>
  ),
  lock: (
    <>
      <rect x="2.8" y="6" width="8.4" height="6.4" rx="1.2" {...line} strokeWidth="1.2" />
      <path d="M4.6 6V4.2a2.4 2.4 0 0 1 4.8 0V6" {...line} strokeWidth="1.2" />
    </>
  ),
  done: <path d="M3 7.4l2.6 2.6L11 4.2" {...line} strokeWidth="1.4" />,
  arrow: <path d="M2 7h9M7.6 3.4L11.2 7l-3.6 3.6" {...line} strokeWidth="1.4" />,
  pin: <path d="M3.5 1.5h7v11L7 9.8l-3.5 2.7z" fill="currentColor" />,
  close: <path d="M4 4l6 6M10 4l-6 6" {...line} strokeWidth="1.3" />,
  down: <path d="M4 5.6L7 8.6l3-3" {...line} strokeWidth="1.3" />,
} satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof shapes;

/** A 14-unit mark. Decorative: the word beside it carries the meaning. */
export function Glyph({ name, className, size = 13 }: { name: GlyphName; className?: string; size?: number }) {
  return (
    <svg
      viewBox="0 0 14 14"
      width={size}
      height={size}
      className={clsx("block flex-none", className)}
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}
