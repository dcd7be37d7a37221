// Puts scenes on the screen through vis-network, which keeps the camera, the canvas and the fingers.
const SETTLED_AFTER = 130;
const GLIDE = { duration: 260, easingFunction: 'easeOutCubic' };
const ZOOM_LIMITS = [0.6, 8];
const PAPER_INSETS = { left: 60, right: 80, top: 30, bottom: 36 };

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * The drawing in a container. What the page may ask of any drawing: fit, focus, setVisible, dim, positions, on.
 *
 * `surroundings()` tells what it cannot know: {root, chosen, keyboard, presenting, narrow, near, insets,
 * spread: the nodes that fill the stage, obstacles, sheet: height of a sheet over the picture, spare: width
 * that a docked card takes}.
 */
class Drawing {
  #handlers = { pick: [], hover: [] };
  #world = new Map([...nodes.values()].map(node => [node, { x: 0, y: 0 }]));
  #points = new vis.DataSet([...nodes.values()].map(({ id }) => ({ id, x: 0, y: 0 })));
  #visible = { nodes: [...nodes.values()], relations: [...relations.values()] };
  #tokens = readTokens();
  #choice = null;
  #scene = null;
  #sceneView = null;
  #settling = 0;
  #fitScale = 1;
  #size = '';
  #stretched = '';

  constructor(container, surroundings) {
    this.container = container;
    this.surroundings = surroundings;
    this.network = new vis.Network(
      container,
      { nodes: this.#points, edges: [] },
      {
        autoResize: false,
        physics: false,
        layout: { improvedLayout: false },
        interaction: { dragNodes: false, hover: false, selectable: false, keyboard: false },
        nodes: { shape: 'custom', ctxRenderer: given => this.#nodeShape(given), chosen: false },
      },
    );
    // The container itself takes the keyboard.
    find('.vis-network', container).tabIndex = -1;
    this.#listen();
  }

  /** Shows everything that is in the picture. */
  fit(animate = true) {
    const camera = this.#wholeCamera(this.#screenSize(), this.surroundings());
    this.#fitScale = camera.scale;
    this.#moveTo(camera, animate);
  }

  /** Goes to some nodes. */
  focus(list, animate = true) {
    const [screen, given] = [this.#screenSize(), this.surroundings()];
    this.#fitScale = this.#wholeCamera(screen, given).scale;
    this.#moveTo(nearCamera(this.#boxOf(list), screen, given, this.#fitScale), animate);
  }

  /** Which nodes and relations are in the picture; the others keep their places and are not drawn. */
  setVisible(shownNodes, shownRelations) {
    this.#visible = { nodes: shownNodes, relations: shownRelations };
  }

  /**
   * What is lit: {nodes, relations, main, firm}; all else steps back, further if it is firm. Null: nothing.
   * A firm choice moves labels, so `focus` or `fit` follows it.
   */
  dim(choice) {
    const firm = !!choice?.firm || !!this.#choice?.firm;
    this.#choice = choice;
    const scene = this.#scene;
    if (!scene) return;
    if (firm) {
      Object.assign(scene, { labels: [], extra: [], wording: [], choice });
      lightTies(scene, choice);
    } else hoverScene(scene, choice);
    this.network.redraw();
  }

  /** Where the visible nodes are on the screen, by id. */
  positions() {
    return new Map([...this.#scene.marks].map(([node, { x, y, radius }]) => [node.id, { x, y, radius }]));
  }

  /** Calls back on `pick` ({node} or {relation} or null) and `hover` (the same, x, y). */
  on(event, handler) {
    this.#handlers[event].push(handler);
  }

  zoom(factor) {
    const now = this.#view();
    this.#moveTo({ ...now, scale: this.#allowed(now.scale * factor) }, true);
  }

  /** Follows the container's size; true when it changed. The camera stays where it was. */
  resize() {
    const { spare, presenting, narrow, sheet, spread, root } = this.surroundings();
    const { width, height } = this.#screenSize();
    const size = `${width} ${height} ${window.devicePixelRatio}`;
    const stretched = `${width + spare} ${height} ${presenting} ${narrow} ${sheet} ${spread.length} ${root?.id}`;
    if (size === this.#size && stretched === this.#stretched) return false;
    const { x, y, scale } = this.#view();
    this.network.setSize('100%', '100%');
    if (stretched !== this.#stretched) this.#stretch();
    [this.#size, this.#stretched] = [size, stretched];
    this.network.moveTo({ position: { x, y }, scale });
    return true;
  }

  /** Draws anew with the words and colours of now. */
  restyle() {
    this.#tokens = readTokens();
    if (this.#scene) this.#settle();
  }

  /** Whether the camera rests and the labels stand. */
  settled() {
    return !!this.#scene && this.#sameScale() && this.#samePlace();
  }

  /** What stands where, for the tooltip and for tests. */
  scene() {
    return this.#scene;
  }

  /** The same picture laid out for a sheet of paper, in the colours of now. */
  sheetPicture(screen, density) {
    const given = { ...this.surroundings(), insets: PAPER_INSETS, obstacles: [], sheet: 0 };
    Object.assign(given, { narrow: false, presenting: false, keyboard: false });
    const choice = this.#choice?.firm ? this.#choice : null;
    const whole = this.#wholeCamera(screen, given);
    const camera = choice ? nearCamera(this.#boxOf([...choice.nodes]), screen, given, whole.scale) : whole;
    const laidOut = { ...this.#screenFrom(camera, screen, given), tokens: readTokens() };
    return paintScene(buildScene(laidOut, this.#visible.nodes, this.#visible.relations, choice), density);
  }

  #listen() {
    this.network.on('beforeDrawing', pen => this.#drawTies(pen));
    this.network.on('afterDrawing', pen => this.#drawLabels(pen));
    this.network.on('zoom', ({ scale }) => {
      if (this.#allowed(scale) !== scale) this.network.moveTo({ scale: this.#allowed(scale) });
    });
    this.network.on('click', ({ pointer, event }) => {
      if (!this.settled()) this.#settle();
      const slack = event?.pointerType === 'touch' ? 11 : 3;
      this.#emit('pick', this.#hit(pointer.DOM.x, pointer.DOM.y, slack));
    });
    this.container.addEventListener('pointermove', event => this.#hover(event));
    this.container.addEventListener('pointerleave', () => this.#emit('hover', null, 0, 0));
  }

  #emit(event, ...values) {
    for (const handler of this.#handlers[event]) handler(...values);
  }

  #hover(event) {
    if (event.buttons || event.pointerType === 'touch' || !this.settled()) return;
    const corner = this.container.getBoundingClientRect();
    const [x, y] = [event.clientX - corner.left, event.clientY - corner.top];
    this.#emit('hover', this.#hit(x, y, 3), x, y);
  }

  /** What is at a point of the screen: the nearest node within `slack`, else the nearest tie. */
  #hit(x, y, slack) {
    const reached = [...this.#scene.marks.values()]
      .map(mark => ({
        node: mark.node,
        distance: Math.hypot(mark.x - x, mark.y - y) - mark.radius * reachOf(mark.node),
      }))
      .filter(({ distance }) => distance < slack)
      .sort((a, b) => a.distance - b.distance);
    if (reached.length) return { node: reached[0].node };
    let nearest = null;
    let least = slack + 4;
    for (const { relation, arc } of this.#scene.ties) {
      const parts = pieces(arc, relation.bend ? 8 : 1);
      const distance = Math.min(...parts.map(piece => distanceToPiece(x, y, piece)));
      if (distance < least) [nearest, least] = [relation, distance];
    }
    return nearest ? { relation: nearest } : null;
  }

  #view() {
    return { scale: this.network.getScale(), ...this.network.getViewPosition() };
  }

  #screenSize() {
    return { width: this.container.clientWidth, height: this.container.clientHeight };
  }

  #allowed(scale) {
    return between(ZOOM_LIMITS[0] * this.#fitScale, scale, ZOOM_LIMITS[1] * this.#fitScale);
  }

  #sameScale() {
    return Math.abs(this.network.getScale() / this.#sceneView.scale - 1) < 1e-6;
  }

  #samePlace() {
    const now = this.#view();
    return Math.hypot(now.x - this.#sceneView.x, now.y - this.#sceneView.y) * now.scale < 0.5;
  }

  #boxOf(list) {
    return extent(list, node => this.#world.get(node));
  }

  #wholeCamera(screen, given) {
    const list = this.#visible.nodes.length ? this.#visible.nodes : [...nodes.values()];
    return wholeCamera(this.#boxOf(list), screen, given);
  }

  #stretch() {
    const given = this.surroundings();
    const { width, height } = this.#screenSize();
    const box = extent(given.spread, node => node);
    const room = freeRoom({ width: width + given.spare, height }, given);
    const [kx, ky] = stretchFactors(box, room, { number: given.spread.length, narrow: given.narrow });
    for (const [node, place] of this.#world) {
      Object.assign(place, { x: (node.x - box.x) * kx, y: (node.y - box.y) * ky });
    }
    this.#points.update([...this.#world].map(([{ id }, { x, y }]) => ({ id, x, y })));
  }

  #moveTo({ scale, x, y }, animate) {
    const now = this.#view();
    const stays = Math.abs(now.scale / scale - 1) < 1e-6 && Math.hypot(now.x - x, now.y - y) * scale < 0.5;
    const glide = animate && !stays && !calm() && !!this.#scene && document.visibilityState === 'visible';
    this.network.moveTo({ position: { x, y }, scale, animation: glide ? GLIDE : false });
    if (!glide) this.#settle();
  }

  /** Lays the scene out anew for where the camera rests. */
  #settle() {
    clearTimeout(this.#settling);
    this.#sceneView = this.#view();
    const screen = this.#screenFrom(this.#sceneView, this.#screenSize(), this.surroundings());
    this.#scene = buildScene(screen, this.#visible.nodes, this.#visible.relations, this.#choice);
    this.network.redraw();
  }

  /** What a scene has to know of a screen that looks from `camera`. */
  #screenFrom(camera, { width, height }, given) {
    const at = node => ({
      x: (this.#world.get(node).x - camera.x) * camera.scale + width / 2,
      y: (this.#world.get(node).y - camera.y) * camera.scale + height / 2,
    });
    const bottom = given.sheet ? height - given.sheet + 14 : height;
    return { ...given, width, height, bottom, at, tokens: this.#tokens, zoom: camera.scale / this.#fitScale };
  }

  #nodeShape({ ctx: pen, id, x, y }) {
    const mark = this.#scene?.marks.get(nodes.get(id));
    const unit = 1 / this.network.getScale();
    const across = 2 * (mark?.radius ?? 1) * unit;
    return {
      drawNode: () => {
        if (!mark) return;
        pen.translate(x, y);
        pen.scale(unit, unit);
        paintNode(pen, mark, this.#scene);
      },
      nodeDimensions: { width: across, height: across },
    };
  }

  /** Ties of the standing scene, carried along while the camera moves. */
  #drawTies(pen) {
    if (!this.#scene) return;
    const [now, then] = [this.#view(), this.#sceneView];
    const { width, height } = this.#screenSize();
    const { screen } = this.#scene;
    const grown = now.scale / then.scale;
    const ratio = pen.canvas.width / width;
    const right = width / 2 - (screen.width / 2) * grown + (then.x - now.x) * now.scale;
    const down = height / 2 - (screen.height / 2) * grown + (then.y - now.y) * now.scale;
    pen.save();
    pen.setTransform(ratio * grown, 0, 0, ratio * grown, ratio * right, ratio * down);
    paintTies(pen, this.#scene, 1 / grown);
    pen.restore();
  }

  /** Labels move with the camera and hide while it zooms; when it rests they are placed anew. */
  #drawLabels(pen) {
    if (!this.#scene) return;
    const [now, then] = [this.#view(), this.#sceneView];
    if (this.#sameScale()) {
      const ratio = pen.canvas.width / this.container.clientWidth;
      const [right, down] = [(then.x - now.x) * now.scale, (then.y - now.y) * now.scale];
      pen.save();
      pen.setTransform(ratio, 0, 0, ratio, ratio * right, ratio * down);
      paintLabels(pen, this.#scene);
      pen.restore();
    }
    if (this.settled()) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settle(), SETTLED_AFTER);
  }
}
