/** Take or choose pictures; each is sent at once and shown by its name. */

import { useState } from "preact/hooks";
import { t } from "../parts/words";
import { send, shrink, type Sent } from "./upload";

export function Picture({ onMedia }: { onMedia: (media: Sent[]) => void }) {
  const [sent, setSent] = useState<Sent[]>([]);
  const [said, setSaid] = useState<string | null>(null);
  const take = async (event: { currentTarget: HTMLInputElement }) => {
    const files = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = "";
    setSaid(t("Sending the picture"));
    const done: Sent[] = [];
    for (const file of files) {
      const answer = await shrink(file).then(send, () => ({ refused: "unreadable" }));
      if (answer !== null && "sha256" in answer) done.push(answer);
    }
    const all = [...sent, ...done];
    setSent(all);
    onMedia(all);
    setSaid(done.length === files.length ? null : t("A picture could not be sent. Try again, or say why there is none."));
  };
  return (
    <div class="picture-field">
      <label class="button" for="field-media">{t("Add a picture")} {sent.length > 0 ? `(${sent.length})` : ""}</label>
      <input id="field-media" class="unseen" type="file" accept="image/*" multiple onChange={(event) => void take(event)} />
      {said ? <span class="quiet small" role="status">{said}</span> : null}
    </div>
  );
}
