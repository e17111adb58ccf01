import "server-only";
import type { InboxKind } from "./inbox-kind";
import { peopleKind } from "./kinds/people";
import { promotionKind } from "./kinds/promotions";
import { rolloutKind } from "./kinds/rollouts";

/** Every kind of thing that waits for people. */
export const inboxKinds: readonly InboxKind[] = [promotionKind, rolloutKind, peopleKind];
