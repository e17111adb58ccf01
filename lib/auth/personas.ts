import type { Role } from "@/db/enums";

export type Persona = {
  name: string;
  email: string;
  title: string;
  roles: readonly Role[];
  groupName: string;
  /** What this person does in the demo, on the sign-in page. */
  does: string;
};

/** The five people of the demo. They sign in without a password, and only on the embedded database. */
export const personas = [
  {
    name: "Marta Lindqvist",
    email: "marta.lindqvist@demo.example",
    title: "Data scientist",
    roles: ["data_scientist"],
    groupName: "Data Science",
    does: "Compares runs, registers model versions and requests promotions.",
  },
  {
    name: "Tomás Beck",
    email: "tomas.beck@demo.example",
    title: "Model reviewer",
    roles: ["reviewer"],
    groupName: "Model Validation",
    does: "Judges promotions: approves, asks for changes or rejects.",
  },
  {
    name: "Ines Okafor",
    email: "ines.okafor@demo.example",
    title: "Risk officer",
    roles: ["risk_officer"],
    groupName: "Model Risk",
    does: "Sets risk tiers and policies, and countersigns what carries risk.",
  },
  {
    name: "Dana Osei",
    email: "dana.osei@demo.example",
    title: "Platform operator",
    roles: ["operator", "admin"],
    groupName: "Platform",
    does: "Rolls approved versions out in stages, rolls them back, administers the project.",
  },
  {
    name: "Henrik Vos",
    email: "henrik.vos@demo.example",
    title: "Auditor",
    roles: ["auditor"],
    groupName: "Internal Audit",
    does: "Reads everything, changes nothing, verifies the log.",
  },
] as const satisfies readonly Persona[];
