import { verifyLogHandler } from "@/lib/audit/handlers";
import { mount } from "@/lib/http";

export const POST = mount(verifyLogHandler);
