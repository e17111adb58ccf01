/** The part of the identity provider that its test uses; the package ships no types. */
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  type Account = { accountId: string; claims: () => { sub: string } & Record<string, unknown> };
  type Configuration = {
    clients: { client_id: string; client_secret: string; redirect_uris: string[] }[];
    claims: Record<string, string[]>;
    findAccount: (context: unknown, subject: string) => Account;
    cookies: { keys: string[] };
  };
  export default class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): RequestListener;
    on(event: "server_error", listener: (context: unknown, error: Error) => void): this;
  }
}
