"use client";

import { Callout } from "@/components/ui/callout";
import { StatusBadge } from "@/components/ui/status-badge";
import { type CardSection, mitigationsTitle, sectionTitle } from "@/lib/models/card-sections";
import { type ImportedCard, importHuggingFace } from "@/lib/models/exports/import-hugging-face";
import { maxImportLength } from "@/lib/models/schemas";
import { CardClaims } from "./card-claims";

type ImportPreviewProps = { text: string; written: readonly CardSection[] };

/** What of the file goes into which section, what is only claimed, and what stays behind. */
export function ImportPreview({ text, written }: ImportPreviewProps) {
  if (!text.trim()) return <p className="text-s text-ink-2">What maps where appears here.</p>;
  if (text.length > maxImportLength) {
    return (
      <Callout tone="fail">
        The file has {text.length.toLocaleString("en")} characters; at most {maxImportLength.toLocaleString("en")} are
        read.
      </Callout>
    );
  }
  const result = importHuggingFace(text);
  if (!result.ok) return <Callout tone="fail">{result.message}</Callout>;
  return <Preview card={result.card} written={written} />;
}

const targetTitle = (to: ImportedCard["mapped"][number]["to"]) =>
  to === "mitigations" ? mitigationsTitle : to === "claims" ? "Claimed metrics" : sectionTitle(to);

function Preview({ card, written }: { card: ImportedCard; written: readonly CardSection[] }) {
  return (
    <section className="flex min-w-0 flex-col gap-5" aria-label="Preview of the import" aria-live="polite">
      <section>
        <h2 className="mb-1.5 text-m">Taken over</h2>
        <ul className="flex flex-col gap-1.5 text-s">
          {card.mapped.map(({ from, to }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one heading may stand in the file twice
            <li key={index} className="flex flex-wrap items-baseline gap-x-2">
              <span className="wrap-anywhere text-ink-2">{from}</span>
              <span aria-hidden>→</span>
              <b className="font-medium">{targetTitle(to)}</b>
              {written.some((key) => key === to) && (
                <StatusBadge tone="warn" className="text-xs">
                  replaces what is written
                </StatusBadge>
              )}
            </li>
          ))}
        </ul>
      </section>
      {card.ignored.length > 0 && (
        <section>
          <h2 className="mb-1.5 text-m">Left behind</h2>
          <ul className="flex flex-col gap-1 text-s text-ink-2">
            {card.ignored.map(({ from, why }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: one heading may stand in the file twice
              <li key={index} className="wrap-anywhere">
                {from}: {why}
              </li>
            ))}
          </ul>
        </section>
      )}
      {card.claims.length > 0 && <CardClaims claims={card.claims} />}
    </section>
  );
}
