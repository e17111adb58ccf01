import { consoleEventsHandler } from "@/lib/api/events/handler";
import { mount } from "@/lib/http";

export const dynamic = "force-dynamic";
export const GET = mount(consoleEventsHandler);
