"use server";

import { defineAction } from "@/lib/action";
import type { UserContext } from "@/lib/context";
import { changeSource } from "./commands/change-source";
import { createSource } from "./commands/create-source";
import { removeSource } from "./commands/remove-source";
import { setSourceEnabled } from "./commands/set-source-enabled";
import { startSync } from "./commands/start-sync";
import type { ChangeSourceInput, CreateSourceInput } from "./schemas";
import { testSource } from "./test-source";

export const testSourceAction = defineAction((ctx: UserContext, input: CreateSourceInput & { sourceId?: string }) =>
  testSource(ctx, input),
);
export const createSourceAction = defineAction((ctx: UserContext, input: CreateSourceInput) =>
  createSource(ctx, input),
);
export const changeSourceAction = defineAction((ctx: UserContext, input: ChangeSourceInput) =>
  changeSource(ctx, input),
);
export const setSourceEnabledAction = defineAction(setSourceEnabled);
export const startSyncAction = defineAction(startSync);
export const removeSourceAction = defineAction(removeSource);
