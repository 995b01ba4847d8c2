/** Files that are specs by their name, as in package.json. */
export const SPEC_FILE = /^(?:router|.+\.router)\.ya?ml$/;

/** Folders with other people's files, or none of the user's own. */
export const OTHERS_FOLDER = /^(?:\..*|node_modules)$/;
