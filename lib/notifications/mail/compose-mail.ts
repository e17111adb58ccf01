export type MailLine = { sentence: string; because: string; url: string; at: Date };
export type Composed = { subject: string; text: string; html: string };
export type MailFrame = { project: string; settingsUrl: string; unsubscribeUrl: string };

const longestSubject = 150;

/** One line without control characters, so that nothing in a name can become a header. */
export const oneLine = (text: string): string =>
  text
    .replace(/\p{Cc}+|[\u2028\u2029]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

const short = (text: string): string => (text.length > longestSubject ? `${text.slice(0, longestSubject - 1)}…` : text);

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

const date = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** The mail about one event: who did what, why it comes to this person, one link. Comments and evidence stay in the console. */
export function composeNotice(line: MailLine, heading: string, frame: MailFrame): Composed {
  return write([line], short(oneLine(`[${frame.project}] ${heading}`)), frame);
}

/** The mail that sums up what came together since the last one. */
export function composeDigest(lines: readonly MailLine[], more: number, frame: MailFrame): Composed {
  const count = lines.length + more;
  const subject = short(
    oneLine(`[${frame.project}] ${count === 1 ? "1 thing" : `${count} things`} since your last summary`),
  );
  return write(lines, subject, frame, more > 0 ? `And ${more} more, in your inbox.` : null);
}

function write(lines: readonly MailLine[], subject: string, frame: MailFrame, tail: string | null = null): Composed {
  const foot = `Settings: ${frame.settingsUrl}\nTurn these mails off: ${frame.unsubscribeUrl}`;
  const parts = lines.map((line) => {
    const { because, url, at } = line;
    return `${oneLine(line.sentence)}\n${date(at)}, sent to you because ${because}.\n${url}`;
  });
  const text = `${[...parts, ...(tail ? [tail] : [])].join("\n\n")}\n\n-- \n${foot}\n`;
  const items = lines
    .map(
      ({ sentence, because, url, at }) =>
        `<p style="margin:0 0 16px"><a href="${escapeHtml(url)}" style="color:#1f4fbf;font-weight:500;text-decoration:none">${escapeHtml(oneLine(sentence))}</a><br><span style="color:#666;font-size:13px">${date(at)}, sent to you because ${escapeHtml(because)}.</span></p>`,
    )
    .join("\n");
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font:15px/1.5 system-ui,sans-serif;color:#1b1b1b;max-width:640px;margin:0 auto;padding:24px">
${items}
${tail ? `<p>${escapeHtml(tail)}</p>` : ""}
<p style="border-top:1px solid #ddd;padding-top:12px;color:#666;font-size:13px"><a href="${escapeHtml(frame.settingsUrl)}" style="color:#666">How you are told</a> · <a href="${escapeHtml(frame.unsubscribeUrl)}" style="color:#666">Turn these mails off</a></p>
</body></html>
`;
  return { subject, text, html };
}
