import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/config";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** OIDC start, callback, CSRF token and sign-out of next-auth; settings are read at request time. */
async function handler(request: Request, context: RouteContext): Promise<Response> {
  return NextAuth(request as never, context as never, authOptions());
}

export { handler as GET, handler as POST };
