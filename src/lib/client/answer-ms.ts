/** How long the server may take to answer a message or a request. After that it is unknown whether it arrived. */
export const answerMs = 10_000;
