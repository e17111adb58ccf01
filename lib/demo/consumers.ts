import { registerConsumer } from "@/lib/promotions/commands/register-consumer";
import { findNewestSignature } from "@/lib/promotions/consumers-query";
import type { Stage } from "./cast";

type Calls = { name: string; description: string; ownerUserId: string; sides: readonly ("inputs" | "outputs")[] };

/** Dana registers who calls the model, with what its newest version takes and gives. */
export async function consume(stage: Stage, modelId: string, { sides, ...about }: Calls): Promise<void> {
  const signature = await findNewestSignature(stage.system, modelId);
  const schema = JSON.stringify(Object.fromEntries(sides.map((side) => [side, signature?.[side] ?? []])));
  stage.clock.forward({ minutes: 40 });
  await registerConsumer(stage.as("dana"), { ...about, modelId, schema });
}
