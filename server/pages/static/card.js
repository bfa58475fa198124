// Draws the code of this half minute from what was fetched ahead, with or without a network.
"use strict";
(() => {
  const KEPT = "regulars-codes";
  const SHELL = "regulars-shell-1";
  const SOURCE = "/m/codes";
  const PAGE = "/m/";
  const QUIET = 4;
  const PIXELS = 8;
  const TICK_MS = 250;
  const RETRY_MS = 60 * 1000;
  const REFRESH_MS = 10 * 60 * 1000;

  const card = document.getElementById("card");
  const canKeep = "caches" in window;

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/m/worker.js", { scope: "/m/" }).catch(() => {});
  }
  if (!card) {
    // Whoever is not let in keeps nothing of anybody's card.
    if (canKeep && document.getElementById("outside")) {
      caches.delete(KEPT);
      caches.open(SHELL).then((shell) => shell.delete(PAGE));
    }
    return;
  }

  const canvas = document.getElementById("modules");
  const note = document.getElementById("note");
  const line = document.getElementById("line");
  const bar = document.getElementById("left-bar");
  let codes = null;
  let drawn = "";
  let triedMs = 0;
  let fetchedMs = 0;
  let asking = false;

  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  function take(answer) {
    const each = Math.ceil((answer.side * answer.side) / 8);
    codes = { ...answer, each, bytes: bytesOf(answer.codes), plain: bytesOf(answer.static) };
    document.getElementById("points").textContent = answer.points;
    document.getElementById("as-of").textContent = answer.as_of;
  }

  function draw(name, bytes, side) {
    if (name === drawn) return;
    drawn = name;
    const whole = (side + 2 * QUIET) * PIXELS;
    canvas.width = whole;
    canvas.height = whole;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, whole, whole);
    pen.fillStyle = "#000000";
    const spare = bytes.length * 8 - side * side;
    for (let at = 0; at < side * side; at += 1) {
      const bit = at + spare;
      if (bytes[bit >> 3] & (128 >> (bit & 7))) {
        const column = QUIET + (at % side);
        const row = QUIET + Math.floor(at / side);
        pen.fillRect(column * PIXELS, row * PIXELS, PIXELS, PIXELS);
      }
    }
  }

  function say(state) {
    if (card.dataset.state === state) return;
    card.dataset.state = state;
    note.textContent = state === "fresh" ? card.dataset.fresh : card.dataset.usedUp;
    if (state !== "fresh") line.textContent = "";
  }

  function tick() {
    if (codes) {
      // The phone's own clock may be wrong: what counts is how far it was off when we fetched.
      const nowMs = Date.now() + codes.offsetMs;
      const stepMs = codes.step_s * 1000;
      const at = Math.floor(nowMs / stepMs) - codes.first_step;
      const count = codes.bytes.length / codes.each;
      if (at >= 0 && at < count) {
        draw(`step ${at + codes.first_step}`, codes.bytes.subarray(at * codes.each, (at + 1) * codes.each), codes.side);
        bar.style.width = `${100 - ((nowMs % stepMs) * 100) / stepMs}%`;
        say("fresh");
      } else {
        draw("plain", codes.plain, codes.static_side);
        bar.style.width = "0";
        say("used-up");
      }
    }
    const isOld = Date.now() - fetchedMs > REFRESH_MS;
    if (isOld && Date.now() - triedMs > RETRY_MS && document.visibilityState === "visible") refresh();
  }

  async function refresh() {
    if (asking) return;
    asking = true;
    triedMs = Date.now();
    try {
      const answer = await fetch(SOURCE, { cache: "no-store", credentials: "same-origin" });
      if (answer.status === 401) {
        if (canKeep) await caches.delete(KEPT);
        window.location.replace(PAGE);
        return;
      }
      if (!answer.ok) throw new Error("no codes");
      const found = await answer.json();
      found.offsetMs = found.now_us / 1000 - Date.now();
      take(found);
      fetchedMs = Date.now();
      line.textContent = "";
      tick();
      if (canKeep) {
        const kept = await caches.open(KEPT);
        await kept.put(SOURCE, new Response(JSON.stringify(found)));
        // At the first visit the page was there before its worker: it has to be kept from here.
        const shell = await caches.open(SHELL);
        if (!(await shell.match(PAGE))) await shell.add(PAGE);
      }
      card.dataset.kept = canKeep ? "yes" : "no";
    } catch {
      // Of a used-up code the note above says all there is to say.
      line.textContent = card.dataset.state === "used-up" ? "" : card.dataset.offline;
    } finally {
      asking = false;
    }
  }

  async function recall() {
    if (!canKeep) return;
    const kept = await (await caches.open(KEPT)).match(SOURCE);
    if (kept && !codes) {
      take(await kept.json());
      tick();
    }
  }

  let lock = null;
  async function stayAwake() {
    if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock.request("screen");
      card.dataset.awake = "yes";
      lock.addEventListener("release", () => { card.dataset.awake = "no"; });
    } catch {
      // A phone that saves its battery goes dark when it wants to.
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    stayAwake();
    tick();
  });
  window.addEventListener("online", refresh);
  recall().catch(() => {}).finally(refresh);
  stayAwake();
  window.setInterval(tick, TICK_MS);
})();
