// What a tablet leaves behind when it is no station any more: nothing that names anybody.
//
// First `tablet-revoked` is told on the window; `detail.wait(promise)` lets whoever keeps something put it away. Then
// caches, storage, databases and the service worker go. What is still unsent stays: an object store called `waiting`
// that holds anything (sealed; only our server reads it) keeps its database, of which all other stores but `keys` are
// emptied. It is sent when the tablet is paired again.

const PATIENCE_MS = 1000;

export async function forget() {
  const going = [];
  window.dispatchEvent(new CustomEvent("tablet-revoked", { detail: { wait: (promise) => going.push(promise) } }));
  await soon(Promise.allSettled(going));
  localStorage.clear();
  sessionStorage.clear();
  await soon(Promise.allSettled([noDatabases(), noWorkers(), loaded().then(noCaches)]));
  setTimeout(noCaches, PATIENCE_MS);
}

// Until its page is gone a worker goes on keeping what the page loads, its icon last.
function loaded() {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
}

async function noCaches() {
  for (const name of (await self.caches?.keys()) ?? []) await caches.delete(name);
}

async function noWorkers() {
  for (const each of (await navigator.serviceWorker?.getRegistrations()) ?? []) await each.unregister();
}

async function noDatabases() {
  for (const { name } of (await indexedDB.databases?.()) ?? []) await noDatabase(name);
}

async function noDatabase(name) {
  const database = await settled(indexedDB.open(name));
  const stores = Array.from(database.objectStoreNames);
  const unsent = stores.includes("waiting") && (await settled(database.transaction("waiting").objectStore("waiting").count()));
  const loose = stores.filter((store) => !unsent || !["waiting", "keys"].includes(store));
  for (const store of loose) await settled(database.transaction(store, "readwrite").objectStore(store).clear());
  database.close();
  if (!unsent) await settled(indexedDB.deleteDatabase(name));
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function soon(promise) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}
