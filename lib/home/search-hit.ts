export type Hit = { id: string; label: string; hint: string; href: string };
export type HitGroup = { heading: string; hits: Hit[] };
