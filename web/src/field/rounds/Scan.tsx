/** Read the code at a checkpoint within the page, where the phone can; else it is typed. */

import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../parts/words";
import { arrivedAt } from "./arrival";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

type DetectorMaker = new (options: { formats: string[] }) => Detector;

const maker = (): DetectorMaker | null => (window as unknown as { BarcodeDetector?: DetectorMaker }).BarcodeDetector ?? null;
const EVERY_MS = 250;

export function Scan({ onCode, onBack }: { onCode: (code: string) => void; onBack: () => void }) {
  const [typed, setTyped] = useState("");
  const [camera, setCamera] = useState(maker() !== null);
  return (
    <form class="own-form" onSubmit={(event) => (event.preventDefault(), typed.trim() && onCode(typed.trim()))}>
      {camera ? <Camera onCode={onCode} onFailed={() => setCamera(false)} /> : <p>{t("Open the phone's own camera and point it at the code: it brings you back here. Or type what stands below it.")}</p>}
      <label for="round-code">{t("What stands below the code")}</label>
      <input id="round-code" autocomplete="off" autocapitalize="characters" spellcheck={false} maxLength={40} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      <button class="strong big" disabled={typed.trim().length < 8}>{t("I am here")}</button>
      <button type="button" onClick={onBack}>{t("Back")}</button>
    </form>
  );
}

function Camera({ onCode, onFailed }: { onCode: (code: string) => void; onFailed: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const Make = maker();
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;
    let gone = false;
    void (async () => {
      try {
        if (Make === null) throw new Error("no detector");
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        const seen = video.current;
        if (gone || seen === null) return stop();
        seen.srcObject = stream;
        await seen.play();
        const detector = new Make({ formats: ["qr_code"] });
        timer = setInterval(() => void detector.detect(seen).then((found) => found.forEach((each) => take(each.rawValue))).catch(() => undefined), EVERY_MS);
      } catch {
        if (!gone) onFailed();
      }
    })();
    function take(text: string): void {
      const code = codeIn(text);
      if (code !== null && !gone) onCode(code);
    }
    function stop(): void {
      gone = true;
      clearInterval(timer);
      stream?.getTracks().forEach((track) => track.stop());
    }
    return stop;
  }, []);
  return <video ref={video} class="scan-view" muted playsInline aria-label={t("Camera")} />;
}

export function codeIn(text: string): string | null {
  try {
    const address = new URL(text);
    return arrivedAt(address.pathname, address.search)?.code ?? null;
  } catch {
    return null;
  }
}
