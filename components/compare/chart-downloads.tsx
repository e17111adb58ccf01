"use client";

import { toast } from "sonner";
import { Button } from "@/components/ui/button";

type ChartDownloadsProps = {
  /** File name without its ending. */
  name: string;
  svg: () => string | null;
  csv: () => string;
};

/** A chart as PNG, as SVG of real vectors, and its figures as CSV. */
export function ChartDownloads({ name, svg, csv }: ChartDownloadsProps) {
  const save = (blob: Blob, ending: string) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${name.replace(/[^\p{L}\p{N}._-]+/gu, "-")}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const vectors = (then: (text: string) => void) => {
    const text = svg();
    if (text) then(text);
    else toast.error("There is nothing drawn yet; wait for the chart and try again.");
  };
  return (
    <fieldset className="flex gap-1" data-print="hide">
      <legend className="sr-only">Download {name}</legend>
      <Button
        size="s"
        variant="ghost"
        onClick={() =>
          vectors((text) => {
            rasterize(text).then(
              (blob) => save(blob, "png"),
              () => toast.error("This browser could not draw the picture; take the SVG instead."),
            );
          })
        }
      >
        PNG
      </Button>
      <Button
        size="s"
        variant="ghost"
        onClick={() => vectors((text) => save(new Blob([text], { type: "image/svg+xml" }), "svg"))}
      >
        SVG
      </Button>
      <Button
        size="s"
        variant="ghost"
        onClick={() => save(new Blob([`\ufeff${csv()}`], { type: "text/csv;charset=utf-8" }), "csv")}
      >
        CSV
      </Button>
    </fieldset>
  );
}

/** The vectors drawn at twice their size. */
async function rasterize(text: string): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * 2;
  canvas.height = picture.naturalHeight * 2;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("The canvas gave no picture.");
  return blob;
}
