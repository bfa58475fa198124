// Keeps the page itself on the phone, so that it opens where there is no network.
"use strict";
const SHELL = "regulars-shell-1";
const FILES = ["/m/card.js", "/m/card.css", "/m/manifest.webmanifest", "/m/icon-192.png"];
const PAGE = "/m/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

async function fresh(request) {
  const shell = await caches.open(SHELL);
  const path = new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    if (answer.ok) await shell.put(path, answer.clone());
    // The page of somebody who was let go must not come back from here.
    else if (path === PAGE && answer.status === 401) await shell.delete(PAGE);
    return answer;
  } catch (error) {
    const kept = await shell.match(path);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === self.location.origin && (url.pathname === PAGE || FILES.includes(url.pathname));
  if (event.request.method === "GET" && isOurs) event.respondWith(fresh(event.request));
});
