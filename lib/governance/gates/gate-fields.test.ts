import { expect, test } from "vitest";
import { gateKinds } from "@/db/enums";
import { gateSchema } from "./gate";
import { commonGateFields, gateDescriptors } from "./gate-fields";

const common = new Set(["kind", ...commonGateFields.map((field) => field.name)]);

test.each(gateKinds)("every parameter of a %s gate has a field in its form, and no other", (kind) => {
  const schema = gateSchema.options.find((option) => option.shape.kind.value === kind);
  const parameters = Object.keys(schema?.shape ?? {}).filter((name) => !common.has(name));
  expect(gateDescriptors[kind].fields.map((field) => field.name).sort()).toEqual(parameters.sort());
});
