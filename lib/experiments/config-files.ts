/** Text of a configuration that is compared line by line. */
export const mostConfigBytes = 250_000;
/** Most files offered to choose from; others are reached by their address. */
export const mostConfigFiles = 200;

export type HeldFile = { runId: string; sizeBytes: number; sha256: string };
/** A file that both runs hold under one path: "a.config.yaml" of the run itself, "m.model/MLmodel" of a model it logged. */
export type SharedFile = { key: string; from: HeldFile; to: HeldFile };

/** What a name has to be like for its file to be offered as text; whether it is one its bytes say. */
export const textNames =
  "(\\.(txt|md|ya?ml|json|toml|ini|cfg|conf|properties|env|csv|xml|py|r|sql|sh)|(^|/)(MLmodel|MLproject|Dockerfile|README|LICENSE))$";

/** How a file is called on the page. */
export const fileLabel = (key: string): string => (key.startsWith("m.") ? `model ${key.slice(2)}` : key.slice(2));

/** Bytes as text, or null where they are something else: no UTF-8, or holding what no text holds. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
