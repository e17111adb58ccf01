import { mount } from "@/lib/http";
import { cardExportHandler } from "@/lib/promotions/card-export-handler";

export const GET = mount(cardExportHandler);
