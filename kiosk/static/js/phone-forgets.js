// On the page that says this phone is not linked: what it kept for its person is wiped, and its worker goes.

const SCOPES = ["/b/", "/B/"];

async function forget() {
  await caches.delete("phone-1");
  indexedDB.deleteDatabase("kept-meetings");
  for (const scope of SCOPES) {
    const worker = await navigator.serviceWorker.getRegistration(scope);
    if (worker && SCOPES.some((each) => worker.scope.endsWith(each))) await worker.unregister();
  }
}

if (navigator.serviceWorker) forget().catch(() => {});
