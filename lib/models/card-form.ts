import type { CardBody, CardTexts } from "@/db/schema/cards";
import { type CardSection, sectionKeys } from "./card-sections";

/** Longest text of one section, in characters. */
export const maxSection = 20_000;

export const mitigationName = (row: number) => `mitigation.${row}.name`;
export const mitigationText = (row: number) => `mitigation.${row}.text`;
export const confirmName = (section: CardSection) => `confirm.${section}`;

export type CardFormInput = {
  body: CardTexts & Pick<CardBody, "mitigations">;
  confirm: CardSection[];
};

/** Reads the editor's fields. Rows of the risk list that are empty are left out; `before` answers for fields the form lacks. */
export function readCardForm(form: FormData, before: CardBody): CardFormInput {
  const field = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.replaceAll("\r\n", "\n") : null;
  };
  const texts = Object.fromEntries(sectionKeys.map((key) => [key, field(key) ?? before[key]])) as CardTexts;
  const mitigations: CardBody["mitigations"] = [];
  for (let row = 0; field(mitigationName(row)) !== null; row += 1) {
    const [name, mitigation] = [field(mitigationName(row))?.trim() ?? "", field(mitigationText(row))?.trim() ?? ""];
    if (name || mitigation) mitigations.push({ name, mitigation });
  }
  return { body: { ...texts, mitigations }, confirm: sectionKeys.filter((key) => form.get(confirmName(key)) !== null) };
}

/** Sections that are longer than can be kept, with the error to show at each. */
export function tooLongSections(texts: CardTexts): Record<string, string[]> {
  return Object.fromEntries(
    sectionKeys
      .filter((key) => texts[key].length > maxSection)
      .map((key) => [
        `body.${key}`,
        [
          `has ${texts[key].length.toLocaleString("en")} characters; at most ${maxSection.toLocaleString("en")} can be kept. Link to long tables instead.`,
        ],
      ]),
  );
}
