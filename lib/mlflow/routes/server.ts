import { TextResponse } from "@/lib/text-response";
import { answer, route, type WireHandler } from "../wire/handler";

/** The version of the protocol that is spoken here, as clients parse it. */
const protocolVersion = "3.6.0";

const open = (work: () => Response): WireHandler => Object.assign(async () => work(), { scope: "public" as const });
const text = (body: string) =>
  new TextResponse(body, { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });

/** What a client asks before it has a token: it must never be refused or sent elsewhere. */
export const serverRoutes = [
  route(
    "GET",
    "/version",
    open(() => text(protocolVersion)),
    "root",
  ),
  route(
    "GET",
    "/health",
    open(() => text("OK")),
    "root",
  ),
  route(
    "GET",
    "/mlflow/server-info",
    open(() => answer({ store_type: "SqlStore", workspaces_enabled: false, trace_archival_enabled: false })),
    "api/3.0",
  ),
];
