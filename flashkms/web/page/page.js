"use strict";
const terminal = document.getElementById("terminal");
terminal.dataset.sessionWebsocketUrl =
  (location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/ws";
document.getElementById("again").addEventListener("click", () => location.reload());
// A person who has just opened the page means to type into it.
new MutationObserver((_changes, observer) => {
  const input = document.querySelector(".xterm-helper-textarea");
  if (input && document.body.classList.contains("-first-byte")) {
    input.focus();
    observer.disconnect();
  }
}).observe(document.body, { attributes: true });
