import type { PromotionState } from "@/db/enums";
import { paths } from "@/lib/paths";

type Inbox = { view: string; state: PromotionState | null; after: string | null };

/** The address of a list of promotions: view, state and page. */
export function inboxHref(project: string, { view, state, after }: Inbox): string {
  const query = new URLSearchParams({ view });
  if (state) query.set("state", state);
  if (after) query.set("after", after);
  return `${paths.promotions(project)}?${query}`;
}
