import { searchHandler } from "@/lib/home/search-handler";
import { mount } from "@/lib/http";

export const GET = mount(searchHandler);
