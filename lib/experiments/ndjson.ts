import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { DomainError } from "@/lib/errors";

export type TextLine = { number: number; text: string } | { number: number; tooLong: true };

/** Longest line of an import in bytes: a run with 5,000 slices and 50,000 curve points fits. */
export const maxLineBytes = 8 * 1024 * 1024;

const newline = 0x0a;

function finish(parts: Uint8Array[], number: number, decoder: TextDecoder): TextLine | null {
  const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts);
  const text = decoder.decode(bytes).trim();
  return text === "" ? null : { number, text };
}

/** Lines of a byte stream without blank ones, numbered from 1 as an editor does; a line over the limit is skipped, not held. */
export async function* readLines(stream: AsyncIterable<Uint8Array>, limit = maxLineBytes): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder("utf-8");
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const take = (): TextLine | null => {
    const line: TextLine | null = length > limit ? { number, tooLong: true } : finish(parts, number, decoder);
    parts = [];
    length = 0;
    number += 1;
    return line;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      length += at - from;
      if (length <= limit) parts.push(chunk.subarray(from, at));
      from = at + 1;
      const line = take();
      if (line) yield line;
    }
    length += chunk.length - from;
    if (length <= limit) parts.push(chunk.subarray(from));
    else parts = [];
  }
  const last = take();
  if (last) yield last;
}

async function* prepended(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** A byte stream, unpacked when it starts with the gzip magic number whatever it is called. */
export async function* gunzipped(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = prepended(head, iterator);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const unpacked = createGunzip();
  const source = Readable.from(whole).on("error", (error) => unpacked.destroy(error));
  try {
    yield* source.pipe(unpacked);
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) {
      throw new DomainError("INVALID_INPUT", "The gzip data is damaged or cut off; send the file again.");
    }
    throw error;
  }
}
