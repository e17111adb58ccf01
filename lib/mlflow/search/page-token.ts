import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { getEnv } from "@/lib/env";
import { invalidValue } from "../wire/errors";

/** A place in a list: which part of it, the sort values there, the moment that breaks ties, the id. */
export type Place = { phase: number; values: readonly (number | string | null)[]; at: string; id: string };

const macBytes = 16;
const longest = 20_000;

/** Over the place and over what was asked: a token neither changes hands between searches nor can be made up. */
function macOf(body: Buffer, asked: unknown): Buffer {
  const key = getEnv().NEXTAUTH_SECRET ?? "no secret is set in development";
  return createHmac("sha256", key)
    .update(`page token\0${JSON.stringify(asked)}\0`)
    .update(body)
    .digest()
    .subarray(0, macBytes);
}

/** The token of the page after `place` of the search `asked`. Clients pass it back and read nothing in it. */
export function pageToken(place: Place, asked: unknown): string {
  const body = Buffer.from(JSON.stringify([place.phase, place.values, place.at, place.id]), "utf8");
  return Buffer.concat([macOf(body, asked), body]).toString("base64url");
}

/** The place of a token; null for none. A token of another search, or one that was changed, is refused. */
export function readPageToken(token: string | undefined, asked: unknown): Place | null {
  if (!token) return null;
  const bytes = token.length > longest ? Buffer.alloc(0) : Buffer.from(token, "base64url");
  const [mac, body] = [bytes.subarray(0, macBytes), bytes.subarray(macBytes)];
  if (mac.length < macBytes || !timingSafeEqual(mac, macOf(body, asked)))
    throw invalidValue(
      "Invalid page token: it belongs to another search or was changed. Send the same filter, order_by and experiments as for the first page.",
    );
  const [phase, values, at, id] = JSON.parse(body.toString("utf8")) as [number, Place["values"], string, string];
  return { phase, values, at, id };
}
