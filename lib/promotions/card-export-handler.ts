import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import type { UserContext } from "@/lib/context";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { getCardExport } from "@/lib/models/card-export-query";
import { type CardExport, exportName } from "@/lib/models/exports/card-export";
import { toCycloneDx } from "@/lib/models/exports/cyclonedx";
import { toHuggingFace } from "@/lib/models/exports/hugging-face";
import { toModelCardToolkit } from "@/lib/models/exports/model-card-toolkit";
import { readAnnexReport } from "./annex-report-query";
import { annexMarkdown } from "./exports/annex-markdown";

type Format = { suffix: string; type: string; write: (card: CardExport, ctx: UserContext) => Promise<string> | string };

const pretty = (document: unknown) => `${JSON.stringify(document, null, 2)}\n`;

/** Formats of a card by the last part of the address. */
const formats: Readonly<Record<string, Format>> = {
  "hugging-face": { suffix: ".md", type: "text/markdown; charset=utf-8", write: toHuggingFace },
  "model-card-toolkit": {
    suffix: ".mct.json",
    type: "application/json",
    write: (card) => pretty(toModelCardToolkit(card)),
  },
  cyclonedx: {
    suffix: ".cdx.json",
    type: "application/vnd.cyclonedx+json; version=1.7",
    write: (card) => pretty(toCycloneDx(card)),
  },
  "annex-iv": {
    suffix: "-annex-iv.md",
    type: "text/markdown; charset=utf-8",
    write: async (card, ctx) => annexMarkdown(await readAnnexReport(ctx, card)),
  },
};

const wholeNumber = /^[1-9]\d{0,8}$/;

/** GET a card as a file in one of the formats; `?revision=` takes an older one. */
export const cardExportHandler: Handler = async (request, params) => {
  const { project = "", model = "", version = "", format: asked = "" } = params;
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const format = Object.hasOwn(formats, asked) ? formats[asked] : undefined;
  if (!format) throw notFound(`The format ${asked}`);
  if (!wholeNumber.test(version)) throw notFound(`Version ${version}`);
  const revision = new URL(request.url).searchParams.get("revision");
  if (revision !== null && !wholeNumber.test(revision)) throw notFound(`Revision ${revision}`);
  const card = await getCardExport(ctx, model, Number(version), revision === null ? undefined : Number(revision));
  return new Response(await format.write(card, ctx), {
    headers: {
      "content-type": format.type,
      "content-disposition": `attachment; filename="${exportName(card)}${format.suffix}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
};
