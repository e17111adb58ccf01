import { mount } from "@/lib/http";
import { inboxCountsHandler } from "@/lib/inbox/counts-handler";

export const GET = mount(inboxCountsHandler);
