//! The elements of a document and its colours.

use std::fmt::Write as _;

/// Monospaced fonts that browsers on all systems have.
const FONTS: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
/// The width of a letter relative to the font size: the widest of these fonts has 0.602.
const LETTER: f64 = 0.61;

/// The fill of a shape and the line around it.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    fill: &'static str,
    stroke: &'static str,
}

pub(super) const HOST: Paint = Paint { fill: "#f6f8fa", stroke: "#57606a" };
pub(super) const ROUTER: Paint = Paint { fill: "#fff1d6", stroke: "#bf8700" };
pub(super) const LAN: Paint = Paint { fill: "#ddf4ff", stroke: "#0969da" };
pub(super) const FRAME: Paint = Paint { fill: "#f0f9ff", stroke: "#0969da" };
pub(super) const CABLE: Paint = Paint { fill: "#ffffff", stroke: "#8c959f" };
const PAGE: Paint = Paint { fill: "#ffffff", stroke: "#d0d7de" };
const LINE: &str = "#57606a";

/// The style of text.
#[derive(Clone, Copy)]
pub(super) struct Style {
    size: f64,
    bold: bool,
    colour: &'static str,
    pub(super) centred: bool,
}

pub(super) const NAME: Style = Style { size: 14.0, bold: true, colour: "#1f2328", centred: false };
pub(super) const PLAIN: Style =
    Style { size: 12.0, bold: false, colour: "#1f2328", centred: false };
pub(super) const FAINT: Style = Style { colour: "#57606a", ..PLAIN };
pub(super) const MARK: Style = Style { colour: "#7d4e00", ..PLAIN };

impl Style {
    pub(super) const fn centred(self) -> Self {
        Self { centred: true, ..self }
    }

    /// Returns the maximum width of text.
    pub(super) fn width(self, text: &str) -> f64 {
        // No name has more letters than a `f64` can count.
        #[allow(clippy::cast_precision_loss)]
        let letters = text.chars().count() as f64;
        (letters * self.size * LETTER).ceil()
    }
}

/// A rectangle: its upper left corner and its size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }
}

/// A document under construction.
pub(super) struct Canvas {
    text: String,
}

impl Canvas {
    pub(super) fn new(width: f64, height: f64, title: &str) -> Self {
        let mut canvas = Self { text: String::new() };
        canvas.line(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\">"
        ));
        canvas.line(&format!("<title>{}</title>", escaped(title)));
        // Half of the line around the page would be outside.
        let page = Rect { x: 0.5, y: 0.5, width: width - 1.0, height: height - 1.0 };
        canvas.rect(page, 8.0, PAGE);
        canvas
    }

    pub(super) fn rect(&mut self, rect: Rect, radius: f64, paint: Paint) {
        let Rect { x, y, width, height } = rect;
        let Paint { fill, stroke } = paint;
        self.line(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" \
             fill=\"{fill}\" stroke=\"{stroke}\"/>"
        ));
    }

    /// Adds text with its baseline at `y`.
    pub(super) fn text(&mut self, x: f64, y: f64, style: Style, text: &str) {
        let Style { size, bold, colour, centred } = style;
        let bold = if bold { " font-weight=\"bold\"" } else { "" };
        let anchor = if centred { " text-anchor=\"middle\"" } else { "" };
        self.line(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{bold}{anchor} fill=\"{colour}\">{}\
             </text>",
            escaped(text)
        ));
    }

    pub(super) fn path(&mut self, path: &str) {
        self.line(&format!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{LINE}\" stroke-width=\"1.5\"/>"
        ));
    }

    pub(super) fn dot(&mut self, x: f64, y: f64) {
        self.line(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"3\" fill=\"{LINE}\"/>"));
    }

    pub(super) fn end(mut self) -> String {
        self.line("</svg>");
        self.text
    }

    fn line(&mut self, line: &str) {
        // Writing to a `String` does not fail.
        let _ = writeln!(self.text, "{line}");
    }
}

/// Escapes text. Names that the plan has checked need it not, but the fields of a plan are public.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}
