/** Take a picture; it is kept on the phone until it can be sent. */

import { useState } from "preact/hooks";
import { shrink } from "../case/upload";
import { t, tn } from "../parts/words";

export function Photo({ id, pictures, onPictures }: { id: string; pictures: Blob[]; onPictures: (all: Blob[]) => void }) {
  const [failed, setFailed] = useState(false);
  const take = async (event: { currentTarget: HTMLInputElement }) => {
    const input = event.currentTarget;
    const files = [...(input.files ?? [])];
    const made = await Promise.all(files.map((file) => shrink(file).catch(() => null)));
    input.value = "";
    const good = made.filter((each) => each !== null);
    setFailed(good.length < files.length);
    onPictures([...pictures, ...good]);
  };
  return (
    <div class="photo">
      <label class="button" for={id}>{pictures.length === 0 ? t("Take a picture") : t("Another picture")}</label>
      <input id={id} class="unseen" type="file" accept="image/*" capture="environment" multiple onChange={(event) => void take(event)} />
      {pictures.length > 0 ? <span>{tn("{count} picture", "{count} pictures", pictures.length)} <button type="button" class="plain" onClick={() => onPictures([])}>{t("Remove")}</button></span> : null}
      {failed ? <span class="warning" role="alert">{t("This picture cannot be read.")}</span> : null}
    </div>
  );
}
