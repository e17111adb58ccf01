import { mount } from "@/lib/http";
import { unsubscribeHandler } from "@/lib/notifications/mail/unsubscribe-handler";

export const POST = mount(unsubscribeHandler);
