//! Every path that a document names exists.

use std::path::Path;

use ahead_tests::{files_below, repository};

/// Endings by which a name is taken for a file's.
const ENDINGS: [&str; 9] = [".rs", ".toml", ".md", ".ld", ".c", ".wat", ".wasm", ".txt", ".yml"];

#[test]
fn paths_in_documents_exist() {
    let mut missing = Vec::new();
    for document in documents() {
        let text = std::fs::read_to_string(&document).expect("it was just found");
        let folder = document.parent().expect("a file is in a folder");
        for path in paths(&text) {
            if ![folder, repository()].iter().any(|base| base.join(path).exists()) {
                missing.push(format!("{}: {path}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_missing_path_is_noticed() {
    let text = "See `no/such/file.rs`, `src/`, [there](docs/gone.md), `app.wasm`, `tests/cases/**/*.wat` and `NAME.toml`.";
    assert_eq!(paths(text), ["no/such/file.rs", "src/", "docs/gone.md"]);
}

fn documents() -> Vec<std::path::PathBuf> {
    let own = |path: &Path| !path.strip_prefix(repository()).unwrap_or(path).starts_with("target");
    files_below(repository(), "md").into_iter().filter(|path| own(path)).collect()
}

/// What stands between backquotes or as a link's target, and has a folder and a file's ending, or
/// ends in a slash. Patterns and placeholders (words in capitals) are left out.
fn paths(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    quoted.chain(links).filter(|word| is_path(word)).collect()
}

fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let inside = !word.starts_with(['/', '-']) && !word.contains("..");
    let placeholder = word
        .split(['/', '.'])
        .any(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase()) && part != "README");
    let file = word.contains('/') && ENDINGS.iter().any(|ending| word.ends_with(ending));
    plain && inside && !placeholder && (file || word.ends_with('/')) && word != "/"
}
