//! A case's own folders: where its program is built, and where it runs.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::case::Header;

/// `app`, the program, and `work/`, its working directory; removed when dropped.
pub struct Scratch {
    root: TempDir,
}

impl Scratch {
    /// A fresh one, with the files that `header` asks for.
    pub fn new(header: &Header) -> std::io::Result<Scratch> {
        let scratch = Scratch { root: TempDir::with_prefix("ahead-case-")? };
        fs::create_dir(scratch.work())?;
        for folder in &header.folders {
            fs::create_dir_all(scratch.work().join(folder))?;
        }
        for (path, content) in &header.files {
            fs::write(scratch.place(path)?, content)?;
        }
        for path in &header.pipes {
            let made = Command::new("mkfifo").arg(scratch.place(path)?).status()?;
            assert!(made.success(), "mkfifo {path}: {made}");
        }
        for (path, to) in &header.symlinks {
            symlink(scratch.expand(to), scratch.place(path)?)?;
        }
        for (path, mode) in &header.modes {
            let mode = u32::from_str_radix(mode, 8).map_err(std::io::Error::other)?;
            fs::set_permissions(scratch.work().join(path), fs::Permissions::from_mode(mode))?;
        }
        Ok(scratch)
    }

    /// The program's working directory.
    pub fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// Where the program is built.
    pub fn program(&self) -> PathBuf {
        self.root.path().join("app")
    }

    /// `text` with `{work}` replaced by the path of [`Scratch::work`].
    pub fn expand(&self, text: &str) -> String {
        text.replace("{work}", &self.work().to_string_lossy())
    }

    /// What differs from the files that are expected after the run.
    pub fn compare(&self, expected: &BTreeMap<String, String>) -> Vec<String> {
        let read = |path: &str| fs::read(self.work().join(path));
        let differ = |(path, content): (&String, &String)| match read(path) {
            Ok(bytes) if bytes == content.as_bytes() => None,
            Ok(bytes) => Some(format!("{path} holds {:?}, not {content:?}", String::from_utf8_lossy(&bytes))),
            Err(error) => Some(format!("{path}: {error}")),
        };
        expected.iter().filter_map(differ).collect()
    }

    /// The full path of `path`, its folder made.
    fn place(&self, path: &str) -> std::io::Result<PathBuf> {
        let path = self.work().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/")))?;
        Ok(path)
    }
}
