// Runs before anything is drawn, so that a page in the chosen colours never flashes in the others.
"use strict";
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("chancery.theme");
  } catch {
    // a browser that keeps nothing follows the system
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
