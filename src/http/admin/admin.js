// Live progress of an import: what the program says is set down as it comes, and the page is read anew at the end.
const log = document.getElementById("progress");
if (log?.dataset.events) {
  log.textContent = "";
  const events = new EventSource(log.dataset.events);
  events.addEventListener("line", (event) => {
    log.textContent += `${event.data}\n`;
    log.scrollTop = log.scrollHeight;
  });
  events.addEventListener("end", () => {
    events.close();
    location.reload();
  });
  // Begun anew, the feed begins at its first line.
  events.addEventListener("open", () => {
    log.textContent = "";
  });
}
