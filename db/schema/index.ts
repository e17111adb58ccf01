export * from "./audit";
export * from "./auth";
export * from "./deployments";
export * from "./experiments";
export * from "./governance";
export * from "./models";
export * from "./promotions";
