import { mount } from "@/lib/http";
import { evidenceDocumentHandler } from "@/lib/promotions/evidence-document-handler";

export const GET = mount(evidenceDocumentHandler);
