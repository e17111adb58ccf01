import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "undici";

/** Where a Node.js process opens its inspector when it is sent SIGUSR1. */
const inspector = "http://127.0.0.1:9229/json/list";

type Answer = { id?: number; result?: { result?: { value?: unknown } } };

async function inspectorAddress(pid: number): Promise<string | null> {
  process.kill(pid, "SIGUSR1");
  for (let tries = 0; tries < 20; tries++) {
    const list = await fetch(inspector)
      .then((answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string }[]>)
      .catch(() => null);
    if (list?.[0]) return list[0].webSocketDebuggerUrl;
    await sleep(100);
  }
  return null;
}

/** Megabytes of heap that a Node.js process still uses after a full collection; null when its inspector cannot be reached. */
export async function heapAfterCollection(pid: number): Promise<number | null> {
  const address = await inspectorAddress(pid);
  if (!address) return null;
  const socket = new WebSocket(address);
  await new Promise((done, failed) => {
    socket.addEventListener("open", done, { once: true });
    socket.addEventListener("error", () => failed(new Error("The inspector does not answer.")), { once: true });
  });
  let next = 0;
  const ask = (method: string, params: object = {}) => {
    const id = ++next;
    const answered = new Promise<Answer>((done) => {
      socket.addEventListener("message", ({ data }) => {
        const answer: Answer = JSON.parse(String(data));
        if (answer.id === id) done(answer);
      });
    });
    socket.send(JSON.stringify({ id, method, params }));
    return answered;
  };
  try {
    // Another process may hold the port: then this is not about ours.
    const owner = await ask("Runtime.evaluate", { expression: "process.pid" });
    if (owner.result?.result?.value !== pid) return null;
    await ask("HeapProfiler.enable");
    await ask("HeapProfiler.collectGarbage");
    const used = await ask("Runtime.evaluate", { expression: "process.memoryUsage().heapUsed" });
    return Number(used.result?.result?.value) / 2 ** 20;
  } finally {
    socket.close();
  }
}
