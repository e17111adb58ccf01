import { z } from "zod";
import { controlStatuses } from "@/db/enums";
import { prose } from "../prose";
import { evidenceKinds } from "./evidence-kinds";

const seen = z.number({ error: "Reload the page and try again" }).int().nonnegative();

/** What a project says about one control of the catalogue; `lockVersion` 0 = it has not changed it before. */
export const mapControlInput = z
  .object({
    controlId: z.string().min(1),
    lockVersion: seen,
    title: prose("The title", 3, 160),
    evidence: z.array(z.enum(evidenceKinds)).max(evidenceKinds.length),
    applies: z.boolean(),
    reason: prose("The reason", 0, 2_000).default(""),
  })
  .refine((input) => input.applies || input.reason.length >= 10, {
    path: ["reason"],
    message: "A control that does not apply needs a reason of at least 10 characters",
  });
export type MapControlInput = z.input<typeof mapControlInput>;

export const noteControlInput = z.object({
  controlId: z.string().min(1),
  modelId: z.string().min(1),
  lockVersion: seen,
  status: z.enum(controlStatuses),
  note: prose("The note", 0, 4_000).default(""),
});
export type NoteControlInput = z.input<typeof noteControlInput>;
