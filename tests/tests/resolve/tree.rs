//! A tree of folders, files and symbolic links: random, on the disk, and as a model that says what a
//! path below its root names.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use super::random::Random;

/// `errno` of WASI.
pub const LOOP: u8 = 32;
const EXIST: u8 = 20;
const NOENT: u8 = 44;
const NOTDIR: u8 = 54;
const NOTCAPABLE: u8 = 76;

/// How many links one resolution follows.
const MAX_SYMLINKS: usize = 40;

/// What there is: its inode number, and what it is.
#[derive(Debug)]
pub struct Node {
    /// Tells it from all others.
    pub inode: u64,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    File,
    Folder(BTreeMap<&'static str, Node>),
    Link(String),
}

impl Node {
    /// Makes a random folder at `path`, where nothing is yet, with up to `depth` levels below it.
    pub fn folder(path: &Path, depth: usize, random: &mut Random) -> std::io::Result<Node> {
        fs::create_dir(path)?;
        let mut entries = BTreeMap::new();
        for name in ["a", "b", "c", "d"] {
            let path = path.join(name);
            let node = match random.below(8) {
                0 => continue,
                1..=3 if depth > 0 => Node::folder(&path, depth - 1, random)?,
                4..=5 => {
                    let text = random.path();
                    symlink(&text, &path)?;
                    Node::new(&path, Kind::Link(text))?
                }
                _ => {
                    fs::write(&path, "")?;
                    Node::new(&path, Kind::File)?
                }
            };
            entries.insert(name, node);
        }
        Node::new(path, Kind::Folder(entries))
    }

    fn new(path: &Path, kind: Kind) -> std::io::Result<Node> {
        Ok(Node { inode: path.symlink_metadata()?.ino(), kind })
    }

    /// Whether it is a symbolic link.
    pub fn is_link(&self) -> bool {
        matches!(self.kind, Kind::Link(_))
    }

    /// What `path` names from this folder on; a link at its end is followed if `follow`. Errors: an
    /// errno of WASI.
    pub fn resolve(&self, path: &str, follow: bool) -> Result<&Node, u8> {
        if path.is_empty() {
            return Err(NOENT);
        }
        let mut folders = vec![self];
        let mut links = 0;
        let mut rest = path.to_owned();
        if rest.starts_with('/') {
            return Err(NOTCAPABLE);
        }
        loop {
            let trimmed = rest.trim_start_matches('/');
            let (name, after) = trimmed.split_at(trimmed.find('/').unwrap_or(trimmed.len()));
            let here = folders.last().expect("the root is never taken out");
            match name {
                "" => return Ok(here),
                "." => {}
                ".." if folders.len() == 1 => return Err(NOTCAPABLE),
                ".." => drop(folders.pop()),
                name => {
                    let Kind::Folder(entries) = &here.kind else { unreachable!("only folders are entered") };
                    let node = entries.get(name).ok_or(NOENT)?;
                    match &node.kind {
                        Kind::Folder(_) => folders.push(node),
                        Kind::File if after.is_empty() => return Ok(node),
                        Kind::File => return Err(NOTDIR),
                        Kind::Link(_) if after.is_empty() && !follow => return Ok(node),
                        Kind::Link(text) => {
                            links += 1;
                            match text {
                                _ if links > MAX_SYMLINKS => return Err(LOOP),
                                text if text.starts_with('/') => return Err(NOTCAPABLE),
                                text => rest = format!("{text}{after}"),
                            }
                            continue;
                        }
                    }
                }
            }
            rest = after.to_owned();
        }
    }

    /// Whether a folder can be made at `path`: its folder is there, and has nothing of that name, not
    /// even a link that leads nowhere. Errors: an errno of WASI.
    pub fn free(&self, path: &str) -> Result<(), u8> {
        let (folder, name) = path.trim_end_matches('/').rsplit_once('/').unwrap_or((".", path));
        match name.trim_end_matches('/') {
            _ if path.starts_with('/') => Err(NOTCAPABLE),
            "." | ".." => self.resolve(path, true).and(Err(EXIST)),
            name => match &self.resolve(&format!("{folder}/"), true)?.kind {
                Kind::Folder(entries) if !entries.contains_key(name) => Ok(()),
                _ => Err(EXIST),
            },
        }
    }
}
