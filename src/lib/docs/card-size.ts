/** Width and height of the picture that other sites show beside a link to a page, px. */
export const cardSize = { width: 1200, height: 630 } as const;
