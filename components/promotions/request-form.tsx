"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Callout } from "@/components/ui/callout";
import { FormFailure } from "@/components/ui/form-failure";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { TextareaField } from "@/components/ui/textarea";
import type { FieldErrors } from "@/lib/errors";
import { paths } from "@/lib/paths";
import { requestPromotionAction } from "@/lib/promotions/actions";
import { defaultPlan, planProblems } from "@/lib/promotions/rollout-plan";
import { maxReasonLength, type RequestPromotionInput, requestPromotionInput } from "@/lib/promotions/schemas";
import { PlanStages } from "./plan-stages";
import { PlanTriggers } from "./plan-triggers";
import { RequestComparisons } from "./request-comparisons";
import { type RequestChoice, type RequestFormOptions, RequestSubject } from "./request-subject";
import { RollbackPlanFields } from "./rollback-plan-fields";
import { useRequestDraft } from "./use-request-draft";

type RequestFormProps = { project: string; options: RequestFormOptions; initial: RequestChoice; actorId: string };

/** Field errors by path, so that "rolloutPlan.stages.1" finds its stage. */
function check(input: RequestPromotionInput): FieldErrors {
  const parsed = requestPromotionInput.safeParse(input);
  if (parsed.success) return {};
  const errors: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    const field = issue.path.join(".");
    errors[field] = [...(errors[field] ?? []), issue.message];
  }
  return errors;
}

/** Comparisons of a draft that can still be attached; drafts from before there were any have none. */
const stillThere = (ids: readonly string[] | undefined, { comparisons }: RequestFormOptions): string[] =>
  (ids ?? []).filter((id) => comparisons.some((comparison) => comparison.id === id));

const below = (errors: FieldErrors, path: string): string[] =>
  Object.entries(errors).flatMap(([field, messages]) =>
    field === path || field.startsWith(`${path}.`) ? messages : [],
  );

/** Longer texts are refused anyway; writing them out at every key would only slow typing down. */
const maxKept = 50_000;

/** Asks for a promotion: what, where, why, how it is rolled out and how it comes back. Keeps every word when it fails. */
export function RequestForm({ project, options, initial, actorId }: RequestFormProps) {
  const router = useRouter();
  const [choice, setChoice] = useState(initial);
  const model = options.models.find((m) => m.id === choice.modelId);
  const ownerId = model?.ownerUserId ?? actorId;
  const [reason, setReason] = useState("");
  const [plan, setPlan] = useState(() => defaultPlan(model?.riskTier ?? "medium", ownerId));
  const [planTouched, setPlanTouched] = useState(false);
  const [rollback, setRollback] = useState({ summary: "", ownerUserId: ownerId, minutes: 15 });
  const [comparisonIds, setComparisonIds] = useState<string[]>([]);
  const [errors, setErrors] = useState<FieldErrors>({});
  const request = useProtectedForm(requestPromotionAction, {
    onSuccess: ({ number }) => {
      draft.clear();
      router.push(paths.promotion(project, number));
    },
  });
  const draft = useRequestDraft(
    `request-promotion:${project}`,
    reason.length > maxKept ? null : { choice, reason, plan, rollback, planTouched, comparisonIds },
    (stored) => {
      if (initial.modelId !== "" && stored.choice.modelId !== initial.modelId) return;
      setReason(stored.reason);
      setPlan(stored.plan);
      setPlanTouched(stored.planTouched);
      setRollback(stored.rollback);
      setComparisonIds(stillThere(stored.comparisonIds, options));
    },
  );
  const choose = (next: RequestChoice) => {
    const tier = options.models.find((m) => m.id === next.modelId)?.riskTier;
    if (!planTouched && tier && tier !== model?.riskTier) setPlan(defaultPlan(tier, ownerId));
    setChoice(next);
  };
  const changePlan = (change: Partial<typeof plan>) => {
    setPlanTouched(true);
    setPlan({ ...plan, ...change });
  };
  const submit = () => {
    const input = {
      versionId: choice.versionId,
      targetId: choice.targetId,
      reason,
      rolloutPlan: plan,
      rollbackPlan: rollback,
      comparisonIds,
    };
    const found = check(input);
    setErrors(found);
    if (Object.keys(found).length === 0) request.run(project, input);
  };
  const shown = { ...request.fieldErrors, ...errors };
  const count = Object.keys(shown).length;
  const openNumber = request.failure?.code === "CONFLICT" ? openPromotionOf(request.failure.details) : null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section id="what" title="What and where">
        <Panel padded className="flex flex-col gap-4">
          <RequestSubject options={options} choice={choice} onChange={choose} errors={shown} />
          <TextareaField
            label="Reason"
            hint="What this version does better, for whom, and what it may cost. Reviewers read this first."
            rows={4}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={shown.reason}
          />
          <p className="-mt-3 text-end text-xs text-ink-3 tabular-nums">
            {reason.length.toLocaleString("en-US")} of {maxReasonLength.toLocaleString("en-US")} characters
          </p>
        </Panel>
      </Section>
      <Section id="rollout" title="Rollout plan" meta="ordered stages; part of what approvers sign">
        <Panel padded className="flex flex-col gap-5">
          <PlanStages
            stages={plan.stages}
            onChange={(stages) => changePlan({ stages })}
            errors={(index) =>
              count > 0
                ? planProblems(plan.stages)
                    .filter((p) => p.stage === index)
                    .map((p) => p.message)
                : []
            }
          />
          <div>
            <h3 className="mb-2 text-s font-medium">Rollback triggers</h3>
            <PlanTriggers
              triggers={plan.triggers}
              stages={plan.stages}
              people={options.people}
              onChange={(triggers) => changePlan({ triggers })}
              errors={(index) => below(shown, `rolloutPlan.triggers.${index}`)}
            />
          </div>
          <SelectField
            className="max-w-md"
            label="When nothing served before, the way back is"
            options={[
              { value: "disable", label: "Switch off: the target returns its own default" },
              { value: "none", label: "None: a person decides" },
            ]}
            value={plan.fallback}
            onChange={(event) => changePlan({ fallback: event.target.value === "none" ? "none" : "disable" })}
          />
        </Panel>
      </Section>
      <Section id="rollback" title="Rollback plan" meta="how the old version serves again">
        <Panel padded>
          <RollbackPlanFields value={rollback} people={options.people} onChange={setRollback} errors={shown} />
        </Panel>
      </Section>
      <Section id="comparisons" title="Comparisons" meta="evidence to look at; part of what approvers sign">
        <RequestComparisons
          project={project}
          options={options.comparisons}
          chosen={comparisonIds}
          onChange={setComparisonIds}
          errors={below(shown, "comparisonIds")}
        />
      </Section>
      <div className="mt-6 flex flex-col items-start gap-3">
        {count > 0 && !request.failure && (
          <Callout tone="fail" role="alert" className="w-full">
            {count === 1 ? "One field needs" : `${count} fields need`} attention: {Object.values(shown)[0]?.[0]}.
          </Callout>
        )}
        <FormFailure failure={request.failure}>
          {openNumber !== null && (
            <p className="mt-1">
              <TextLink href={paths.promotion(project, openNumber)}>Open P-{openNumber}</TextLink>
            </p>
          )}
        </FormFailure>
        <SubmitButton size="l" pending={request.pending}>
          Request promotion
        </SubmitButton>
        <p className="max-w-prose text-s text-ink-2">
          The gates are evaluated at once. You cannot approve your own request, and nothing is rolled out before others
          have approved it.
        </p>
      </div>
      <SessionEndedDialog session={request.session} onResend={request.resend} />
    </form>
  );
}

function openPromotionOf(details: unknown): number | null {
  if (typeof details !== "object" || details === null || !("number" in details)) return null;
  return typeof details.number === "number" ? details.number : null;
}
