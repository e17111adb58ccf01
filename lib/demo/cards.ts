import type { CardBody } from "@/db/schema/cards";
import { approveCard } from "@/lib/models/commands/approve-card";
import { draftCard } from "@/lib/models/commands/draft-card";
import { editCard } from "@/lib/models/commands/edit-card";
import { submitCard } from "@/lib/models/commands/submit-card";
import { loadCard } from "@/lib/models/load-card";
import { findVersion } from "@/lib/models/queries";
import type { Stage } from "./cast";

type Words = Partial<CardBody>;

const shared: Words = {
  licence: "Apache-2.0",
  references: "https://archive.ics.uci.edu/dataset/2/adult",
  users: "Case workers of the benefits office, who read the order it puts applications in.",
  useCases: "Ordering applications for income-tested support\nFinding applications that were put aside too early",
  intendedUse: "Orders applications for a case worker; it never refuses anybody by itself.",
  outOfScope:
    "Refusing or granting support without a person; other countries; incomes after 1994 without a new evaluation.",
  humanOversight:
    "A case worker reads **every** application that the model ranks low, and can move it up with one click. The office manager switches the model off in the target's own console.",
  ethicalConsiderations:
    "A missed case is a household that waits longer for money it is entitled to. Women and people who work part time are missed more often; see the fairness section.",
  mitigations: [
    { name: "Eligible people ranked low", mitigation: "Low ranks are read by a person within two days." },
    {
      name: "Case workers trust the order too much",
      mitigation: "One in twenty applications is shown without its rank.",
    },
  ],
};

const first: Words = {
  ...shared,
  limitations:
    "Recall is {{slice:hours_band=<35:recall}} for people who work under 35 hours a week and {{slice:sex=Female:recall}} for women, against {{metric:recall}} overall. The data is from the 1994 census.",
  tradeoffs:
    "A plain logistic regression: boosted trees rank better, but case workers asked for a model whose reasons they can follow.",
};

const second: Words = {
  ...shared,
  limitations:
    "Recall is {{slice:hours_band=<35:recall}} for people who work under 35 hours a week. Removing sex, race and country did not remove what other columns tell about them.",
  tradeoffs:
    "Slightly more accurate overall ({{metric:accuracy}}) at the price of recall for people who work part time.",
};

/** Two cards drafted from evidence and finished by people: one approved, one that waits for its reviewer. */
export async function playCards(stage: Stage): Promise<void> {
  const { clock } = stage;
  const approved = await writeCard(stage, 1, first);
  clock.forward({ hours: 6 });
  await approveCard(stage.as("tomas"), {
    ...approved,
    comment: "The weak slices are named with their figures, and a person reads the low ranks.",
  });
  clock.forward({ hours: 3 });
  await writeCard(stage, 2, second);
}

async function writeCard(stage: Stage, number: number, words: Words) {
  const { clock } = stage;
  const found = await findVersion(stage.system, "income-eligibility", number);
  if (!found) throw new Error(`demo: income-eligibility ${number} is missing`);
  const versionId = found.version.id;
  const marta = stage.as("marta");
  await draftCard(marta, { versionId, seenRevision: found.version.cardRevision });
  clock.forward({ minutes: 40 });
  const { body, facts } = await loadCard(stage.system, stage.db, versionId);
  const { revision } = await editCard(stage.as("marta"), {
    versionId,
    seenRevision: facts.revision,
    body: { ...body, ...words },
    confirm: body.drafted,
  });
  clock.forward({ minutes: 10 });
  await submitCard(stage.as("marta"), { versionId, seenRevision: revision });
  return { versionId, seenRevision: revision };
}
