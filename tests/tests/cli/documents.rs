//! Every path that a document names exists, and the sessions that README.md shows work.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use ahead_tests::{build, files_below, repository};

use super::{folder, run};

/// Endings by which a name is taken for a file's.
const ENDINGS: [&str; 9] = [".rs", ".toml", ".md", ".ld", ".c", ".wat", ".wasm", ".txt", ".yml"];

#[test]
fn paths_in_documents_exist() {
    let mut missing = Vec::new();
    for document in documents() {
        let text = std::fs::read_to_string(&document).expect("it was just found");
        let folder = document.parent().expect("a file is in a folder");
        for line in text.lines() {
            // In a row about a folder, names may be relative to it.
            let mut bases = vec![folder.to_path_buf(), repository().to_path_buf()];
            for path in paths(line) {
                match bases.iter().map(|base| base.join(path)).find(|path| path.exists()) {
                    Some(found) => bases.push(found),
                    None => missing.push(format!("{}: {path}", document.display())),
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_sessions_in_the_readme_work_word_for_word() {
    let folder = folder(&[]);
    symlink(repository().join("examples"), folder.path().join("examples")).expect("the folder is ours");
    let text = std::fs::read_to_string(repository().join("README.md")).expect("there is a README");
    let sessions: Vec<(&str, String)> = text.split("```console\n").skip(1).flat_map(session).collect();
    assert!(!sessions.is_empty(), "the README shows no session");
    let own = build::ahead();
    let path = format!("{}:{}", own.parent().expect("it is in a folder").display(), env!("PATH"));
    for (command, expected) in sessions {
        // The `ahead` under test is what would be installed.
        if command.starts_with("cargo ") {
            continue;
        }
        let output =
            run(Command::new("sh").args(["-c", command]).env("PATH", &path).current_dir(folder.path()));
        assert_eq!((output.exit, output.stderr.as_str()), (0, ""), "{command}");
        assert!(
            expected.is_empty() || output.stdout == expected,
            "{command}: {}, not {expected}",
            output.stdout
        );
    }
}

/// The commands of a console's text, which ends at the next mark, and what each shows.
fn session(text: &str) -> Vec<(&str, String)> {
    let text = text.split("```").next().unwrap_or_default();
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, String::new())),
            (None, Some((_, output))) => *output += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    commands
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
