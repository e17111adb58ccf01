import "server-only";
import { getSql } from "@/db/client";
import { checkHealth } from "./health";
import { type Handler, json } from "./http";

/** GET /api/health: 200 when this server can do its work, 503 with the reason otherwise. */
export const getHealth: Handler = async () => {
  const health = await checkHealth(getSql);
  return json(health, { status: health.status === "ok" ? 200 : 503 });
};
