import { ExportButton } from "@/components/audit/export-button";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/paths";

type CardExportsProps = {
  project: string;
  href: string;
  /** The revision on the page. */
  revision: number;
  mayImport: boolean;
  /** Newest promotion of this version, whose statements can be signed. */
  promotion: number | null;
  /** Why this person may not export signed statements. */
  denied: string | null;
};

const formats = [
  ["hugging-face", "Markdown for Hugging Face"],
  ["model-card-toolkit", "Model Card Toolkit JSON"],
  ["cyclonedx", "CycloneDX 1.7 ML-BOM"],
  ["annex-iv", "Annex IV style report, Markdown"],
] as const;

/** Ways out of and into a card. */
export function CardExports({ project, href, revision, mayImport, promotion, denied }: CardExportsProps) {
  return (
    <Panel padded className="flex flex-col gap-2 text-s">
      <h2 className="text-m">Export</h2>
      <ul className="flex flex-col gap-0.5">
        {formats.map(([format, label]) => (
          <li key={format} className="flex min-h-6 items-center">
            <TextLink href={`${href}/export/${format}?revision=${revision}`} prefetch={false} download>
              {label}
            </TextLink>
          </li>
        ))}
        <li className="flex min-h-6 items-center">
          <TextLink href={`${href}/report`}>Annex IV style report, to print</TextLink>
        </li>
      </ul>
      <p className="text-xs text-ink-3">The card itself prints as a document: use the browser's print dialog.</p>
      {promotion !== null &&
        (denied ? (
          <DisabledButton compact size="s" reasons={[denied]}>
            Signed statements of P-{promotion}
          </DisabledButton>
        ) : (
          <ExportButton
            address={`${paths.promotion(project, promotion)}/statements`}
            filters={{}}
            check="node public/verify-statement.mjs FILE --key KEY"
          >
            Signed statements of P-{promotion}
          </ExportButton>
        ))}
      {mayImport && (
        <p>
          <TextLink href={`${href}/import`}>Import a Hugging Face card</TextLink>
        </p>
      )}
    </Panel>
  );
}
