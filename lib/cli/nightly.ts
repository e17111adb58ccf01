import { join } from "node:path";
import { root } from "./folders";
import { runChild } from "./run-child";

/** What takes too long for every commit: the same properties on many more sequences. Each can be set from outside. */
const sizes = { PROMOTION_SEQUENCES: "10000", COMMAND_SEQUENCES: "1000" };
const files = ["promotion-machine", "command-sequences", "twenty-clients"];

process.exitCode = await runChild(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "--testTimeout=3600000", ...files],
  { ...sizes, ...process.env },
);
