import { z } from "zod";
import { findingSeverities } from "@/db/enums";
import { prose } from "../prose";
import { findingTransitions } from "./finding";

const id = z.string().min(1);
const optionalId = id.max(300).nullable().default(null);
const day = z.iso.date("must be a date such as 2027-03-31");

const content = {
  title: prose("The title", 5, 200),
  description: prose("The description", 0, 8_000).default(""),
  severity: z.enum(findingSeverities, { error: "Choose a severity" }),
  blocks: z.boolean().default(false),
  ownerUserId: id.min(1, "Choose an owner"),
  dueOn: day,
  plan: prose("The plan", 0, 8_000).default(""),
};

/** A finding about a model, and where given about a version, a promotion, one of its gates or slices, a thread. */
export const raiseFindingInput = z.object({
  modelId: id,
  versionId: optionalId,
  promotionId: optionalId,
  gateId: optionalId,
  slice: optionalId,
  threadId: optionalId,
  ...content,
});
export type RaiseFindingInput = z.input<typeof raiseFindingInput>;

const number = z.coerce.number({ error: "The finding's number is missing" }).int().positive().max(2_147_483_647);
const seen = z.number({ error: "Reload the page and try again" }).int().nonnegative();

/** The whole editable state of a finding and the lock version it was read at. */
export const updateFindingInput = z.object({
  number,
  lockVersion: seen,
  note: prose("The note", 0, 4_000).default(""),
  ...content,
});
export type UpdateFindingInput = z.input<typeof updateFindingInput>;

export const moveFindingInput = z.object({
  number,
  lockVersion: seen,
  transition: z.enum(findingTransitions),
  note: prose("The note", 10, 4_000),
  /** Until when an accepted risk is borne. */
  until: day.nullable().default(null),
});
export type MoveFindingInput = z.input<typeof moveFindingInput>;
