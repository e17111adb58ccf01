import type { ParamValue } from "@/db/schema/experiments";

/** A parameter as a text client sent it: a number when the text is exactly how that number is written, so that it sorts as one. */
export function paramOfText(text: string): ParamValue {
  if (text.length > 17 || !/^-?\d+(\.\d+)?$/.test(text)) return text;
  const number = Number(text);
  return String(number) === text ? number : text;
}

/** The text of a parameter: what a text client sent, or JSON for a list or an object. */
export const textOfParam = (value: ParamValue): string => (typeof value === "string" ? value : JSON.stringify(value));
