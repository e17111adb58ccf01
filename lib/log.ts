import pino from "pino";

/** Structured log of the process. People's names, e-mails and free text do not belong in it: log ids. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "silent" : "info"),
  redact: ["password", "*.password", "token", "*.token", "headers.authorization", "headers.cookie"],
});
