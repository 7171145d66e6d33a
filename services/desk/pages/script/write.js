// Write: says when something could not be saved, tries again, and never sends a draft twice. Saving itself is htmx's.
(() => {
  "use strict";
  const AGAIN_MS = 3000;
  const SAVED_WITHIN_MS = 2000;
  const form = document.getElementById("draft");
  if (!form) return;
  let unsaved = false;
  let sending = false;

  const say = (text) => {
    const place = document.getElementById("saved");
    if (place) place.textContent = text;
  };

  const again = () => setTimeout(() => unsaved && htmx.trigger(form, "input"), AGAIN_MS);

  const failed = () => {
    unsaved = true;
    say("Not saved: the desk cannot be reached. Your words are still here; it is tried again.");
    again();
  };

  form.addEventListener("input", () => {
    unsaved = true;
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (sending) event.preventDefault(); // a save that comes behind the sending would leave a draft of what was sent
  });
  form.addEventListener("htmx:sendError", failed);
  form.addEventListener("htmx:timeout", failed);
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) unsaved = false;
    else if (event.detail.xhr.status >= 500) again(); // the answer itself says what is wrong
  });

  // Fields come again where there are others than before. What stands in them now is newer than what was sent.
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    for (const field of event.detail.fragment.querySelectorAll("textarea, input:not([type=hidden], [type=radio])")) {
      const now = field.id && document.getElementById(field.id);
      if (now && now.type !== "file") field.value = now.value;
    }
  });

  // The first save names the draft. Sent before it has, the draft would stay behind as a second one.
  form.addEventListener("submit", (event) => {
    if (sending || !form.classList.contains("htmx-request")) {
      sending = true;
      return;
    }
    event.preventDefault();
    sending = true;
    const go = () => form.requestSubmit(event.submitter);
    const late = setTimeout(go, SAVED_WITHIN_MS);
    form.addEventListener("htmx:afterSettle", () => {
      clearTimeout(late);
      go();
    }, { once: true });
  });

  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !sending) event.preventDefault();
  });
})();
