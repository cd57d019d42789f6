// Where a page may lead.

/**
 * A path of this server.
 * @param {string} path
 * @param {string} [otherwise]
 */
export const pathOf = (path, otherwise = '/') => (/^\/(?![/\\])/.test(path) ? path : otherwise);
