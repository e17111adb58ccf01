import type { Signature, SignatureField } from "@/db/schema/experiments";

export type InputDiff = {
  removed: string[];
  added: string[];
  retyped: { name: string; from: string; to: string }[];
  kept: number;
};

const typeOf = ({ type, dtype, shape }: SignatureField) =>
  [dtype ?? type, shape && `[${shape.join(", ")}]`].filter(Boolean).join(" ");

/** How a candidate's inputs differ from the baseline's, by name; null when either run recorded no signature. */
export function inputDiff(from: Signature | null, to: Signature | null): InputDiff | null {
  if (!from || !to) return null;
  const named = (signature: Signature) =>
    new Map(signature.inputs.map((field, index) => [field.name ?? `#${index + 1}`, typeOf(field)]));
  const [before, after] = [named(from), named(to)];
  const shared = [...before].filter(([name]) => after.has(name));
  const retyped = shared.flatMap(([name, type]) => {
    const now = after.get(name) ?? "";
    return now === type ? [] : [{ name, from: type, to: now }];
  });
  return {
    removed: [...before.keys()].filter((name) => !after.has(name)),
    added: [...after.keys()].filter((name) => !before.has(name)),
    retyped,
    kept: shared.length - retyped.length,
  };
}
