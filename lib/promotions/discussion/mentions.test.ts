import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { markMentions, matchPeople, mentionQuery, storeMentions, writtenText } from "./mentions";

const people = [
  { userId: "u1", name: "Ines Okafor" },
  { userId: "u2", name: "Ines Okafor-Lind" },
  { userId: "u3", name: "Tomás Beck" },
  { userId: "u4", name: "Sam Lee" },
  { userId: "u5", name: "Sam Lee" },
];

describe("storeMentions", () => {
  test.each([
    ["@Ines Okafor, please look", [], "<@u1>, please look", ["u1"]],
    ["@Tomás Beck and others", [], "<@u3> and others", ["u3"]],
    ["ask @Ines Okafor-Lind", [], "ask <@u2>", ["u2"]],
    ["(@Tomás Beck)", [], "(<@u3>)", ["u3"]],
    ["@Tomás Becker", [], "@Tomás Becker", []],
    ["mail@Tomás Beck", [], "mail@Tomás Beck", []],
    ["@Sam Lee", [], "@Sam Lee", []],
    ["@Sam Lee", ["u5"], "<@u5>", ["u5"]],
    ["@Nobody Here", ["u1"], "@Nobody Here", []],
    ["<@u3> twice <@u3>", [], "<@u3> twice <@u3>", ["u3"]],
    ["<@stranger>", ["stranger"], "<@stranger>", []],
  ])("%s", (body, chosen, stored, userIds) => {
    expect(storeMentions(body, people, chosen)).toEqual({ body: stored, userIds });
  });

  it("gives back what was written, and names only people of the project", () => {
    const piece = fc.oneof(
      fc.constantFrom("@Ines Okafor", "@Tomás Beck", " ", "@", ", ", "\n"),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("").replaceAll("<@", "");
        const { body, userIds } = storeMentions(text, people);
        expect(writtenText(body, people)).toBe(text);
        for (const id of userIds) expect(people.map((person) => person.userId)).toContain(id);
      }),
    );
  });
});

describe("markMentions", () => {
  it("links people by id and leaves other tokens as text", () => {
    expect(markMentions("<@u1> and <@nobody>", people)).toBe("[@](#mention-u1) and \\<@nobody>");
  });
});

describe("the autocomplete", () => {
  test.each([
    ["hello @In", { from: 6, query: "In" }],
    ["@", { from: 0, query: "" }],
    ["@Ines Ok", { from: 0, query: "Ines Ok" }],
    ["mail@host", null],
    ["@a\nb", null],
    ["no one", null],
  ])("reads %j", (text, expected) => {
    expect(mentionQuery(text, text.length)).toEqual(expected);
  });

  it("finds by the start of any word", () => {
    expect(matchPeople(people, "be").map((p) => p.name)).toEqual(["Tomás Beck"]);
    expect(matchPeople(people, "ines").length).toBe(2);
    expect(matchPeople(people, "").length).toBe(5);
  });
});
