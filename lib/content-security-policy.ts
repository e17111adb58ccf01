export type PolicyOptions = { nonce: string; isDevelopment: boolean; isSecure: boolean; identityProvider?: string };

/**
 * Content-Security-Policy of a page. Scripts run only with this request's nonce or when loaded by one that has it. Styles
 * may be inline: charts and positioned menus set style attributes, which a nonce cannot cover.
 */
export function contentSecurityPolicy({ nonce, isDevelopment, isSecure, identityProvider }: PolicyOptions): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${identityProvider ? ` ${new URL(identityProvider).origin}` : ""}`,
    "frame-ancestors 'none'",
  ];
  if (isSecure) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}
