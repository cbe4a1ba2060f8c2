/** Where the phone keeps what must survive a dead battery: an IndexedDB of its own; in memory where there is none. */

const NAME = "patrol-field";
const STORES = ["queue", "kept"] as const;
type Store = (typeof STORES)[number];

let opening: Promise<IDBDatabase | null> | null = null;
const memory: Record<Store, Map<string, unknown>> = { queue: new Map(), kept: new Map() };

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((done) => {
    try {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => STORES.forEach((store) => asked.result.createObjectStore(store));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    } catch {
      done(null);
    }
  });
  return opening;
}

function run<T>(database: IDBDatabase, store: Store, mode: IDBTransactionMode, ask: (held: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    const transaction = database.transaction(store, mode);
    const asked = ask(transaction.objectStore(store));
    transaction.oncomplete = () => done(asked.result);
    transaction.onerror = () => failed(transaction.error ?? new Error("not kept"));
    transaction.onabort = () => failed(transaction.error ?? new Error("not kept"));
  });
}

export async function put(store: Store, key: string, value: unknown): Promise<void> {
  const database = await open();
  if (database === null) memory[store].set(key, value);
  else await run(database, store, "readwrite", (held) => held.put(value, key));
}

export async function get<T>(store: Store, key: string): Promise<T | undefined> {
  const database = await open();
  if (database === null) return memory[store].get(key) as T | undefined;
  return (await run(database, store, "readonly", (held) => held.get(key) as IDBRequest<T | undefined>)) ?? undefined;
}

export async function all<T>(store: Store): Promise<T[]> {
  const database = await open();
  if (database === null) return [...memory[store].values()] as T[];
  return run(database, store, "readonly", (held) => held.getAll() as IDBRequest<T[]>);
}

export async function drop(store: Store, key: string): Promise<void> {
  const database = await open();
  if (database === null) memory[store].delete(key);
  else await run(database, store, "readwrite", (held) => held.delete(key));
}
