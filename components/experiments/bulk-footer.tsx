import { Button } from "@/components/ui/button";
import { CloseButton } from "@/components/ui/dialog";
import { DisabledButton } from "@/components/ui/disabled-button";
import { ModalFooter } from "@/components/ui/modal";
import { plural } from "@/lib/format";

type BulkFooterProps = {
  /** Before the number of runs: "Archive". */
  verb: string;
  changes: number;
  isCounting: boolean;
  pending: boolean;
  /** What is missing before runs can be counted. */
  missing?: string | null;
  onAct: () => void;
};

/** Does a previewed act on many runs, or says why there is nothing to do. */
export function BulkFooter({ verb, changes, isCounting, pending, missing, onAct }: BulkFooterProps) {
  const reason = missing ?? (isCounting ? "Counting the runs." : "No chosen run would change.");
  return (
    <ModalFooter>
      <CloseButton />
      {changes > 0 ? (
        <Button variant="primary" pending={pending} onClick={onAct}>
          {verb} {plural(changes, "run")}
        </Button>
      ) : (
        <DisabledButton reasons={[reason]}>{verb}</DisabledButton>
      )}
    </ModalFooter>
  );
}
