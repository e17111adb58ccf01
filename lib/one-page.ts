import "server-only";
import { pageReader } from "@/db/page-reader";
import type { Context } from "./context";

/** The context that one page is put together with: what its parts ask alike is asked once. For reading only. */
export const onePage = <Asker extends Context>(ctx: Asker): Asker => ({ ...ctx, db: pageReader(ctx.db) });
