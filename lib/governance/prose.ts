import { z } from "zod";

/** Free text: trimmed, without null characters, with limits that are named together with what was sent. */
export function prose(label: string, min: number, max: number) {
  return z
    .string({ error: `${label} is missing` })
    .transform((text) => text.toWellFormed().replaceAll("\u0000", "").trim())
    .superRefine((text, issue) => {
      if (text.length < min) {
        issue.addIssue({
          code: "custom",
          message: min === 1 ? `${label} is missing` : `${label} needs at least ${min} characters`,
        });
      }
      if (text.length > max) {
        issue.addIssue({
          code: "custom",
          message: `${label} may have ${max.toLocaleString("en-US")} characters; this has ${text.length.toLocaleString("en-US")}. Shorten it, or link to a document`,
        });
      }
    });
}
