import "server-only";
import { DomainError, invalidInput } from "@/lib/errors";
import { mergeJunit, parseJunit } from "./junit";
import { junitFields, type ReportCheckInput } from "./schemas";

/** Largest report in bytes; 5,000 cases with traces are one or two megabytes. */
export const maxReportBytes = 10 * 1024 * 1024;
const maxFiles = 100;

/** A JUnit report sent as the body itself; what it is about stands in the address. */
export function checkOfXml(bytes: Uint8Array, params: URLSearchParams): ReportCheckInput {
  const about = junitFields.parse(Object.fromEntries(params));
  return { ...about, ...parseJunit(bytes) };
}

/** A multipart form: fields as in JSON, and one or more files named `report`. Fields in the address count too. */
export async function checkOfForm(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  params: URLSearchParams,
): Promise<ReportCheckInput> {
  const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData().catch(() => {
    throw invalidInput("body", "is not a readable multipart form; with curl use -F report=@report.xml");
  });
  const files = form.getAll("report").filter((part) => part instanceof File);
  if (files.length === 0)
    throw invalidInput("report", "is missing: attach the JUnit XML, with curl -F report=@report.xml");
  if (files.length > maxFiles) throw invalidInput("report", `at most ${maxFiles} files; this has ${files.length}`);
  const fields = [...form].flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : []));
  const about = junitFields.parse({ ...Object.fromEntries(params), ...Object.fromEntries(fields) });
  const reports = [];
  for (const file of files) reports.push(await parseFile(file, files.length > 1));
  return { ...about, ...mergeJunit(reports) };
}

async function parseFile(file: File, isNamed: boolean) {
  try {
    return parseJunit(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    if (!isNamed || !(error instanceof DomainError)) throw error;
    const message = `${file.name.slice(0, 200)}: ${error.message.replace(/^report: /, "")}`;
    throw invalidInput("report", message);
  }
}
