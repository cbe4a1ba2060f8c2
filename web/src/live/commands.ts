/** What a person orders: sent once with its own id, answered by the server alone. */

import { csrf } from "../parts/boot";

export interface Conflict {
  code: string;
  title?: string;
  detail?: string;
  version?: number;
  attention?: string;
  step?: string;
  by?: string | null;
  at?: string | null;
  you_can?: string[];
}

export type Answer<T> = { ok: true; body: T } | { ok: false; status: number; problem: Conflict };

const PATIENCE_MS = 8000;

export async function ask<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  try {
    const answer = await fetch(path, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf() },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const read: unknown = text === "" ? {} : JSON.parse(text);
    if (answer.ok) return { ok: true, body: read as T };
    return { ok: false, status: answer.status, problem: read as Conflict };
  } catch {
    return { ok: false, status: 0, problem: { code: "no-answer" } };
  }
}

export function get<T>(path: string): Promise<Answer<T>> {
  return ask<T>("GET", path);
}

export interface Ordered {
  version: number;
  attention?: string;
  incident?: number | null;
}

export function orderAlert(id: number, command: string, version: number, payload: object = {}): Promise<Answer<Ordered>> {
  return ask<Ordered>("POST", `/api/v1/alerts/${id}/commands`, {
    command,
    command_id: newId(),
    expected_version: version,
    payload,
  });
}

/** A random id; crypto.randomUUID is missing where a market's own network has no TLS. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
