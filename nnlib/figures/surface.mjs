// Drawing on a canvas, with colours by their names in figure.css. svg.mjs has the same calls.

const FONT = "system-ui, sans-serif";

/**
 * A canvas, and the calls that draw on it in units of its logical size.
 * @returns {{element: HTMLCanvasElement, surface: Object}}
 */
export function canvasSurface() {
  const element = document.createElement("canvas");
  const context = element.getContext("2d");
  const cells = document.createElement("canvas"); // one pixel a cell, enlarged by `shade`
  const colours = new Map();

  function colour(name) {
    if (!colours.has(name)) {
      colours.set(name, getComputedStyle(element).getPropertyValue(`--nn-${name}`).trim());
    }
    return colours.get(name);
  }

  function finish({ fill, stroke, width = 1, dash = [] }) {
    if (fill) {
      context.fillStyle = colour(fill);
      context.fill();
    }
    if (stroke) {
      context.strokeStyle = colour(stroke);
      context.lineWidth = width;
      context.setLineDash(dash);
      context.stroke();
    }
  }

  const surface = {
    width: 0,
    height: 0,

    /** Clears all, and takes the logical size at the sharpness of the screen. */
    begin(width, height) {
      const scale = (element.clientWidth / width || 1) * (globalThis.devicePixelRatio || 1);
      const [columns, rows] = [Math.round(width * scale), Math.round(height * scale)];
      if (element.width !== columns || element.height !== rows) {
        [element.width, element.height] = [columns, rows];
      }
      Object.assign(surface, { width, height });
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      context.lineJoin = context.lineCap = "round";
    },

    /** Forgets the colours that were looked up: the theme has changed. */
    recolour() {
      colours.clear();
    },

    rect(x, y, width, height, style) {
      context.beginPath();
      context.rect(x, y, width, height);
      finish(style);
    },

    circle(x, y, radius, style) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      finish(style);
    },

    /** Straight lines through points [x, y]; `close` joins the last to the first. */
    line(points, style) {
      context.beginPath();
      points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
      if (style.close) context.closePath();
      finish(style);
    },

    /** Separate segments [x1, y1, x2, y2] in one style. */
    segments(list, style) {
      context.beginPath();
      for (const [x1, y1, x2, y2] of list) {
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
      }
      finish(style);
    },

    /** align: start, center, end. baseline: alphabetic, middle, top, bottom. */
    text(string, x, y, { size = 12, align = "start", baseline = "alphabetic", fill = "ink" } = {}) {
      context.font = `${size}px ${FONT}`;
      context.textAlign = align;
      context.textBaseline = baseline;
      context.fillStyle = colour(fill);
      context.fillText(string, x, y);
    },

    /** Cells of one colour, row by row from the top; `strength` 0 … 255 says how much of it. */
    shade(x, y, width, height, { columns, rows, strength, fill }) {
      const [red, green, blue] = rgb(colour(fill));
      const image = new ImageData(columns, rows);
      const { data } = image;
      for (let cell = 0, place = 0; cell < columns * rows; cell++) {
        data[place++] = red;
        data[place++] = green;
        data[place++] = blue;
        data[place++] = strength[cell];
      }
      cells.width = columns;
      cells.height = rows;
      cells.getContext("2d").putImageData(image, 0, 0);
      context.drawImage(cells, x, y, width, height);
    },

    /** Draws only inside a rectangle. */
    clip(x, y, width, height, draw) {
      context.save();
      context.beginPath();
      context.rect(x, y, width, height);
      context.clip();
      draw();
      context.restore();
    },
  };
  return { element, surface };
}

function rgb(hex) {
  return [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));
}
