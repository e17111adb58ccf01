import { DescriptionList } from "@/components/ui/description-list";
import { Panel } from "@/components/ui/panel";
import type { AssessmentRevision } from "@/lib/governance/risk/assessment-page-query";
import { assessmentSections, bodyFields } from "@/lib/governance/risk/body-diff";
import { ProseText } from "../prose-text";
import { TierMatrix } from "./tier-matrix";

type AssessmentViewProps = { revision: AssessmentRevision; nameOf: (userId: string) => string };

/** One revision to read, section by section, with the tier rule and where this model falls in it. */
export function AssessmentView({ revision, nameOf }: AssessmentViewProps) {
  const fields = bodyFields(revision.body, nameOf);
  return (
    <Panel className="divide-y divide-line">
      {assessmentSections.map((section) => (
        <section key={section} className="grid gap-x-6 gap-y-3 px-4 py-4 md:grid-cols-[9rem_minmax(0,1fr)]">
          <h3>{section}</h3>
          <div className="flex min-w-0 flex-col gap-3">
            <DescriptionList
              items={fields
                .filter((field) => field.section === section)
                .map(({ label, text }) => ({
                  term: label,
                  value: text === "" ? <span className="text-ink-3">not written</span> : <ProseText text={text} />,
                }))}
              className="max-sm:grid-cols-1! max-sm:[&_dd]:mb-2 sm:grid-cols-[11rem_minmax(0,1fr)]!"
            />
            {section === "Tier" && <TierMatrix exposure={revision.body.exposure} purpose={revision.body.purpose} />}
          </div>
        </section>
      ))}
    </Panel>
  );
}
