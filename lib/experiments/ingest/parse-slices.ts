import { explainIssue } from "../explain-issue";
import { slices as sliceList } from "../record-evaluation";
import { parseRecordText, RecordError } from "../record-text";
import { draftSlice } from "../run-draft";
import type { NewSlice } from "./set-slices";

/** Path of the artifact that slices of a run are read from. */
export const slicesPath = "countersign/slices.json";

export type SlicesReading = { slices: NewSlice[]; problem: null } | { slices: null; problem: string };

const refuse = (reason: string): SlicesReading => ({ slices: null, problem: `${slicesPath}: ${reason}` });

/** Reads a list of slices, or `{"slices": [...]}`, in the form of an import record; all come in or none. */
export function parseSlices(text: string): SlicesReading {
  try {
    const { record } = parseRecordText(text.trimStart().startsWith("[") ? `{"slices":${text}}` : text);
    const parsed = sliceList.safeParse(record.slices);
    if (parsed.success) return { slices: parsed.data.map(draftSlice), problem: null };
    const [first] = parsed.error.issues;
    if (!first) return refuse("is not a list of slices");
    const { field, message } = explainIssue(first, record.slices);
    return refuse(`${field ? `${field} ` : ""}${message}`);
  } catch (error) {
    if (error instanceof RecordError) return refuse(`${error.field ? `${error.field} ` : ""}${error.message}`);
    throw error;
  }
}
