import { base } from "./base.ts";
import { circumstances } from "./circumstances.ts";
import { composer } from "./composer.ts";
import { frame } from "./frame.ts";
import { log } from "./log.ts";

/** The widget's styles, general ones first. */
export const styles = [base, frame, log, composer, circumstances];
