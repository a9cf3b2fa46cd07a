//! A case's file rewritten so that what happened is what it expects.

use crate::case::{Case, Check, EXPECTED, HEADER};
use crate::check::Outcome;

/// Rewrites the expectations in the case's file.
pub fn bless(case: &Case, outcome: &Outcome) -> Result<(), String> {
    let text = std::fs::read_to_string(&case.path).map_err(|error| error.to_string())?;
    let blessed = match case.header.check {
        Check::Run | Check::Error => bless_output(case, outcome, &text),
        Check::Clif | Check::Asm | Check::Inspect => bless_text(outcome, &text),
    };
    std::fs::write(&case.path, blessed).map_err(|error| error.to_string())
}

/// `text` with the keys of the outputs as they were; the error output only where it is expected
/// and differs, since few cases want all of it.
fn bless_output(case: &Case, outcome: &Outcome, text: &str) -> String {
    let usual_exit = if case.header.check == Check::Error { 1 } else { 0 };
    let output = &outcome.output;
    let mut keys = Vec::new();
    if output.exit != usual_exit || case.header.exit.is_some() {
        keys.push(("exit", output.exit.to_string()));
    }
    if !output.stdout.is_empty() || case.header.stdout.is_some() {
        keys.push(("stdout", toml_text(&output.stdout)));
    }
    let differs = outcome.differences.iter().any(|difference| difference.starts_with("stderr"));
    if differs {
        keys.push(("stderr", toml_text(&output.stderr)));
    }
    let mut lines: Vec<String> = without_keys(text, &keys);
    let end = lines.iter().rposition(|line| line.starts_with(HEADER)).map_or(0, |last| last + 1);
    for (key, value) in keys.iter().rev() {
        let value = format!("{key} = {value}");
        lines.splice(end..end, value.lines().map(|line| format!("{HEADER} {line}").trim_end().to_string()));
    }
    lines.join("\n") + "\n"
}

/// The lines of `text` less those that give one of the keys, be it in several lines.
fn without_keys(text: &str, keys: &[(&str, String)]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let value = line.strip_prefix(HEADER).and_then(|line| line.trim_start().split_once('='));
        let opens = value.filter(|(key, _)| keys.iter().any(|(name, _)| *name == key.trim()));
        if let (Some((_, value)), false) = (opens, inside) {
            inside = value.matches("\"\"\"").count() == 1;
        } else if inside {
            inside = !line.contains("\"\"\"");
        } else {
            kept.push(line.to_string());
        }
    }
    kept
}

/// `text` as a TOML string, over several lines if it has several.
fn toml_text(text: &str) -> String {
    let escaped = toml::Value::String(text.to_string()).to_string();
    match text.lines().count() {
        0 | 1 if !escaped.starts_with("\"\"\"") => escaped,
        _ => format!("\"\"\"\n{}\"\"\"", text.replace('\\', "\\\\").replace("\"\"\"", "\"\"\\\"")),
    }
}

fn bless_text(outcome: &Outcome, text: &str) -> String {
    let kept = text.lines().filter(|line| !line.starts_with(EXPECTED)).collect::<Vec<_>>().join("\n");
    let expected =
        outcome.text.lines().map(|line| format!("{EXPECTED} {line}").trim_end().to_string() + "\n");
    format!("{}\n{}", kept.trim_end(), expected.collect::<String>())
}
