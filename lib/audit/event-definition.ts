import { z } from "zod";
import type { Sentence } from "./sentence";

/** Longest clear text kept beside the log: a reason, a comment, a name. */
export const maxPersonalLength = 20_000;
/** Shown in place of a personal value that was erased. */
export const erased = "(erased)";

/** Text that a leaf carries in clear: names of models, versions, policies; never of people. */
export const label = z.string().max(2_000);
/** A person's name or free text: only a salted commitment to it enters the leaf. */
export const personal = z.string().max(maxPersonalLength);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** What a field was and became, shown as "before -> after". */
export const change = z.object({ field: z.string(), from: scalar, to: scalar });
export type Change = z.output<typeof change>;

export type EventDefinition<Type extends string, Shape extends z.ZodRawShape> = {
  objectType: Type;
  /** Unknown keys are refused: nothing enters the log unnamed. */
  payload: z.ZodObject<Shape, z.core.$strict>;
  /** Keys of the payload that are personal data or free text. */
  personal: readonly (keyof Shape & string)[];
  /** The sentence after the actor's name, e.g. "approved promotion P-214". */
  describe: (payload: z.output<z.ZodObject<Shape, z.core.$strict>>) => Sentence;
};

/** Declares one action of the log: what its payload is, which keys stay outside the leaf, how it reads. */
export function defineEvent<const Type extends string, Shape extends z.ZodRawShape>(
  objectType: Type,
  shape: Shape,
  describe: EventDefinition<Type, Shape>["describe"],
  personalKeys: readonly (keyof Shape & string)[] = [],
): EventDefinition<Type, Shape> {
  return { objectType, payload: z.strictObject(shape), personal: personalKeys, describe };
}
