import { figurePattern, parseRef } from "../card-figure";
import type { Figures } from "../card-figures";
import { plainFigure } from "./card-export";

/** Where one of our sections begins in exported Markdown. */
export const sectionMark = (key: string) => `<!-- section:${key} -->`;
export const sectionMarks = /^<!-- section:([A-Za-z]+) -->$/;

/** An HTML tag, comment or instruction begins here; an address in angle brackets does not. */
const tagStart = /(\\*)<(?=[!?]|\/?[A-Za-z])(?!(?:https?:\/\/|mailto:)[^\s<>]*>)/g;
const escapedTag = /(\\+)<(?=[!?]|\/?[A-Za-z])(?!(?:https?:\/\/|mailto:)[^\s<>]*>)/g;

/** Takes HTML the power it would have in Markdown: an odd number of backslashes stands before every tag, comment or instruction. */
export const escapeTags = (text: string): string =>
  text.replace(tagStart, (_, slashes: string) => `${"\\".repeat(slashes.length * 2 + 1)}<`);

/** What escapeTags was given. */
export const unescapeTags = (text: string): string =>
  text.replace(escapedTag, (whole, slashes: string) =>
    slashes.length % 2 === 1 ? `${"\\".repeat((slashes.length - 1) / 2)}<` : whole,
  );

/** A section's Markdown with figures in words, each between marks that an import turns back into its reference. */
export function markedText(text: string, figures: Figures): string {
  return splitFigures(text)
    .map((part) => {
      const plain = part.reference === null ? null : plainFigure(part.reference, figures);
      if (part.reference === null || plain === null) return escapeTags(part.text);
      return `<!--figure ${encodeURIComponent(part.reference)}-->${plain}<!--/figure-->`;
    })
    .join("");
}

type Part = { text: string; reference: string | null };

function splitFigures(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(figurePattern)) {
    const [whole, reference = ""] = match;
    if (!parseRef(reference)) continue;
    parts.push({ text: text.slice(end, match.index), reference: null }, { text: whole, reference });
    end = match.index + whole.length;
  }
  parts.push({ text: text.slice(end), reference: null });
  return parts;
}

const figureMark = /<!--figure ([^\s>]{1,2000})-->[^<]*<!--\/figure-->/g;

/** Reads a section written by markedText: references instead of figures in words, HTML as it was. */
export function readMarkedText(text: string): string {
  let end = 0;
  let read = "";
  for (const match of text.matchAll(figureMark)) {
    const reference = decode(match[1] ?? "");
    if (reference === null || !parseRef(reference)) continue;
    read += `${unescapeTags(text.slice(end, match.index))}{{${reference}}}`;
    end = match.index + match[0].length;
  }
  return read + unescapeTags(text.slice(end));
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
