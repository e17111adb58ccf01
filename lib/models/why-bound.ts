import { type Binding, boundName } from "./alias";

/** Why clients cannot move an alias, and what can. */
export function whyBound(model: string, alias: string, binding: Binding): string {
  const what = binding.kind === "target" ? "the target" : "the environment";
  return `The alias ${alias} of ${model} is bound to ${what} ${boundName(alias, binding)}: it follows what serves there, and only an executed promotion moves it. Request a promotion instead, or have a risk officer free the alias for this model.`;
}

/** Why clients cannot set a stage, and what does. */
export const whyStageBound = (model: string, stage: string, environment: string | null): string =>
  `The stage ${stage} of ${model} is ${environment === null ? "governed" : `bound to the environment ${environment}`}: it follows what serves there, and only an executed promotion moves it. Request a promotion instead.`;
