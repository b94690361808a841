/** What comes a moment after the answer and the story: the picture, and what leads on from here. */
export { Beyond } from "./beyond.tsx";
export { Graph } from "./graph.tsx";
