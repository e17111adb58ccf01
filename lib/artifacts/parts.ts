const megabyte = 1024 * 1024;
/** A bucket takes 10,000 parts of at least 5 MB: small ones first, larger ones once a file proves to be large. */
const sizeOf = (part: number): number => (part <= 1_000 ? 8 : 64) * megabyte;

/** A stream in pieces for a multipart upload; each chunk is shown to `see` as it passes. Holds one piece at a time. */
export async function* parts(
  body: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Buffer, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  let part = 1;
  for await (const chunk of body) {
    see(chunk);
    held.push(chunk);
    size += chunk.byteLength;
    if (size < sizeOf(part)) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
    part++;
  }
  if (size > 0) yield Buffer.concat(held);
  return undefined;
}
