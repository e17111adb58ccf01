import { ActDialog } from "@/components/acts/act-dialog";
import { Digest } from "@/components/ui/digest";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { compareHref } from "@/lib/experiments/compare-url";
import { parseView } from "@/lib/experiments/comparison";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { attachComparisonAction, detachComparisonAction } from "@/lib/promotions/actions";
import type { AttachedComparison } from "@/lib/promotions/attached-comparisons-query";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";

type ComparisonsSectionProps = { project: string; page: PromotionPage };

const consequence = "Approvals given so far become void, since what is attached is part of what is signed.";

/** Saved comparisons that the request points to, each as it was attached, and the way to attach one for who requested it. */
export function ComparisonsSection({ project, page }: ComparisonsSectionProps) {
  const { attached } = page;
  return (
    <Section
      id="comparisons"
      title="Attached comparisons"
      meta="part of the subject: a run in one that changes makes approvals stale"
      actions={<AttachButton project={project} page={page} />}
    >
      <Panel>
        {attached.length === 0 ? (
          <p className="px-3.5 py-3 text-ink-2">
            None. Whoever requested it can attach comparisons that were{" "}
            <TextLink href={paths.comparisons(project)}>saved</TextLink>.
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {attached.map((comparison) => (
              <Attached key={comparison.id} project={project} page={page} comparison={comparison} />
            ))}
          </ul>
        )}
      </Panel>
    </Section>
  );
}

function Attached({ project, page, comparison }: ComparisonsSectionProps & { comparison: AttachedComparison }) {
  const { promotion, available } = page;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-3.5 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <TextLink className="font-medium" href={compareHref(project, parseView(comparison.query))}>
            <bdi>{comparison.name}</bdi>
          </TextLink>
          <span className="text-s text-ink-2">{plural(comparison.runs.length, "run")}</span>
          <Digest value={comparison.digest} label="comparison" />
        </p>
        {comparison.note && (
          <bdi className="mt-1 block text-s whitespace-pre-wrap wrap-anywhere text-ink-2">{comparison.note}</bdi>
        )}
        <p className="mt-1 text-xs text-ink-2">
          Attached by <bdi>{comparison.attachedBy}</bdi>, <TimeText at={comparison.attachedAt} />
        </p>
      </div>
      {available.attach.allowed && (
        <ActDialog
          project={project}
          draft={`detach:${promotion.id}:${comparison.id}`}
          label="Take off"
          title={`Take ${comparison.name} off P-${promotion.number}`}
          consequence={consequence}
          done="The comparison is taken off."
          fields={[]}
          fixed={{ number: promotion.number, comparisonId: comparison.id }}
          action={detachComparisonAction}
          variant="danger"
          size="s"
        />
      )}
    </li>
  );
}

function AttachButton({ project, page }: ComparisonsSectionProps) {
  const { promotion, available, attachable } = page;
  const reasons = [
    ...available.attach.reasons.map((reason) => reason.text),
    ...(available.attach.allowed && attachable.length === 0
      ? ["No other comparison is saved; open Compare, put runs beside each other and save that."]
      : []),
  ];
  if (reasons.length > 0)
    return (
      <DisabledButton compact size="s" reasons={reasons}>
        Attach a comparison
      </DisabledButton>
    );
  return (
    <ActDialog
      project={project}
      draft={`attach:${promotion.id}`}
      label="Attach a comparison"
      title={`Attach a comparison to P-${promotion.number}`}
      consequence={consequence}
      done="The comparison is attached, and the gates are evaluated anew."
      fields={[
        {
          kind: "choice",
          name: "comparisonId",
          label: "Comparison",
          hint: "It is attached as it is now. Changing or deleting the saved one later changes nothing here.",
          options: attachable.map(({ id, name, runs }) => ({ value: id, label: `${name} (${plural(runs, "run")})` })),
          placeholder: "Choose a comparison",
        },
      ]}
      fixed={{ number: promotion.number }}
      action={attachComparisonAction}
      submit="Attach"
      size="s"
    />
  );
}
