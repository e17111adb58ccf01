import type { Role } from "@/db/enums";
import { type Permission, rolesAllow } from "./permissions";

type Pair = { both: readonly [Permission, Permission]; sentence: string };

/** Two sides of one decision that a bank keeps with different people (four-eyes, SOX change management). */
const pairs: readonly Pair[] = [
  {
    both: ["promotion.request", "promotion.approve"],
    sentence:
      "may request and approve promotions; the conflict check still refuses their approval of what they requested or contributed to",
  },
  {
    both: ["version.register", "promotion.approve"],
    sentence: "may register and approve versions; their approval of a version they registered is refused",
  },
  { both: ["promotion.approve", "promotion.execute"], sentence: "may approve a promotion and carry it out" },
  { both: ["promotion.approve", "member.manage"], sentence: "may approve and give the role to approve" },
  { both: ["policy.publish", "promotion.request"], sentence: "may change the policy that judges their own requests" },
];

/** What these roles together let one person do on both sides of a decision; empty when duties are separate. */
export const separationNotes = (roles: readonly Role[]): string[] =>
  pairs.filter(({ both }) => both.every((permission) => rolesAllow(roles, permission))).map(({ sentence }) => sentence);
