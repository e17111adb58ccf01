import { text } from "node:stream/consumers";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";

// Prints what GitHub's own parser says to a workflow on standard input. A process of its own: the parser imports JSON as bundlers do.
const read = parseWorkflow(
  { name: ".github/workflows/model.yml", content: await text(process.stdin) },
  new NoOperationTraceWriter(),
);
if (read.value) await convertWorkflowTemplate(read.context, read.value);
console.log(JSON.stringify(read.context.errors.getErrors().map((error) => error.message)));
