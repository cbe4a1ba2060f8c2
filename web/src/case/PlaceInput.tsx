/** Say which place is meant, by a part of its code or its name. */

import { useState } from "preact/hooks";
import { get } from "../live/commands";
import { boot } from "../parts/boot";
import { t } from "../parts/words";
import * as words from "./words";

interface Place {
  code: string;
  name: string;
}

const SHORTEST = 2;

/** Hands up the code that was chosen; what is typed and not chosen counts as a code. */
export function PlaceInput({ id, onPlace }: { id: string; onPlace: (code: string) => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Place | null>(null);
  const [found, setFound] = useState<Place[]>([]);
  const look = async (typed: string) => {
    setText(typed);
    setChosen(null);
    onPlace(typed.trim());
    if (typed.trim().length < SHORTEST) return setFound([]);
    const answer = await get<{ items: Place[] }>(`/api/v1/markets/${boot().market.code}/places?text=${encodeURIComponent(typed.trim())}`);
    if (answer.ok) setFound(answer.body.items);
  };
  const take = (place: Place) => {
    setChosen(place);
    setText("");
    setFound([]);
    onPlace(place.code);
  };
  return (
    <div class="where">
      <label for={id}>{words.field("place")}</label>
      {chosen ? <p class="chosen-place"><strong>{chosen.name}</strong> <span class="quiet mono">{chosen.code}</span></p> : null}
      <input id={id} type="search" autocomplete="off" placeholder={t("Number or name of a shop")} value={text} onInput={(event) => void look(event.currentTarget.value)} />
      {found.length > 0 ? <ul class="found-places">{found.map((place) => <li key={place.code}><button type="button" class="plain" onClick={() => take(place)}>{place.name} <span class="quiet mono">{place.code}</span></button></li>)}</ul> : null}
    </div>
  );
}
