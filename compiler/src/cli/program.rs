//! A program as the command line names it in, the path to start it by out.

use std::path::{self, Path, PathBuf};

/// The absolute path of a file; a name that no file in the current folder has stays as it is, for `PATH` to find.
pub fn path(given: &Path) -> PathBuf {
    let is_name = given.parent() == Some(Path::new(""));
    match is_name && !given.is_file() {
        true => given.to_owned(),
        false => path::absolute(given).unwrap_or_else(|_| given.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::path;

    #[test]
    fn files_come_before_what_path_has() {
        // Tests of a package run in its folder.
        let folder = std::env::current_dir().unwrap();
        assert_eq!(path(Path::new("Cargo.toml")), folder.join("Cargo.toml"));
        assert_eq!(path(Path::new("src/no")), folder.join("src/no"));
        assert_eq!(path(Path::new("/bin/sh")), Path::new("/bin/sh"));
        assert_eq!(path(Path::new("sh")), Path::new("sh"));
    }
}
