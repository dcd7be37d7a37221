// Where the camera looks: the layout stretched to the window, and the views that show all or a few nodes.

/** The middle, width and height of what `place` tells of a list of nodes. */
function extent(list, place) {
  if (!list.length) return { x: 0, y: 0, width: 0, height: 0 };
  const xs = list.map(node => place(node).x);
  const ys = list.map(node => place(node).y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, width: x1 - x0, height: y1 - y0 };
}

/** The part of a screen that is free for nodes. */
function freeRoom({ width, height }, { insets, sheet }) {
  const bottom = insets.bottom + (sheet ? sheet - 20 : 0);
  return {
    width: Math.max(40, width - insets.left - insets.right),
    height: Math.max(40, height - insets.top - bottom),
    right: (insets.left - insets.right) / 2,
    down: (insets.top - bottom) / 2,
  };
}

/** How far to stretch the layout, which has no metric meaning, to fill a room: by x and by y, within bounds. */
function stretchFactors(box, room, { number, narrow }) {
  // Few nodes stay near each other instead of standing in the corners of a large window.
  const most = 150 * Math.sqrt(number) + 120;
  const limit = narrow ? 3.6 : 1.45;
  const flat = 1e-6;
  let kx = Math.min(room.width, most) / box.width;
  let ky = Math.min(room.height, most) / box.height;
  if (box.width < flat && box.height < flat) return [1, 1];
  if (box.width < flat) kx = ky;
  if (box.height < flat) ky = kx;
  return [Math.min(kx, ky * limit), Math.min(ky, kx * limit)];
}

/** The camera that fits a box of the world into a room, between two scales. */
function cameraOn(box, room, [least, most]) {
  const wanted = Math.min(room.width / Math.max(box.width, 1), room.height / Math.max(box.height, 1));
  const scale = between(least, wanted, most);
  return { scale, x: box.x - room.right / scale, y: box.y - room.down / scale };
}

/** The camera that shows everything. */
const wholeCamera = (box, screen, given) =>
  cameraOn(box, freeRoom(screen, given), [0.05, given.narrow ? 1.6 : 1.35]);

/** The camera that frames some nodes with air for wording around them; never further off than `whole`. */
function nearCamera(box, screen, given, whole) {
  const [side, ends] = given.narrow ? [45, 25] : [115, 65];
  const { left, right, top, bottom } = given.insets;
  const insets = { left: left + side, right: right + side, top: top + ends, bottom: bottom + ends };
  const closest = whole * (given.narrow ? 3 : isBig ? 3.2 : 1.9);
  return cameraOn(box, freeRoom(screen, { ...given, insets }), [whole, closest]);
}
