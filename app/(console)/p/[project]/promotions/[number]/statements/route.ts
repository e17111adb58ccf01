import { mount } from "@/lib/http";
import { statementsHandler } from "@/lib/promotions/statements-handler";

export const POST = mount(statementsHandler);
