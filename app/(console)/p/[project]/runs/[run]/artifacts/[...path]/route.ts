import { getUploadedFile } from "@/lib/artifacts/http-download";
import { mount } from "@/lib/http";

export const GET = mount(getUploadedFile);
