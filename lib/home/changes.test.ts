import { expect, it } from "vitest";
import { collapseChanges } from "./changes";

const event = (eventId: string, action: string, actorRef = "person:1", actorName: string | null = "Marta") => ({
  eventId,
  at: new Date(0),
  action,
  summary: `did ${eventId}`,
  actorRef,
  actorName,
});

it("folds neighbours of one kind by one actor and keeps the newest", () => {
  const lines = collapseChanges([
    event("e5", "run.imported"),
    event("e4", "run.imported"),
    event("e3", "card.edited"),
    event("e2", "run.imported"),
    event("e1", "run.imported", "job:demo", null),
  ]);
  expect(lines.map(({ eventId, actor, more }) => [eventId, actor, more])).toEqual([
    ["e5", "Marta", 1],
    ["e3", "Marta", 0],
    ["e2", "Marta", 0],
    ["e1", "demo", 0],
  ]);
});
