import { TextField } from "@/components/ui/input";
import { TextareaField } from "@/components/ui/textarea";
import type { CardBody } from "@/db/schema/cards";
import { mitigationName, mitigationText } from "@/lib/models/card-form";
import { mitigationsTitle } from "@/lib/models/card-sections";

const spare = 3;
const most = 50;

type MitigationFieldsProps = { initial: CardBody["mitigations"]; errors: Readonly<Record<string, string[]>> };

/** Named risks, each with what is done about it; a few empty rows wait for more. */
export function MitigationFields({ initial, errors }: MitigationFieldsProps) {
  const rows = Math.min(most, initial.length + spare);
  return (
    <fieldset id="mitigations" className="flex scroll-mt-16 flex-col gap-3">
      <legend className="mb-1 font-medium">{mitigationsTitle}</legend>
      <p className="text-xs text-ink-3">Rows left empty are not saved; three more appear after saving.</p>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are fields by number
          key={row}
          className="grid grid-cols-[minmax(0,1fr)] gap-x-5 gap-y-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
        >
          <TextField
            name={mitigationName(row)}
            label={`Risk ${row + 1}`}
            optional
            defaultValue={initial[row]?.name ?? ""}
            error={errors[`body.mitigations.${row}.name`]}
          />
          <TextareaField
            name={mitigationText(row)}
            label={`What is done about risk ${row + 1}`}
            optional
            rows={2}
            defaultValue={initial[row]?.mitigation ?? ""}
            error={errors[`body.mitigations.${row}.mitigation`]}
          />
        </div>
      ))}
    </fieldset>
  );
}
