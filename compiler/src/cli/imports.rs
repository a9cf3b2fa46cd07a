//! The modules of a program and its grants in; the WASI functions that it imports, and which of them
//! were not granted, each list with the flag that would, out.

use std::collections::BTreeSet;

use ahead::request::Grants;
use ahead_abi::denial::Family;
use ahead_abi::import;
use serde::{Deserialize, Serialize};
use wasmparser::{Parser, Payload};

use super::input::Source;

/// Functions that are imported and do nothing, for want of a grant.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Missing {
    /// What to add to the command line, or to leave out.
    pub grant: String,
    /// Names of the functions.
    pub functions: Vec<String>,
}

/// What `sources` import and `grants` do not give, but could on this platform: a board has no launcher's
/// environment and no sockets.
pub fn missing(sources: &[Source], grants: &Grants, board: bool) -> Vec<Missing> {
    let imports: BTreeSet<String> = sources.iter().flat_map(|source| wasi(&source.bytes)).collect();
    let mut missing = Vec::new();
    let mut lack = |grant: String, is_of_it: &dyn Fn(&str) -> bool| {
        let functions: Vec<String> = imports.iter().filter(|name| is_of_it(name)).cloned().collect();
        if !functions.is_empty() {
            missing.push(Missing { grant, functions });
        }
    };
    if grants.dirs.is_empty() {
        lack("--dir".to_owned(), &|name| name.starts_with("path_"));
    }
    if grants.env.is_empty() && !grants.inherit_env {
        let grant = if board { "--env" } else { "--env or --inherit-env" };
        lack(grant.to_owned(), &|name| name.starts_with("environ_"));
    }
    if grants.listen.is_empty() && !board {
        lack("--tcp-listen".to_owned(), &|name| name.starts_with("sock_"));
    }
    if grants.no_stdio {
        lack("no --stdio none".to_owned(), &|name| matches!(name, "fd_read" | "fd_write"));
    }
    for denied in &grants.denied {
        lack(format!("no --deny {}", denied.name()), &|name| Family::of(name) == Some(*denied));
    }
    missing
}

/// Whether any of `sources` imports the function `name` of WASI.
pub fn any(sources: &[Source], name: &str) -> bool {
    sources.iter().flat_map(|source| wasi(&source.bytes)).any(|imported| imported == name)
}

/// Names of the functions of WASI that a module imports. One that is no module will be found out.
fn wasi(module: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload {
            Ok(Payload::ImportSection(section)) => {
                let imports = section.into_imports().flatten();
                names.extend(
                    imports
                        .filter(|import| import::find(import.module, import.name).is_some())
                        .map(|import| import.name.to_owned()),
                );
            }
            // Imports stand before all code.
            Ok(Payload::CodeSectionStart { .. }) | Err(_) => break,
            Ok(_) => {}
        }
    }
    names
}
