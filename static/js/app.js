// Starts everything that makes a page quicker. Every page works without it.
import { initAll } from "../govuk-frontend/govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startFilters } from "./filters.js";
import { startIdle } from "./idle.js";
import { startMenu } from "./menu.js";
import { startReveals } from "./reveals.js";
import { startSubmitOnce } from "./submit_once.js";

initAll();
startMenu();
startReveals();
startSubmitOnce();
startAutosave();
startIdle();
startFilters();
