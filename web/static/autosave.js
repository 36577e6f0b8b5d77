// A chapter that could not be kept says so, keeps what is typed on the page, and tries again.
"use strict";
(() => {
  const form = document.getElementById("chapter");
  const waits = () => document.querySelector("#saved [data-again]");
  const failed = () => {
    const said = document.createElement("p");
    said.className = "late";
    said.dataset.again = "";
    said.textContent = form.dataset.unsaved;
    document.getElementById("saved").replaceChildren(said);
  };
  const again = () => waits() && htmx.trigger(form, "again");
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(name, failed);
  }
  for (const name of ["focus", "online"]) {
    window.addEventListener(name, again);
  }
  // Sent now, it would meet the same and be gone.
  form.addEventListener("submit", (event) => {
    if (waits()) {
      event.preventDefault();
      waits().scrollIntoView({ block: "center" });
      again();
    }
  });
})();
