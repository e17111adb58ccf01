import { mount } from "@/lib/http";
import { postVersion } from "@/lib/models/versions-handlers";

export const dynamic = "force-dynamic";
export const POST = mount(postVersion);
