// What the tablet keeps for when its server is away: the sealed list, and sealed scans that wait. Nothing in clear.
//
// Whatever changes here is on the disk before it is said to be. left-behind.js empties it when the tablet is revoked.

const NAME = "kiosk-alone";

let opening = null;

/** Do `act(store)` in one transaction; its request's result, once all of it is durable. */
export async function within(store, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Let go of the database, so that it can be deleted; the next act opens it again. */
export async function close() {
  const database = await opening?.catch(() => null);
  opening = null;
  database?.close();
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("list");
      request.result.createObjectStore("waiting", { autoIncrement: true });
    };
    request.onsuccess = () => {
      request.result.onversionchange = close; // another tab forgets everything
      resolve(request.result);
    };
    request.onerror = () => {
      opening = null;
      reject(request.error);
    };
  });
  return opening;
}
