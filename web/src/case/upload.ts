/** A picture from the phone's camera: made small enough for the market's network, then sent. */

import { csrf } from "../parts/boot";

export interface Sent {
  kind: string;
  url: string;
  sha256: string;
  mime: string;
}

const LONGEST_SIDE = 1600;
const LARGEST_BYTES = 700_000;
const PATIENCE_MS = 30_000;

export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  for (const [side, quality] of [[LONGEST_SIDE, 0.82], [LONGEST_SIDE, 0.6], [1000, 0.6], [640, 0.5]] as const) {
    const made = await drawn(picture, side, quality);
    if (made.size <= LARGEST_BYTES) return made;
  }
  throw new Error("too-large");
}

function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("unreadable"))), "image/jpeg", quality));
}

/** The answer of the server, or null when it could not be reached. */
export async function send(picture: Blob): Promise<Sent | { refused: string } | null> {
  try {
    const answer = await fetch("/api/v1/pictures", {
      method: "POST", body: picture, signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { "Content-Type": picture.type, Accept: "application/json", "X-CSRFToken": csrf() },
    });
    if (answer.ok) return (await answer.json()) as Sent;
    if (answer.status >= 500) return null;
    return { refused: ((await answer.json()) as { code?: string }).code ?? String(answer.status) };
  } catch {
    return null;
  }
}
