import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeDigest, composeNotice, oneLine } from "./compose-mail";

const line = {
  sentence: "Tomás Beck approved promotion P-6, <b>model</b> 3 to production.",
  because: "you asked for it",
  url: "https://console.example.org/p/demo/promotions/6?a=1&b=2",
  at: new Date("2026-11-23T14:20:00Z"),
};
const frame = {
  project: "Public services",
  settingsUrl: "https://console.example.org/p/demo/settings/notifications",
  unsubscribeUrl: "https://console.example.org/unsubscribe?token=1.u.x",
};

describe("a mail", () => {
  it("says who did what, why it comes, and where to look; in text and in HTML", () => {
    const { subject, text, html } = composeNotice(line, "Promotion P-6: news of what you asked for", frame);
    expect(subject).toBe("[Public services] Promotion P-6: news of what you asked for");
    expect(text).toContain(
      "2026-11-23 14:20 UTC, sent to you because you asked for it.\nhttps://console.example.org/p/demo/promotions/6?a=1&b=2",
    );
    expect(text).toContain(frame.unsubscribeUrl);
    expect(html).toContain("&lt;b&gt;model&lt;/b&gt;");
    expect(html).toContain('href="https://console.example.org/p/demo/promotions/6?a=1&amp;b=2"');
    expect(html).not.toMatch(/<(img|script|link)\b/);
  });

  it("sums up, and says how much more there is", () => {
    const { subject, text } = composeDigest([line, line], 3, frame);
    expect(subject).toBe("[Public services] 5 things since your last summary");
    expect(text).toContain("And 3 more, in your inbox.");
  });

  it("never lets a name start a header or an element, and keeps subjects short", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
        const { subject, html } = composeNotice({ ...line, sentence: name }, name, { ...frame, project: name });
        expect(subject).not.toMatch(/[\r\n\0]/);
        expect(subject.length).toBeLessThanOrEqual(150);
        const clean = composeNotice({ ...line, sentence: "" }, "", { ...frame, project: "" }).html;
        expect(html.match(/</g)?.length).toBe(clean.match(/</g)?.length);
      }),
    );
    expect(oneLine("a\r\nBcc: b@example.org")).toBe("a Bcc: b@example.org");
  });
});
