//! `--dir`, `--env`, `--deny` and `--tcp-listen` text in, grants out.

use std::net::SocketAddr;

use ahead::request::DirGrant;
use ahead_abi::denial::Family;

/// Parses `HOST[::GUEST][:ro]`. The guest's name for the folder is the host's where none is given.
pub fn dir(text: &str) -> Result<DirGrant, String> {
    let (paths, read_only) = match text.strip_suffix(":ro") {
        Some(paths) => (paths, true),
        None => (text, false),
    };
    let (host, guest) = paths.split_once("::").unwrap_or((paths, paths));
    if host.is_empty() || guest.is_empty() {
        return Err("a folder is granted as HOST, HOST::GUEST, HOST:ro or HOST::GUEST:ro".to_owned());
    }
    Ok(DirGrant { host: host.to_owned(), guest: guest.to_owned(), read_only })
}

/// Parses `NAME[=VALUE]`.
pub fn env(text: &str) -> Result<(String, Option<String>), String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (text, None),
    };
    match name {
        "" => Err("a variable is granted as NAME=VALUE, or NAME for the launcher's value".to_owned()),
        _ => Ok((name.to_owned(), value)),
    }
}

/// Parses an address to listen at.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "an address is an IP address and a port, both as numbers, such as 127.0.0.1:8080 or [::1]:80"
            .to_owned()
    })
}

/// Parses the name of a family of functions.
pub fn family(text: &str) -> Result<Family, String> {
    Family::ALL.into_iter().find(|family| family.name() == text).ok_or_else(|| {
        let names = Family::ALL.map(Family::name).join(", ");
        format!("what can be denied is {names}; folders, variables and sockets are there only where granted")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_family_has_the_name_of_its_functions() {
        assert_eq!(super::family("random").map(|family| family.name()), Ok("random"));
        assert!(super::family("path").is_err_and(|why| why.contains("clock")));
    }

    fn dir(text: &str) -> (String, String, bool) {
        let grant = super::dir(text).unwrap();
        (grant.host, grant.guest, grant.read_only)
    }

    #[test]
    fn a_folder_has_a_host_path_a_guest_path_and_an_access() {
        assert_eq!(dir("data"), ("data".into(), "data".into(), false));
        assert_eq!(dir("data:ro"), ("data".into(), "data".into(), true));
        assert_eq!(dir("/srv/x::/"), ("/srv/x".into(), "/".into(), false));
        assert_eq!(dir("a:b::c:ro"), ("a:b".into(), "c".into(), true));
        assert_eq!(dir("x:ro::y"), ("x:ro".into(), "y".into(), false));
        assert_eq!(dir("x:rw"), ("x:rw".into(), "x:rw".into(), false));
        for text in ["", ":ro", "::", "::guest", "host::", "host:::ro"] {
            assert!(super::dir(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_variable_has_a_value_or_takes_the_launchers() {
        assert_eq!(super::env("HOME"), Ok(("HOME".into(), None)));
        assert_eq!(super::env("A=b=c"), Ok(("A".into(), Some("b=c".into()))));
        assert_eq!(super::env("A="), Ok(("A".into(), Some(String::new()))));
        assert!(super::env("=x").is_err() && super::env("").is_err());
    }
}
