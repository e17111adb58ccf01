import { Chip } from "@/components/ui/chip";
import { TextLink } from "@/components/ui/text-link";
import { plural } from "@/lib/format";
import { formatDate } from "@/lib/format-time";
import { paths } from "@/lib/paths";
import type { EmergencyView } from "@/lib/promotions/emergencies-query";
import { emergencyState } from "@/lib/promotions/emergency";
import type { WaiverNote } from "@/lib/promotions/waivers-query";

type PeopleNotesProps = {
  project: string;
  waivers: WaiverNote | undefined;
  emergencies: readonly EmergencyView[];
  now: Date;
};

const words = {
  waits: "Emergency, not reviewed",
  overdue: "Emergency, review overdue",
  objected: "Emergency, objected to",
} as const;

/** What runs here on somebody's word: gates waived for a time, a waiver that has ended, an emergency that is open. */
export function PeopleNotes({ project, waivers, emergencies, now }: PeopleNotesProps) {
  const next = waivers?.inForce.toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())[0];
  const open = emergencies.flatMap((one) => {
    const state = emergencyState(one, now);
    return state === "upheld" ? [] : [{ ...one, state }];
  });
  const lapsed = waivers?.reopened.length ?? 0;
  if (!next && lapsed === 0 && open.length === 0) return null;
  return (
    <span className="mt-1 flex flex-wrap items-center gap-1.5">
      {open.map((one) => (
        <TextLink key={one.promotionId} quiet href={paths.promotion(project, one.number)}>
          <Chip tone={one.state === "waits" ? "warn" : "fail"}>{words[one.state]}</Chip>
        </TextLink>
      ))}
      {lapsed > 0 && <Chip tone="fail">{plural(lapsed, "waiver has ended", "waivers have ended")}</Chip>}
      {next && waivers && (
        <TextLink quiet href={`${paths.promotion(project, next.promotion)}#waivers`}>
          <Chip tone="waived">
            {plural(waivers.inForce.length, "gate waived", "gates waived")} until {formatDate(next.expiresAt)}
          </Chip>
        </TextLink>
      )}
    </span>
  );
}
