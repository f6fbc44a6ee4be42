// Where this shop begins: "/", or "/tea/" for one of several behind one address.

export const ROOT = new URL("..", import.meta.url).pathname;
