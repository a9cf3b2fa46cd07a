//! A case: one `.wat` file in, its header and expectations out. `tests/cases/README.md` describes
//! the format.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Starts a line of the header, which is TOML.
pub const HEADER: &str = ";;!";
/// Starts a line of the expected text, of `clif`, `asm` and `inspect` cases.
pub const EXPECTED: &str = ";;=";

/// One case.
pub struct Case {
    /// Its path below `tests/cases/`, without the extension.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub header: Header,
    /// The expected text, each line ended by a newline; empty: none is given.
    pub expected: String,
}

/// What is checked.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// The module builds, and the program runs as expected.
    Run,
    /// The build fails as expected.
    Error,
    /// `ahead build --emit clif` writes what is expected.
    Clif,
    /// `ahead build --emit asm` writes what is expected.
    Asm,
    /// `ahead inspect` prints what is expected.
    Inspect,
}

/// The header's keys.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What is checked.
    pub check: Check,
    /// Flags for `ahead`.
    #[serde(default)]
    pub args: Vec<String>,
    /// Arguments of the program.
    #[serde(default)]
    pub run_args: Vec<String>,
    /// The program's input.
    #[serde(default)]
    pub stdin: String,
    /// The program's whole environment.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Files in the working directory: path and content.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Folders in the working directory.
    #[serde(default)]
    pub folders: Vec<String>,
    /// Named pipes in the working directory.
    #[serde(default)]
    pub pipes: Vec<String>,
    /// Symbolic links in the working directory: path and target.
    #[serde(default)]
    pub symlinks: BTreeMap<String, String>,
    /// Permissions of files and folders: path and octal number.
    #[serde(default)]
    pub modes: BTreeMap<String, String>,
    /// Descriptors closed when the program starts.
    #[serde(default)]
    pub closed: Vec<u8>,
    /// `ulimit -v` of the program, in KiB.
    pub address_space: Option<u64>,
    /// `ulimit -d` of the program, in KiB.
    pub data: Option<u64>,
    /// Exit status; 0 when not given (1 for `error`); a signal is negative.
    pub exit: Option<i32>,
    /// The whole output; empty when not given.
    pub stdout: Option<String>,
    /// Texts that the error output holds, in this order; when not given it is empty.
    pub stderr: Option<Texts>,
    /// Texts that the written text holds.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Texts that neither output holds, nor the written text.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Files after the run: path and content.
    #[serde(default)]
    pub files_after: BTreeMap<String, String>,
    /// Paths that do not exist after the run.
    #[serde(default)]
    pub missing_after: Vec<String>,
    /// Names of the targets to test; all when not given.
    pub targets: Option<Vec<String>>,
    /// Why it is not tried under an emulator.
    pub native_only: Option<String>,
}

/// One text or several.
#[derive(Deserialize, Clone, Debug)]
#[serde(untagged)]
pub enum Texts {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Texts {
    /// All of them.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Texts::One(text) => std::slice::from_ref(text),
            Texts::Several(texts) => texts,
        }
    }
}

impl Case {
    /// Reads the case in the file at `path`; its name is the path below `root`.
    pub fn read(root: &Path, path: &Path) -> Result<Case, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let name = path.with_extension("").strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        Case::parse(name, path.to_path_buf(), &text)
    }

    fn parse(name: String, path: PathBuf, text: &str) -> Result<Case, String> {
        let header =
            toml::from_str::<Header>(&marked_lines(text, HEADER)).map_err(|error| error.to_string())?;
        let expected = marked_lines(text, EXPECTED);
        let case = Case { name, path, header, expected };
        match case.flaw() {
            Some(flaw) => Err(flaw.to_string()),
            None => Ok(case),
        }
    }

    /// Why the case could never fail, or asks for what its check does not look at.
    fn flaw(&self) -> Option<&'static str> {
        let header = &self.header;
        let text = !self.expected.is_empty() || !header.contains.is_empty() || !header.absent.is_empty();
        let output = header.exit.is_some() || header.stdout.is_some() || header.stderr.is_some();
        match header.check {
            Check::Run if !output && header.files_after.is_empty() => Some("nothing is expected"),
            Check::Run if !self.expected.is_empty() => Some("`;;=` lines are not for `run`"),
            Check::Error if header.stderr.is_none() => Some("no message is expected"),
            Check::Clif | Check::Asm | Check::Inspect if !text => Some("no text is expected"),
            Check::Clif | Check::Asm | Check::Inspect if output => Some("only texts are compared here"),
            _ => None,
        }
    }
}

/// The lines of `text` that start with `mark`, without it and the space behind it.
fn marked_lines(text: &str, mark: &str) -> String {
    let lines = text.lines().filter_map(|line| line.strip_prefix(mark));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::Case;

    fn flaw(text: &str) -> Option<String> {
        Case::parse("name".into(), "name.wat".into(), text).err()
    }

    #[test]
    fn a_header_that_cannot_fail_or_has_unknown_keys_is_refused() {
        assert_eq!(flaw(";;! check = \"run\"\n;;! stdout = \"\"\n(module)"), None);
        assert_eq!(flaw(";;! check = \"run\"\n(module)").as_deref(), Some("nothing is expected"));
        assert_eq!(flaw(";;! check = \"error\"\n").as_deref(), Some("no message is expected"));
        assert_eq!(flaw(";;! check = \"clif\"\n").as_deref(), Some("no text is expected"));
        assert!(
            flaw(";;! check = \"run\"\n;;! exit = 0\n;;! stdoutt = \"1\"\n")
                .is_some_and(|why| why.contains("stdoutt"))
        );
        assert!(flaw("(module)").is_some_and(|why| why.contains("check")));
    }

    #[test]
    fn header_and_expected_lines_are_joined() {
        let text =
            ";;! check = \"clif\"\n;;! args = [\n;;!   \"-O0\",\n;;! ]\n(module)\n;;= a\n;;=\n;;=   b\n";
        let case = Case::parse("n".into(), "n.wat".into(), text).expect("a well-formed case");
        assert_eq!(case.header.args, ["-O0"]);
        assert_eq!(case.expected, "a\n\n  b\n");
    }
}
