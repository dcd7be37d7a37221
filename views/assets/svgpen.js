// A pen that takes what a canvas is drawn with and gives it back as SVG, so that one picture has one code.
class SvgPen {
  strokeStyle = '#000';
  fillStyle = '#000';
  lineWidth = 1;
  lineJoin = 'miter';
  globalAlpha = 1;
  font = '';
  textAlign = 'left';
  #root;
  #defs = svg('defs', {});
  #moved = [];
  #by = { x: 0, y: 0 };
  #path = '';
  #dash = [];

  constructor(width, height) {
    this.#root = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
    this.#root.append(this.#defs);
  }

  /** The whole as the text of a file. */
  text(title) {
    const named = svg('title', {});
    named.textContent = title.replace(NO_XML, '');
    this.#root.prepend(named);
    return new XMLSerializer().serializeToString(this.#root);
  }

  save() {
    this.#moved.push({ ...this.#by });
  }

  restore() {
    this.#by = this.#moved.pop();
  }

  translate(x, y) {
    this.#by = { x: this.#by.x + x, y: this.#by.y + y };
  }

  setLineDash(dash) {
    this.#dash = dash;
  }

  beginPath() {
    this.#path = '';
  }

  moveTo(x, y) {
    this.#path += `M${inShort(x)} ${inShort(y)}`;
  }

  lineTo(x, y) {
    this.#path += `L${inShort(x)} ${inShort(y)}`;
  }

  quadraticCurveTo(cx, cy, x, y) {
    this.#path += `Q${[cx, cy, x, y].map(inShort).join(' ')}`;
  }

  closePath() {
    this.#path += 'Z';
  }

  /** A whole circle: the page draws no part of one. */
  arc(x, y, radius) {
    const [left, right] = [x - radius, x + radius].map(inShort);
    const turn = `A${inShort(radius)} ${inShort(radius)} 0 1 0`;
    this.#path += `M${left} ${inShort(y)}${turn} ${right} ${inShort(y)}${turn} ${left} ${inShort(y)}Z`;
  }

  stroke(outlined) {
    this.#draw('path', { d: outlined?.drawn ?? this.#path, fill: 'none', ...this.#stroked() });
  }

  fill(outlined) {
    this.#draw('path', { d: outlined?.drawn ?? this.#path, fill: this.fillStyle });
  }

  fillRect(x, y, width, height) {
    this.#draw('rect', { x, y, width, height, fill: this.fillStyle });
  }

  fillText(text, x, y) {
    this.#write(text, x, y, { fill: this.fillStyle });
  }

  strokeText(text, x, y) {
    this.#write(text, x, y, { fill: 'none', ...this.#stroked() });
  }

  createLinearGradient(x1, y1, x2, y2) {
    const id = `fading-${this.#defs.childElementCount}`;
    const gradient = svg('linearGradient', { id, gradientUnits: 'userSpaceOnUse', x1, y1, x2, y2 });
    this.#defs.append(gradient);
    return {
      addColorStop: (offset, colour) => gradient.append(svg('stop', { offset, 'stop-color': colour })),
      toString: () => `url(#${id})`,
    };
  }

  #stroked() {
    const dash = this.#dash.length ? { 'stroke-dasharray': this.#dash.join(' ') } : {};
    return {
      stroke: String(this.strokeStyle),
      'stroke-width': inShort(this.lineWidth),
      'stroke-linejoin': this.lineJoin,
      ...dash,
    };
  }

  #write(text, x, y, style) {
    const [, italic, weight, size, family] = this.font.match(/^(italic )?(\d+) ([\d.]+)px (.*)$/);
    const words = this.#draw('text', {
      x: inShort(x),
      y: inShort(y),
      'font-family': family,
      'font-size': size,
      'font-weight': weight,
      'font-style': italic ? 'italic' : 'normal',
      'text-anchor': { center: 'middle', right: 'end' }[this.textAlign] ?? 'start',
      ...style,
    });
    words.textContent = text.replace(NO_XML, '');
  }

  #draw(name, attributes) {
    const moved =
      this.#by.x || this.#by.y
        ? { transform: `translate(${inShort(this.#by.x)} ${inShort(this.#by.y)})` }
        : {};
    const faint = this.globalAlpha < 1 ? { opacity: this.globalAlpha } : {};
    const drawn = svg(name, { ...attributes, ...moved, ...faint });
    this.#root.append(drawn);
    return drawn;
  }
}

// Characters that no XML may hold, however they are written.
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const inShort = number => String(Math.round(number * 100) / 100);
