"use client";
import { useEffect, useRef, useState } from "react";
import { Spinner } from "@/components/ui/spinner";
import "swagger-ui-dist/swagger-ui.css";
import "./api-reference.css";

/** Draws an OpenAPI document. The renderer is large and loads here alone; it asks no other server for anything. */
export function ApiReference({ address }: { address: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  useEffect(() => {
    const domNode = place.current;
    if (!domNode) return;
    let isGone = false;
    import("swagger-ui-dist/swagger-ui-es-bundle.js")
      .then(({ default: SwaggerUI }) => {
        if (isGone) return;
        SwaggerUI({
          domNode,
          url: address,
          deepLinking: false,
          docExpansion: "list",
          defaultModelsExpandDepth: -1,
          filter: true,
          validatorUrl: null,
          onComplete: () => setState("ready"),
        });
      })
      .catch(() => setState("failed"));
    return () => {
      isGone = true;
    };
  }, [address]);
  return (
    <>
      {state === "loading" && <Spinner />}
      {state === "failed" && (
        <p role="alert">The reference could not be loaded. Reload the page, or read the OpenAPI document itself.</p>
      )}
      <div ref={place} className="api-reference mt-4" />
    </>
  );
}
