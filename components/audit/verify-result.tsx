import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import type { LogVerification } from "@/lib/audit/commands/verify-log";
import { formatCount, plural } from "@/lib/format";
import { formatDuration } from "@/lib/format-time";

/** What a verification checked, and the first broken thing if there is one. */
export function VerifyResult({ result }: { result: LogVerification }) {
  const { broken, sealingRefused } = result;
  const isIntact = broken === null && sealingRefused === null;
  return (
    <div className="flex flex-col gap-3">
      <Callout
        tone={isIntact ? "pass" : "fail"}
        glyph={isIntact ? "seal" : undefined}
        role={isIntact ? "status" : "alert"}
      >
        {isIntact ? (
          <p>
            <b className="font-medium">Whole and unchanged from event 1 to {formatCount(result.size)}.</b>
          </p>
        ) : (
          <>
            <p>
              <b className="font-medium">Broken.</b> {broken?.what ?? sealingRefused}
            </p>
            {broken && sealingRefused && <p className="mt-1">Sealing has stopped: {sealingRefused}</p>}
            <p className="mt-1 text-s text-ink-2">
              Nothing was repaired. Keep the database as it is and call whoever runs this installation.
            </p>
          </>
        )}
      </Callout>
      <DescriptionList
        items={[
          { term: "Events", value: `${formatCount(result.size)} hashed again from their stored bytes` },
          { term: "Checkpoints", value: `${formatCount(result.checkpoints)} signatures and roots` },
          {
            term: "Outside",
            value: result.heldOutside
              ? `${plural(result.heldOutside, "checkpoint")} kept beside the key, not in the database`
              : "no checkpoint kept outside the database was at hand",
          },
          { term: "Proof nodes", value: `${formatCount(result.proofNodes)} compared with the tree built anew` },
          { term: "Names and texts", value: `${formatCount(result.clearValues)} match their commitments` },
          { term: "Not sealed yet", value: formatCount(result.waiting) },
          { term: "Time", value: formatDuration(result.milliseconds) },
          {
            term: "Key",
            value: result.vkey ? (
              <span className="inline-flex max-w-full items-center gap-1">
                <code className="truncate text-s">{result.vkey}</code>
                <CopyButton value={result.vkey} label="Copy the verifier key" />
              </span>
            ) : (
              "nothing is signed yet"
            ),
          },
          {
            term: "Key from",
            value: result.keyFrom === "key file" ? "the key file of this server" : "the database: a weaker witness",
          },
        ]}
      />
    </div>
  );
}
