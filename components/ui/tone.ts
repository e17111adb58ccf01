import type { GlyphName } from "./glyph";

export const tones = ["neutral", "pass", "fail", "warn", "unknown", "waived", "accent", "stale"] as const;
export type Tone = (typeof tones)[number];

export const toneGlyph: Record<Tone, GlyphName | null> = {
  neutral: null,
  pass: "pass",
  fail: "fail",
  warn: "warn",
  unknown: "inconclusive",
  waived: "waived",
  accent: "clock",
  stale: "no-data",
};

export const toneText: Record<Tone, string> = {
  neutral: "text-ink-2",
  pass: "text-pass",
  fail: "text-fail",
  warn: "text-warn",
  unknown: "text-unknown",
  waived: "text-waived",
  accent: "text-accent-ink",
  stale: "text-unknown",
};

export const toneSoft: Record<Tone, string> = {
  neutral: "bg-unknown-soft text-ink-2",
  pass: "bg-pass-soft text-pass",
  fail: "bg-fail-soft text-fail",
  warn: "bg-warn-soft text-warn",
  unknown: "bg-unknown-soft text-unknown",
  waived: "bg-waived-soft text-waived",
  accent: "bg-accent-soft text-accent-ink",
  stale: "stale-hatch text-unknown border border-dashed border-line-strong",
};

export const toneBorder: Record<Tone, string> = {
  neutral: "border-s-line-strong",
  pass: "border-s-pass",
  fail: "border-s-fail",
  warn: "border-s-warn",
  unknown: "border-s-unknown",
  waived: "border-s-waived",
  accent: "border-s-accent",
  stale: "border-s-line-strong",
};
