//! The report as a page: one file, which needs no network and nothing else.

use super::data::Report;
use super::serialize::json;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// Returns the page. What a reader needs first is in its text; a script shows the rest, from the JSON of the report.
pub(crate) fn page(report: &Report) -> String {
    let place = report.failure.place.as_ref().unwrap_or(&report.test.place);
    let message = report.failure.message.as_deref().unwrap_or_default();
    fill(TEMPLATE, &|name| match name {
        "style" => STYLE.to_owned(),
        "script" => SCRIPT.to_owned(),
        "report" => json(report),
        "test" => escaped(&report.test.name),
        "what" => prose(&report.failure.what),
        "message" => element("pre", "message", message),
        "place" => escaped(place),
        "also" => list("also", &report.failure.also),
        "findings" => list("findings", &report.findings),
        #[cfg(feature = "svg")]
        "picture" => format!("<div class=\"svg\" tabindex=\"0\">{}</div>", report.svg),
        #[cfg(not(feature = "svg"))]
        "picture" => element("pre", "picture", &report.picture),
        other => unreachable!("the template names `{other}`"),
    })
}

/// Replaces each `{{name}}` in a string. What is put in is not looked at again.
fn fill(template: &str, value: &dyn Fn(&str) -> String) -> String {
    let mut parts = template.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("each `{{` of the template is closed");
        filled.push_str(&value(name));
        filled.push_str(rest);
    }
    filled
}

/// Returns a list, or nothing.
fn list(class: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: Vec<String> =
        items.iter().map(|item| format!("<li>{}</li>\n", prose(item))).collect();
    format!("<ul class=\"{class}\">\n{}</ul>", items.concat())
}

/// Returns an element with text that can be scrolled, or nothing.
fn element(name: &str, class: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<{name} class=\"{class}\" tabindex=\"0\">{}</{name}>", escaped(text.trim_end()))
}

/// Returns a sentence for HTML, with what is between backticks as code.
fn prose(text: &str) -> String {
    let mut parts = text.split('`').map(escaped).enumerate().peekable();
    let mut prose = String::new();
    while let Some((at, part)) = parts.next() {
        match (at % 2, parts.peek()) {
            (0, _) => prose.push_str(&part),
            (_, Some(_)) => prose.extend(["<code>", &part, "</code>"]),
            // It is not closed.
            (_, None) => prose.extend(["`", &part]),
        }
    }
    prose
}

/// Returns text for HTML, between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\0' => escaped.push('\u{fffd}'),
            char => escaped.push(char),
        }
    }
    escaped
}
