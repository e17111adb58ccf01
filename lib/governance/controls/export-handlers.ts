import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import type { Context } from "@/lib/context";
import { csvLine } from "@/lib/csv";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { frameworkWords } from "./catalogue";
import { type ControlRow, listControlModels, listControls } from "./controls-query";
import { evidenceWords } from "./evidence-kinds";

const statement = "Mapped to these controls as evidence for them. This is no statement that any of them is met.";

async function read(request: Request, project: string) {
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const name = new URL(request.url).searchParams.get("model");
  const model = name === null ? null : await modelNamed(ctx, name);
  return { model, rows: await listControls(ctx, model?.id ?? null), at: ctx.now() };
}

async function modelNamed(ctx: Context, name: string) {
  const found = (await listControlModels(ctx)).find((entry) => entry.name === name);
  if (!found) throw notFound(`Model ${name}`);
  return found;
}

const columns = [
  "framework",
  "reference",
  "title",
  "applies",
  "reason",
  "evidence",
  "on_record",
  "missing",
  "mapped_by",
  "mapped_at",
  "model",
  "status",
  "note",
  "noted_by",
  "noted_at",
] as const;
const cellsOf = (row: ControlRow, model: string) => [
  frameworkWords[row.framework],
  row.reference,
  row.title,
  row.applies ? "yes" : "no",
  row.reason,
  row.evidence.map((kind) => evidenceWords[kind]).join("; "),
  row.present.map((kind) => evidenceWords[kind]).join("; "),
  row.missing.map((kind) => evidenceWords[kind]).join("; "),
  row.mapped?.by ?? "",
  row.mapped?.at.toISOString() ?? "",
  model,
  row.status,
  row.note,
  row.noted?.by ?? "",
  row.noted?.at.toISOString() ?? "",
];

const download = (name: string, type: string) => ({
  "content-type": `${type}; charset=utf-8`,
  "content-disposition": `attachment; filename="${name}"`,
  "cache-control": "no-store",
});

/** GET: the control mappings as CSV, with what is noted for `?model=`. */
export const getControlsCsv: Handler = async (request, { project = "" }) => {
  const { model, rows } = await read(request, project);
  const lines = [csvLine([...columns]), ...rows.map((row) => csvLine(cellsOf(row, model?.name ?? "")))];
  return new Response(`\ufeff${lines.join("")}`, { headers: download("controls.csv", "text/csv") });
};

/** GET: the same as JSON, with the statement that a mapping is no claim. */
export const getControlsJson: Handler = async (request, { project = "" }) => {
  const { model, rows, at } = await read(request, project);
  const controls = rows.map(
    ({
      id,
      framework,
      reference,
      title,
      applies,
      reason,
      evidence,
      present,
      missing,
      mapped,
      status,
      note,
      noted,
    }) => ({
      id,
      framework,
      reference,
      title,
      applies,
      reason,
      evidence,
      onRecord: present,
      missing,
      mappedBy: mapped?.by ?? null,
      mappedAt: mapped?.at.toISOString() ?? null,
      ...(model ? { status, note, notedBy: noted?.by ?? null, notedAt: noted?.at.toISOString() ?? null } : {}),
    }),
  );
  const body = {
    format: "countersign.controls/1",
    statement,
    exportedAt: at.toISOString(),
    model: model?.name ?? null,
    controls,
  };
  return new Response(`${JSON.stringify(body, null, 2)}\n`, { headers: download("controls.json", "application/json") });
};
