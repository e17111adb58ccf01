import { z } from "zod";
import { missing, mistyped } from "./complaints";

/** A field that converts what protobuf's JSON allows; `convert` answers undefined for what it does not. */
const field = <T>(convert: (value: unknown) => T | undefined) =>
  z.any().transform((value, ctx): T => {
    const converted = convert(value);
    if (converted !== undefined) return converted;
    ctx.issues.push({ code: "custom", input: value, message: value === "" ? missing : mistyped });
    return z.NEVER;
  });

const asText = (value: unknown) => (typeof value === "string" ? value : undefined);
const asId = (value: unknown) => (typeof value === "number" && Number.isInteger(value) ? String(value) : asText(value));

/** A string, "" included; with `.optional()` where it may be left out. */
export const text = z.string();
/** A string that must be there and not be empty. */
export const requiredText = field((value) => asText(value) || undefined);
/** An id that old clients send as a number. */
export const idText = field(asId);
export const requiredId = field((value) => asId(value) || undefined);

const whole = /^-?\d{1,20}(\.0+)?$/;

/** int64 or int32: a number or a numeric string. What a double cannot hold exactly is refused, never rounded. */
export const int64 = field((value) => {
  const number = typeof value === "string" && whole.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number + 0 : undefined;
});

const special: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** double: a number, a numeric string, or NaN and the infinities by name. */
export const double = field((value) => {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  return special[value] ?? (decimal.test(value) ? Number(value) : undefined);
});

/** bool: true and false, in a query by name. */
export const bool = field((value) => {
  if (typeof value === "boolean") return value;
  const name = typeof value === "string" ? value.toLowerCase() : "";
  return name === "true" ? true : name === "false" ? false : undefined;
});

/** An enum, by name or by number; answers the name. */
export const enumeration = <Name extends string>(numbers: Record<Name, number>) => {
  const names = Object.keys(numbers) as Name[];
  return field((value) => names.find((name) => name === value || String(numbers[name]) === String(value)));
};

/** A repeated field; absent means empty. */
export const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);

/** `{key, value}` of a tag or parameter: the key is required, an absent value is "". */
export const keyValue = z.object({ key: requiredText, value: text.default("") });

export const viewType = enumeration({ ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 });
export const runStatus = enumeration({ RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 });
