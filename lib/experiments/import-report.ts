export type ImportError = { line: number; field: string; message: string };

/** Counts add up to the lines read; in a strict import that failed, good lines count as failed too because they did not come in. */
export type ImportReport = {
  imported: number;
  unchanged: number;
  failed: number;
  /** At most `maxErrors`; `failed` counts all. */
  errors: ImportError[];
  /** Fields that were left out because nothing reads them, with the number of runs that had them. */
  ignoredFields: Record<string, number>;
};

/** Errors kept for the answer. */
export const maxErrors = 1000;

export const emptyReport = (): ImportReport => ({
  imported: 0,
  unchanged: 0,
  failed: 0,
  errors: [],
  ignoredFields: {},
});

/** Counts one refused line and keeps its error while there is room. */
export function addError(report: ImportReport, error: ImportError): void {
  report.failed += 1;
  if (report.errors.length < maxErrors) report.errors.push(error);
}

/** Counts the fields of one run that nothing reads. */
export function addIgnored(report: ImportReport, fields: readonly string[]): void {
  for (const field of fields) {
    const known = report.ignoredFields[field];
    if (known !== undefined || Object.keys(report.ignoredFields).length < 200)
      report.ignoredFields[field] = (known ?? 0) + 1;
  }
}
