import "server-only";
import { getDb } from "@/db/client";
import { requireUserContext } from "@/lib/auth/session";
import { type Handler, json } from "@/lib/http";
import { searchProject } from "./search-query";

/** GET ?q=text: what the command palette finds, for the signed-in member of the project. */
export const searchHandler: Handler = async (request, { project: name = "" }) => {
  const ctx = await requireUserContext(name, getDb());
  return json(await searchProject(ctx, name, new URL(request.url).searchParams.get("q") ?? ""));
};
