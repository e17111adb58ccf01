import { decodeBase64, NoteError, type NoteSigner, type NoteVerifier, openNote, signNote } from "./signed-note";

/** "The first `size` events of log `origin` have the root `root`" (C2SP tlog-checkpoint). */
export type Checkpoint = { origin: string; size: bigint; root: Buffer };

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

/** Reads the text of a checkpoint; extension lines are allowed and ignored. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root] = text.split("\n");
  if (!origin) throw new NoteError("The checkpoint has no origin.");
  if (!size || !/^(0|[1-9]\d*)$/.test(size))
    throw new NoteError("The tree size of the checkpoint is not a decimal number.");
  const bytes = decodeBase64(root ?? "");
  if (bytes?.length !== 32) throw new NoteError("The root of the checkpoint is not 32 bytes in base64.");
  return { origin, size: BigInt(size), root: bytes };
}

export const signCheckpoint = (checkpoint: Checkpoint, signer: NoteSigner): string =>
  signNote(formatCheckpoint(checkpoint), signer);

/** Opens a signed checkpoint; throws NoteError unless a known key signed it and its origin is `origin`. */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[], origin: string): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, verifiers).text);
  if (checkpoint.origin !== origin)
    throw new NoteError(`The checkpoint is of the log ${checkpoint.origin}, not ${origin}.`);
  return checkpoint;
}
