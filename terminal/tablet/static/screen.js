// Draws what the till says and tells it what was touched; keeps nothing of anybody.
"use strict";
(() => {
  const SILENT_MS = 12 * 1000;
  const AGAIN_MS = 2000;
  const LOOK_MS = 1000;
  const SCRATCHED = 0.4;
  const GRID = 12;
  const QUIET = 4;
  const LEAST_FIT = 0.55;
  const LONG_HEADLINE = 22;
  const LONG_CAPTION = 60;
  const DIGITS = "123456789";
  const SVG = "http://www.w3.org/2000/svg";
  const SIGNS = {
    x: "M6 6l20 20M26 6L6 26",
    check: "M5 17l8 8L27 8",
    stop: "M6 6l20 20M26 6L6 26",
    clear: "M20 6L10 16l10 10",
    later: "M16 9v8l5 4M16 4a12 12 0 1 0 .01 0",
    go: "M6 16h20M18 8l8 8-8 8",
    private: "M4 5l24 23M8 10c-3 2-5 6-5 6s4 8 13 8c2 0 4-.4 5.6-1.2M14 8.2A13 13 0 0 1 16 8c9 0 13 8 13 8s-1 2.2-3 4.2",
    eye: "M3 16s4-8 13-8 13 8 13 8-4 8-13 8S3 16 3 16zM16 12a4 4 0 1 0 .01 0",
    gift: "M5 11h22v6H5zM7 17v10h18V17M16 11v16M16 11c-8 0-8-7-4-7 3 0 4 7 4 7zm0 0c8 0 8-7 4-7-3 0-4 7-4 7z",
    wait: "M9 4h14v5l-7 7 7 7v5H9v-5l7-7-7-7z",
    tick: "M8 17l6 6 11-13M16 2a14 14 0 1 0 .01 0",
    warning: "M11 3h10l8 8v10l-8 8H11l-8-8V11zM16 9v9M16 22v1",
    "smiley-sad": "M16 3a13 13 0 1 0 .01 0M11 12v1M21 12v1M10 23c3-4 9-4 12 0",
    "smiley-meh": "M16 3a13 13 0 1 0 .01 0M11 12v1M21 12v1M10 20h12",
    smiley: "M16 3a13 13 0 1 0 .01 0M11 12v1M21 12v1M10 19c3 4 9 4 12 0",
    heart: "M16 28C4 19 3 14 3 11c0-7 10-8 13-1 3-7 13-6 13 1 0 3-1 8-13 17z",
  };

  const at = (id) => document.getElementById(id);
  const screen = at("screen");
  const away = at("away");
  const pairing = at("pair");
  const bar = at("bar");
  const style = getComputedStyle(document.documentElement);
  let source = null;
  let stream = "";
  let nth = 0;
  let heardMs = 0;
  let shape = "";
  let now = null;
  let waiting = Promise.resolve();
  let slideTimer = 0;
  let pictureTimer = 0;
  let sound = null;

  const element = (tag, name, ...inside) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...inside.filter((one) => one !== null && one !== ""));
    return made;
  };

  const sign = (name) => {
    const made = document.createElementNS(SVG, "svg");
    made.setAttribute("viewBox", "0 0 32 32");
    made.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", SIGNS[name] || "");
    path.setAttribute("fill", "none");
    path.setAttribute("stroke", "currentColor");
    path.setAttribute("stroke-width", "2");
    path.setAttribute("stroke-linecap", "round");
    path.setAttribute("stroke-linejoin", "round");
    made.append(path);
    return made;
  };

  // Four strokes and a slash; ghosts are what is still to come.
  const tally = (have, whole, fresh, name) => {
    const made = document.createElementNS(SVG, "svg");
    const groups = Math.ceil(whole / 5);
    const last = whole - (groups - 1) * 5;
    made.setAttribute("viewBox", `0 0 ${(groups - 1) * 56 + Math.min(last, 4) * 11 + 8} 44`);
    made.setAttribute("class", name);
    made.setAttribute("aria-hidden", "true");
    for (let stroke = 0; stroke < whole; stroke += 1) {
      const left = Math.floor(stroke / 5) * 56;
      const place = stroke % 5;
      const line = document.createElementNS(SVG, "path");
      const x = left + 6 + place * 11;
      line.setAttribute("d", place === 4 ? `M${left + 1} 32L${left + 46} 12` : `M${x} 5l-2 34`);
      line.setAttribute("stroke", "currentColor");
      line.setAttribute("stroke-width", "5");
      line.setAttribute("stroke-linecap", "round");
      if (stroke >= have) line.setAttribute("class", "ghost");
      else if (stroke >= have - fresh) line.setAttribute("class", "new");
      made.append(line);
    }
    return made;
  };

  const text = (tag, name, words) => (words ? element(tag, name, words) : null);
  const headline = (words) =>
    text("h1", words.length > LONG_HEADLINE ? "headline long" : "headline", words);
  const caption = (words) =>
    text("p", (words || "").length > LONG_CAPTION ? "caption long" : "caption", words || "");
  const stampCards = (cards) =>
    (cards || []).map((card) =>
      element(
        "div",
        "stamps",
        tally(card.have, card.whole, card.new || 0, "tally"),
        element("span", "", card.title)
      )
    );

  const tone = () => {
    try {
      sound = sound || new AudioContext();
      const made = sound.createOscillator();
      const loud = sound.createGain();
      made.frequency.value = Number(style.getPropertyValue("--sound-key-hz")) || 1000;
      loud.gain.value = (Number(style.getPropertyValue("--sound-volume")) || 0.5) / 4;
      made.connect(loud).connect(sound.destination);
      made.start();
      made.stop(sound.currentTime + (Number(style.getPropertyValue("--sound-key-ms")) || 15) / 1000);
    } catch {
      // A tablet without sound is a whole tablet.
    }
  };

  const post = (path, said) =>
    fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(said),
      credentials: "same-origin",
      cache: "no-store",
    });

  // One after the other, so that digits arrive as they were typed; none is kept or sent again.
  const send = (said) => {
    const from = stream;
    waiting = waiting.then(async () => {
      if (from !== stream || !from) return;
      nth += 1;
      try {
        await post("/press", { stream: from, nth, ...said });
      } catch {
        gone();
      }
    });
  };

  const press = (key) => {
    tone();
    send({ key });
  };

  const keyButton = (key, label, kind) => {
    const word = label || key;
    const made = element("button", kind, kind ? sign(kind.split(" ")[1]) : null, element("span", "", word));
    made.type = "button";
    made.dataset.key = key;
    made.addEventListener("click", () => press(key));
    return made;
  };

  const tapButton = (button, name, ...inside) => {
    const signed = button.icon && SIGNS[button.icon] ? sign(button.icon) : null;
    const made = element("button", name, signed, ...(inside.length ? inside : [button.label]));
    made.type = "button";
    made.addEventListener("click", () => send({ tap: button.action }));
    return made;
  };

  // A screen at rest is nearly dark; any touch wakes the till and does nothing else.
  document.addEventListener("click", () => {
    if (document.body.classList.contains("rests")) send({ tap: "wake" });
  });

  const head = (shown, right) => {
    const made = element("header", "head", tally(5, 5, 0, "mark"));
    made.append(element("span", "shop", shown.shop));
    if (shown.plate) made.append(element("span", "plate", shown.plate));
    if (right) made.append(element("span", "left", right));
    return made;
  };

  const keysOf = (pad) => {
    const labels = pad.labels || {};
    const keys = element("div", "keys");
    keys.setAttribute("role", "group");
    keys.setAttribute("aria-label", screen.dataset.digits);
    for (const digit of DIGITS) keys.append(keyButton(digit, "", ""));
    const stop = labels.cancel ? ["Cancel", labels.cancel, "word stop"] : ["Later", labels.later, "word later"];
    keys.append(stop[1] ? keyButton(...stop) : element("span", ""));
    keys.append(keyButton("0", "", ""));
    keys.append(labels.delete ? keyButton("Delete", labels.delete, "word clear") : element("span", ""));
    if (labels.enter) keys.append(keyButton("Enter", labels.enter, "word go last"));
    else if (labels.later && labels.cancel) keys.append(keyButton("Later", labels.later, "word later last"));
    return keys;
  };

  const asks = (shown) => shown.scene === "pad" && shown.kind !== "rest" && shown.kind !== "said";

  const scratchField = (shown) => {
    const prize = element("div", "field", element("span", "", shown.title), element("b", "", shown.prize));
    if (shown.open) return prize;
    for (const one of prize.children) one.setAttribute("aria-hidden", "true");
    const cover = document.createElement("canvas");
    cover.width = 600;
    cover.height = 500;
    cover.setAttribute("aria-hidden", "true");
    const pen = cover.getContext("2d");
    pen.fillStyle = style.getPropertyValue("--accent").trim();
    pen.fillRect(0, 0, cover.width, cover.height);
    pen.globalCompositeOperation = "destination-out";
    const touched = new Set();
    let open = false;
    cover.addEventListener("pointermove", (moved) => {
      if (open || (moved.pointerType === "mouse" && !moved.buttons)) return;
      const place = cover.getBoundingClientRect();
      const x = ((moved.clientX - place.left) / place.width) * cover.width;
      const y = ((moved.clientY - place.top) / place.height) * cover.height;
      pen.beginPath();
      pen.arc(x, y, 44, 0, 2 * Math.PI);
      pen.fill();
      touched.add(Math.floor((x / cover.width) * GRID) * GRID + Math.floor((y / cover.height) * GRID));
      if (touched.size > SCRATCHED * GRID * GRID) {
        open = true;
        cover.remove();
        send({ tap: shown.show.action });
      }
    });
    prize.append(cover);
    return prize;
  };

  const slides = (shown) => {
    const lines = (shown.slides || []).map((slide) => slide.text).filter(Boolean);
    if (!lines.length) return null;
    const made = element("p", "slide", lines[0]);
    made.setAttribute("aria-live", "off");
    let turn = 0;
    slideTimer = setInterval(() => {
      turn = (turn + 1) % lines.length;
      made.textContent = lines[turn];
    }, (shown.slide_s || 8) * 1000);
    return made;
  };

  // The owner's pictures, each in the place of everything else; the first turn is the welcome.
  const gallery = (shown) => {
    const names = (shown.slides || []).map((slide) => slide.picture).filter(Boolean);
    if (!names.length || shown.rests) return null;
    const made = element("img", "gallery");
    made.alt = "";
    made.hidden = true;
    made.addEventListener("load", () => {
      made.hidden = turn < 0;
    });
    made.addEventListener("error", () => {
      made.hidden = true;
    });
    let turn = -1;
    pictureTimer = setInterval(() => {
      turn = turn + 1 < names.length ? turn + 1 : -1;
      if (turn < 0) made.hidden = true;
      else made.src = `/slides/${encodeURIComponent(names[turn])}`;
    }, (shown.slide_s || 8) * 1000);
    return made;
  };

  const picture = (name, kind) => {
    const made = sign(name);
    made.setAttribute("class", kind);
    return made;
  };

  const drawn = (kind, marks) => {
    const made = document.createElementNS(SVG, kind);
    for (const [name, value] of Object.entries(marks)) made.setAttribute(name, value);
    return made;
  };

  // A card with its code, held into the corners that a reader looks at.
  const aim = () => {
    const made = drawn("svg", { viewBox: "0 0 400 320", class: "picture", "aria-hidden": "true" });
    const line = { fill: "none", stroke: "currentColor", "stroke-width": 8, "stroke-linecap": "round" };
    made.append(drawn("path", { ...line, d: "M8 64V24q0-16 16-16h40M336 8h40q16 0 16 16v40M392 256v40q0 16-16 16h-40M64 312H24q-16 0-16-16v-40" }));
    const card = drawn("g", { transform: "rotate(-5 200 160)" });
    card.append(drawn("rect", { class: "card", x: 60, y: 78, width: 280, height: 168, rx: 16 }));
    card.append(drawn("path", { ...line, class: "ink", d: "M92 132l-4 64M110 132l-4 64M128 132l-4 64M146 132l-4 64M82 186l76-40" }));
    for (const [x, y, side] of [[204, 102, 36], [276, 102, 36], [204, 174, 36], [252, 112, 12], [252, 138, 24], [228, 150, 12], [264, 174, 18], [294, 162, 18], [288, 192, 24], [252, 198, 14]]) {
      card.append(drawn("rect", { class: "code", x, y, width: side, height: side }));
    }
    for (const [x, y] of [[212, 110], [284, 110], [212, 182]]) {
      card.append(drawn("rect", { class: "card", x, y, width: 20, height: 20 }), drawn("rect", { class: "code", x: x + 5, y: y + 5, width: 10, height: 10 }));
    }
    made.append(card);
    return made;
  };

  // The height of a welcome: what it says, and the box that a card is held into.
  const resting = (shown) => [
    element(
      "div",
      "body",
      element("div", "words", headline(shown.headline || shown.shop), caption(shown.caption), slides(shown)),
      aim()
    ),
    text("p", "note", shown.note),
    text("p", "odds", shown.promise),
    gallery(shown),
  ];

  const SCENES = {
    welcome: resting,
    member: (shown) => {
      const panel = element("div", "panel", ...stampCards(shown.stamps));
      if (shown.reward) panel.append(element("div", "line", sign(shown.reward_ready ? "gift" : "wait"), element("span", "", shown.reward)));
      if (shown.level) {
        const level = element("span", "", shown.level.name);
        const next = text("span", "why", shown.level.next);
        panel.append(element("div", "line", tally(shown.level.strokes, shown.level.strokes, 0, "mark"), level, next));
      }
      return [
        element(
          "div",
          "body",
          element(
            "div",
            "words",
            element("h1", "worth", shown.greeting),
            element("p", "figure", element("b", "", shown.points), " ", element("span", "unit", shown.points_word)),
            text("p", "worth", shown.worth),
            text("p", "why", shown.cue),
            shown.choose ? tapButton(shown.choose, "primary with-sign") : null
          ),
          panel.childElementCount ? panel : null
        ),
      ];
    },
    earned: (shown) => {
      const panel = element("div", "panel wide", ...stampCards(shown.stamps));
      const after = [shown.points, shown.worth].filter(Boolean).join(" ");
      if (after) panel.append(element("span", "", after));
      const gained = shown.gained
        ? element("p", "figure gained", element("b", "", shown.gained), " ", element("span", "unit", shown.gained_word || ""))
        : null;
      return [
        element("div", "body", element("div", "words", gained ? text("h1", "worth", shown.headline) : headline(shown.headline), gained, text("p", "why", shown.why), text("p", "why", shown.cue))),
        panel.childElementCount ? panel : null,
      ];
    },
    choose: (shown) => {
      const tiles = element("div", "tiles");
      for (const tile of shown.tiles) {
        const made = tapButton(tile, "", element("span", "", tile.title), element("small", "", tile.caption));
        made.disabled = tile.state === "not_usable";
        tiles.append(made);
      }
      return [headline(shown.headline), tiles, tapButton(shown.not_now, "quiet foot")];
    },
    scratch: (shown) => [
      element(
        "div",
        "body",
        element(
          "div",
          "words",
          headline(shown.headline),
          caption(shown.caption),
          shown.open ? text("p", "worth", shown.prize) : tapButton(shown.show, "with-sign"),
          ...shown.odds.map((line) => element("p", "odds", line))
        ),
        scratchField(shown)
      ),
    ],
    question: (shown) => [
      element(
        "div",
        "words",
        headline(shown.headline),
        element("div", "answers", ...shown.answers.map((answer) => tapButton(answer, ""))),
        text("p", "why", shown.note)
      ),
    ],
    consents: (shown) => [
      element(
        "div",
        "words",
        text("p", "why", shown.step),
        headline(shown.headline),
        caption(shown.sentence)
      ),
      element("div", "choices", tapButton(shown.no, "with-sign"), tapButton(shown.yes, "with-sign")),
      text("p", "odds", shown.note),
    ],
    card: (shown) => {
      const side = shown.modules.length + 2 * QUIET;
      const code = drawn("svg", { viewBox: `0 0 ${side} ${side}`, class: "card-code", "shape-rendering": "crispEdges", role: "img", "aria-label": shown.headline });
      code.append(drawn("rect", { width: side, height: side, fill: "white" }));
      const dark = shown.modules.flatMap((line, y) => [...line].map((one, x) => (one === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")));
      code.append(drawn("path", { d: dark.join(""), fill: "black" }));
      return [
        element(
          "div",
          "body",
          element("div", "words", headline(shown.headline), caption(shown.caption), tapButton(shown.done, "with-sign")),
          code
        ),
      ];
    },
    history: (shown) => [
      headline(shown.headline),
      text("p", "why", shown.balance),
      element(
        "div",
        "rows",
        ...shown.rows.map((row) =>
          element(
            "div",
            "row",
            element("span", "", `${row.date} ${row.time}`),
            element("span", "", row.what),
            element("span", "points", row.points),
            text("small", "", row.why)
          )
        )
      ),
      text("p", "odds", shown.note),
    ],
    thanks: (shown) => [
      element("div", "body", element("div", "words", headline(shown.headline), caption(shown.caption))),
      text("p", "worth", shown.balance),
    ],
    pad: (shown, around) => {
      if (shown.kind === "rest") return resting(shown);
      const words = element("div", "words", headline(shown.headline), caption(shown.caption));
      if (!asks(shown)) {
        words.append(element("p", "note", shown.note || ""));
        return [
          element("div", "body", words, picture(shown.wrong ? "warning" : "tick", shown.wrong ? "badge wrong" : "badge")),
        ];
      }
      if (shown.kind === "phone") words.append(element("p", "typed"));
      else words.append(element("p", "dots"));
      words.append(element("p", "note"));
      void around;
      return [element("div", "body", words, keysOf(shown))];
    },
  };

  // What changes while a scene stands, without drawing it anew: the focus stays where it is.
  const renew = (around) => {
    const shown = around.shown;
    const left = shown.seconds_left;
    bar.hidden = left === undefined || left === null;
    if (!bar.hidden) {
      const whole = Math.max(shown.seconds_whole || 20, left, 1);
      at("bar-left").style.width = `${(100 * left) / whole}%`;
    }
    if (!asks(shown)) return;
    const dots = screen.querySelector(".dots");
    if (dots) {
      dots.replaceChildren();
      for (let dot = 0; dot < shown.of; dot += 1) dots.append(element("i", dot < shown.filled ? "full" : ""));
      dots.classList.toggle("wrong", shown.wrong);
      dots.setAttribute("aria-hidden", "true");
    }
    const typed = screen.querySelector(".typed");
    if (typed) typed.textContent = shown.typed || "";
    const note = screen.querySelector(".note");
    const words = shown.note || around.private;
    note.replaceChildren();
    if (words) note.append(sign(shown.wrong ? "warning" : shown.note ? "later" : "private"), element("span", "", words));
    note.classList.toggle("wrong", shown.wrong);
    for (const key of screen.querySelectorAll(".keys button")) {
      const isStop = key.dataset.key === "Cancel" || key.dataset.key === "Later";
      key.disabled = !shown.keys_open && !isStop;
    }
  };

  // Long words and large numbers are drawn smaller rather than cut.
  const fit = () => {
    document.body.style.setProperty("--fit", 1);
    for (const one of screen.querySelectorAll(".figure b")) {
      one.style.setProperty("--shrink", 1);
      const room = one.parentElement.clientWidth;
      const needed = one.getBoundingClientRect().width;
      if (needed > room) one.style.setProperty("--shrink", Math.max(0.3, (room / needed) * 0.98));
    }
    for (let scale = 1; scale > LEAST_FIT && isCut(); scale -= 0.05) {
      document.body.style.setProperty("--fit", scale);
    }
  };

  const isCut = () =>
    screen.scrollHeight > screen.clientHeight + 1 ||
    screen.scrollWidth > screen.clientWidth + 1 ||
    [...screen.querySelectorAll(".body, .words, .keys, .panel, .tiles button, .keys button, .field")].some(
      (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1
    );

  const speak = (before, around, isNew) => {
    const shown = around.shown;
    if (isNew) {
      const words = [shown.greeting, shown.headline, shown.gained, shown.gained_word, shown.points, shown.points_word, shown.worth, shown.caption, shown.sentence, shown.balance];
      at("said").textContent = words.filter(Boolean).join(". ");
    } else if (around.count && around.count !== before.count) {
      at("said").textContent = around.count;
    }
    at("alarm").textContent = shown.wrong ? shown.note || "" : "";
  };

  const shapeOf = (shown) => {
    const { seconds_left, seconds_whole, filled, typed, note, wrong, keys_open, ...rest } = shown;
    const volatile = asks(shown) ? {} : { note, wrong };
    void [seconds_left, seconds_whole, filled, typed, keys_open];
    return JSON.stringify({ ...rest, ...volatile });
  };

  const draw = (around) => {
    const shown = around.shown;
    const next = shapeOf(shown);
    const isNew = next !== shape;
    const before = now;
    now = around;
    if (isNew) {
      shape = next;
      clearInterval(slideTimer);
      clearInterval(pictureTimer);
      const atRest = shown.scene === "pad" && shown.kind === "rest";
      document.documentElement.lang = shown.language.replace("_", "-");
      document.body.dataset.scene = atRest ? "welcome" : shown.scene;
      document.body.classList.toggle("asks", asks(shown));
      document.body.classList.toggle("rests", Boolean(shown.rests));
      const parts = (SCENES[shown.scene] || (() => []))(shown, around);
      const right = shown.scene === "choose" ? shown.balance : "";
      screen.replaceChildren(head(shown, right), ...parts.filter(Boolean));
    }
    if (around.away) away.querySelector(".headline").textContent = around.away;
    screen.hidden = false;
    away.hidden = pairing.hidden = true;
    renew(around);
    if (isNew) fit();
    speak(before, around, isNew);
  };

  // Whatever stood there is gone from the page, and nothing of it was kept elsewhere.
  const clear = () => {
    shape = stream = "";
    now = null;
    clearInterval(slideTimer);
    clearInterval(pictureTimer);
    screen.replaceChildren();
    screen.hidden = bar.hidden = true;
    at("said").textContent = at("alarm").textContent = "";
  };

  const gone = () => {
    clear();
    document.body.classList.remove("asks", "rests");
    document.body.dataset.scene = "away";
    away.hidden = false;
    pairing.hidden = true;
  };

  const askForCode = (words) => {
    if (source) source.close();
    source = null;
    clear();
    document.body.dataset.scene = "pair";
    away.hidden = true;
    pairing.hidden = false;
    at("pair-note").textContent = words || "";
    at("code").focus();
  };

  const wordsOf = async (answer) => {
    try {
      return (await answer.json()).error.message;
    } catch {
      return "";
    }
  };

  const start = async () => {
    if (source) source.close();
    source = null;
    let answer = null;
    try {
      answer = await fetch("/known", { credentials: "same-origin", cache: "no-store" });
    } catch {
      gone();
      setTimeout(start, AGAIN_MS);
      return;
    }
    if (!answer.ok || !(await answer.json()).known) {
      askForCode(answer.ok ? "" : await wordsOf(answer));
      return;
    }
    heardMs = Date.now();
    const opened = new EventSource("/events");
    source = opened;
    const on = (kind, hear) =>
      opened.addEventListener(kind, (said) => {
        if (source !== opened) return;
        heardMs = Date.now();
        hear(JSON.parse(said.data));
      });
    on("stream", (said) => {
      stream = said.stream;
      nth = 0;
    });
    on("scene", draw);
    on("here", () => {});
    on("dropped", () => start());
    on("closed", gone);
    opened.addEventListener("error", () => {
      if (source !== opened) return;
      gone();
      if (opened.readyState === EventSource.CLOSED) setTimeout(start, AGAIN_MS);
    });
  };

  const pair = async (code, till) => {
    try {
      const answer = await post("/pair", till ? { code, till } : { code });
      if (answer.ok) await start();
      else askForCode(await wordsOf(answer));
    } catch {
      gone();
      setTimeout(start, AGAIN_MS);
    }
  };

  pairing.addEventListener("submit", (sent) => {
    sent.preventDefault();
    const code = at("code").value;
    at("code").value = "";
    pair(code, "");
  });

  document.addEventListener("keydown", (pressed) => {
    if (!now || !asks(now.shown) || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return;
    const named = { Backspace: "Delete", Escape: "Cancel" }[pressed.key];
    const isDigit = /^[0-9]$/.test(pressed.key);
    const labels = now.shown.labels || {};
    if (isDigit && now.shown.keys_open) press(pressed.key);
    else if (named === "Delete" && now.shown.keys_open) press(named);
    else if (named === "Cancel") press(labels.cancel ? "Cancel" : "Later");
    else if (pressed.key === "Enter" && labels.enter && document.activeElement === document.body) press("Enter");
    else return;
    pressed.preventDefault();
  });

  // A line that is dead without having ended would leave somebody on the screen.
  setInterval(() => {
    if (source && Date.now() - heardMs > SILENT_MS) {
      gone();
      start();
    }
  }, LOOK_MS);

  const stayAwake = async () => {
    try {
      if (document.visibilityState === "visible") await navigator.wakeLock.request("screen");
    } catch {
      // The tablet's own settings keep it awake, or it sleeps.
    }
  };
  window.addEventListener("resize", () => {
    if (now) fit();
  });
  document.addEventListener("visibilitychange", stayAwake);
  window.addEventListener("pagehide", clear);
  window.addEventListener("pageshow", (shown) => {
    if (shown.persisted) start();
  });
  stayAwake();

  const [code, till] = location.hash.slice(1).split(".");
  if (code) {
    // The code is in no address that the browser keeps.
    history.replaceState(null, "", "/");
    pair(code, till || "");
  } else {
    start();
  }
})();
