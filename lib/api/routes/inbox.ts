import "server-only";
import { z } from "zod";
import { notificationKinds } from "@/db/enums";
import { sentenceText } from "@/lib/audit/sentence";
import { ownerContext } from "@/lib/auth/owner-context";
import { invalidInput } from "@/lib/errors";
import { searchProject } from "@/lib/home/search-query";
import { inboxTabs } from "@/lib/inbox/inbox-kind";
import { countTabs, readInbox } from "@/lib/inbox/inbox-query";
import { countUnread, listNotifications } from "@/lib/notifications/list-query";
import { listedEvent } from "../events/event";
import { moment, paged, pageOf } from "../fields";
import { readCursor, sliceOf, writeCursor } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const item = z
  .object({
    key: z.string(),
    kind: z.string(),
    verb: z.string(),
    title: z.string(),
    detail: z.string(),
    who: z.string(),
    due: moment.nullable(),
    endedAt: moment.nullable(),
    isUrgent: z.boolean(),
    href: z.string().meta({ description: "Address of its page in the console" }),
  })
  .meta({ id: "InboxItem" });
const notification = z
  .object({
    id: z.string(),
    kind: z.enum(notificationKinds),
    because: z.string(),
    at: moment,
    isRead: z.boolean(),
    event: listedEvent.omit({ seq: true, leafHash: true }),
    href: z.string(),
  })
  .meta({ id: "Notification" });

const mostItems = 1000;

export const inboxRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/inbox",
    tag: "People",
    scope: "read",
    summary: "List what waits on the token's owner, urgent first",
    description: "The first 1,000 of a tab.",
    query: z.object({
      tab: z.enum(inboxTabs).default("waiting"),
      kind: z.string().max(100).optional().meta({ description: "As in `kind` of an item" }),
      ...paged,
    }),
    response: pageOf(item),
    handle: async ({ ctx, query: { tab, kind, ...asked } }) => {
      const owner = await ownerContext(ctx, "project.view");
      const { items } = await readInbox(owner, ctx.projectName, { tab, kind: kind ?? null, limit: mostItems });
      const rows = items.map((row) => ({ ...row, endedAt: row.endedAt ?? null }));
      return sliceOf(rows, (row) => row.key, asked);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/inbox/counts",
    tag: "People",
    scope: "read",
    summary: "Count what waits on the token's owner, by tab, and what they have not read",
    response: z.object({
      waiting: z.int(),
      asked: z.int(),
      named: z.int(),
      done: z.int(),
      unread: z.int().meta({ description: "Notifications" }),
    }),
    handle: async ({ ctx }) => {
      const owner = await ownerContext(ctx, "project.view");
      const [tabs, unread] = await Promise.all([countTabs(owner), countUnread(owner)]);
      return { ...tabs, unread };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/notifications",
    tag: "People",
    scope: "read",
    summary: "List the notifications of the token's owner, newest first",
    query: z.object({ unread: z.enum(["true", "false"]).default("false"), ...paged }),
    response: pageOf(notification),
    handle: async ({ ctx, query }) => {
      const owner = await ownerContext(ctx, "notification.manage");
      const after = query.cursor === undefined ? null : readCursor(query.cursor);
      if (after !== null && !/^[^~]+~[^~]+$/.test(after))
        throw invalidInput("cursor", "is not one that this list gave");
      const asked = { unreadOnly: query.unread === "true", after, limit: query.limit };
      const page = await listNotifications(owner, ctx.projectName, asked);
      return {
        items: page.rows.map((row) => ({
          ...row,
          event: { ...row.event, sentence: sentenceText(row.event.sentence) },
        })),
        next: writeCursor(page.next),
      };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/search",
    tag: "Experiments",
    scope: "read",
    summary: "Find runs, models, versions, datasets, features and promotions",
    description: "By name, id, number, tag, commit or digest, the closest of each kind first.",
    query: z.object({ q: z.string().min(2, "has at least 2 characters").max(300) }),
    response: z.object({
      groups: z.array(
        z.object({
          heading: z.string(),
          hits: z.array(z.object({ id: z.string(), label: z.string(), hint: z.string(), href: z.string() })),
        }),
      ),
    }),
    handle: async ({ ctx, query }) => ({ groups: await searchProject(ctx, ctx.projectName, query.q) }),
  }),
];
