"use strict";
const terminal = document.getElementById("terminal");
const why = document.getElementById("why");
const again = document.getElementById("again");
terminal.dataset.sessionWebsocketUrl =
  (location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/ws";
again.addEventListener("click", () => location.reload());

const ENDINGS = {
  1000: "The session has ended. Every answer was saved.",
  1001: "flashkms serve has ended. Every answer was saved.\nStart it again, and open the link that it prints.",
};
const LOST = "The connection to flashkms serve is gone. Every answer was saved.";

// The terminal makes its socket by this name, and does not say how it ended.
window.WebSocket = class extends window.WebSocket {
  constructor(...where) {
    super(...where);
    let words = "";
    this.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return;
      const [kind, said] = JSON.parse(data);
      if (kind === "ended") words = said;
    });
    this.addEventListener("close", ({ code }) => {
      why.textContent = words || ENDINGS[code] || LOST;
      again.hidden = code === 1001; // its link is for a server that is gone
      document.body.classList.add("-closed");
      again.focus();
    });
  }
};

// The terminal measures its cells once, by the letters that it finds: it starts when they are there.
addEventListener("load", async () => {
  await document.fonts.load('16px "Roboto Mono"').catch(() => {});
  const script = document.createElement("script");
  script.src = "/textual.js";
  script.addEventListener("load", () => window.onload());
  document.head.append(script);
});

// A person who has just opened the page means to type into it.
new MutationObserver((_changes, observer) => {
  const input = document.querySelector(".xterm-helper-textarea");
  if (input && document.body.classList.contains("-first-byte")) {
    input.focus();
    observer.disconnect();
  }
}).observe(document.body, { attributes: true });
