declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  type Options = {
    domNode: HTMLElement;
    url: string;
    deepLinking: boolean;
    docExpansion: "list" | "none";
    defaultModelsExpandDepth: number;
    filter: boolean;
    validatorUrl: null;
    onComplete: () => void;
  };
  const SwaggerUI: (options: Options) => unknown;
  export default SwaggerUI;
}
