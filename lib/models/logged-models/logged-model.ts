const refused = ["/", ":", ".", "%", '"', "'"];

/** What is wrong with the name of a logged model, or null. */
export function loggedModelNameProblem(name: string): string | null {
  if (name !== "" && !refused.some((char) => name.includes(char))) return null;
  return `Invalid model name ('${name.slice(0, 200)}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`;
}

const first = [
  "amber",
  "brisk",
  "calm",
  "dapper",
  "eager",
  "fair",
  "gentle",
  "hardy",
  "keen",
  "lucid",
  "merry",
  "nimble",
];
const second = ["auk", "bee", "crane", "dove", "elk", "finch", "gull", "hare", "ibis", "jay", "kite", "lynx", "mole"];

/** A name for a model that was logged without one: the same for the same id. */
export function nameOf(id: string): string {
  const number = Number.parseInt(id.slice(-8), 16) || 0;
  return `${first[number % first.length]}-${second[Math.floor(number / 12) % second.length]}-${number % 1000}`;
}
