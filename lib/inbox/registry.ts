import "server-only";
import type { InboxKind } from "./inbox-kind";
import { accessReviewKind } from "./kinds/access-reviews";
import { assessmentKind } from "./kinds/assessments";
import { cardKind } from "./kinds/cards";
import { findingKind } from "./kinds/findings";
import { peopleKind } from "./kinds/people";
import { policyKind } from "./kinds/policies";
import { promotionKind } from "./kinds/promotions";
import { reviewKind } from "./kinds/reviews";
import { rolloutKind } from "./kinds/rollouts";
import { waiverKind } from "./kinds/waivers";

/** Every kind of thing that waits for people. */
export const inboxKinds: readonly InboxKind[] = [
  promotionKind,
  rolloutKind,
  peopleKind,
  policyKind,
  cardKind,
  assessmentKind,
  reviewKind,
  findingKind,
  waiverKind,
  accessReviewKind,
];
