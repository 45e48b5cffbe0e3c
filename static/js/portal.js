/* What htmx and a few manners need. Every page works without it. */
(() => {
  "use strict";

  /* A form is sent once; after a second or so, or on coming back, it may be sent again. */
  const AGAIN_AFTER = 8000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), AGAIN_AFTER);
  });

  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled=true]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });

  /* After a swap the reader is taken to what changed, unless a figure merely moved. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (!part || part.closest("[aria-live], [data-quiet]")) return;
    const target = part.querySelector("[data-focus], .errors, h1, h2") || part;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: !target.matches(".errors, [data-focus]") });
  });

  /* Figures that move by themselves leave the reader where they are: what was unfolded stays so, focus stays in it. */
  const unfolded = new Map();
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    if (!part.matches("[data-quiet]")) return;
    const folds = [...part.querySelectorAll("details")];
    const focused = folds.findIndex((fold) => fold.contains(document.activeElement));
    unfolded.set(part.id, { open: folds.map((fold) => fold.open), focused });
  });
  document.addEventListener("htmx:afterSettle", () => {
    unfolded.forEach(({ open, focused }, id) => {
      const folds = [...document.getElementById(id).querySelectorAll("details")];
      if (folds.length === open.length) folds.forEach((fold, place) => { fold.open = open[place]; });
      if (folds[focused]) folds[focused].querySelector("summary").focus({ preventScroll: true });
    });
    unfolded.clear();
  });

  /* A page that comes back with errors starts at their summary. */
  const errors = document.querySelector(".errors[tabindex]");
  if (errors) errors.focus();

  /* Copy a link or a code; the button exists only where it can work. */
  if (navigator.clipboard) {
    document.querySelectorAll("[data-copy]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        const said = document.getElementById(button.getAttribute("aria-describedby"));
        if (said) said.textContent = button.dataset.copied;
      });
    });
  }

  /* Filters answer at a change; without this, their button does. */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form) form.requestSubmit();
  });

  /* Keys for those who decide all day, while the list of keys is open: `data-key` presses what bears it. */
  const keys = document.querySelector("details[data-keys]");
  if (keys) {
    keys.open = localStorage.getItem("keys") === "on";
    keys.addEventListener("toggle", () => localStorage.setItem("keys", keys.open ? "on" : "off"));
    document.addEventListener("keydown", (event) => {
      if (!keys.open || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
      const pressed = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (pressed) pressed.click();
    });
  }

  /* Printing is a browser's act: the button is shown where there is one. */
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
})();
