//! A fault of ours in, one message that asks to report it out.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io, panic};

use ahead::codegen;

use super::Error;

/// Exit status after a fault of ours: that of a panic.
const BUG: u8 = 101;

/// Makes panics, on whatever thread, say once that they are bugs of ours. The exit status of a
/// panic is 101.
pub fn report_panics() {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    panic::set_hook(Box::new(|panic| {
        if REPORTED.swap(true, Ordering::Relaxed) {
            return;
        }
        let message = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
        eprintln!(
            "error: a bug in ahead {version}: {message}{place}\n\
             Please report it, with the module and this message.",
            version = env!("CARGO_PKG_VERSION"),
        );
    }));
}

/// Prints what ends the run and gives the exit status. For a function that we failed to compile,
/// its CLIF is saved to a file that the message names.
pub fn explain(error: &Error) -> ExitCode {
    eprintln!("error: {error}");
    let Error::Compile(ahead::Error::Codegen(codegen::Error::Internal { function, clif, .. })) = error else {
        return error.exit_code();
    };
    match save(function, clif) {
        Ok(path) => eprintln!("This is a bug in ahead. Please report it, with the module and {path}."),
        Err(error) => eprintln!("This is a bug in ahead; what it was compiling could not be saved: {error}"),
    }
    ExitCode::from(BUG)
}

/// Saves CLIF in the current folder, under a name that has only plain characters.
fn save(function: &str, clif: &str) -> io::Result<String> {
    let path = file_name(function);
    fs::write(&path, clif)?;
    Ok(path)
}

fn file_name(function: &str) -> String {
    const LONGEST: usize = 60;
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("ahead-bug-{}.clif", function.chars().take(LONGEST).map(plain).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names_of_functions_make_no_paths() {
        assert_eq!(file_name("a::b<../../etc>"), "ahead-bug-a__b_______etc_.clif");
        assert_eq!(file_name(&"x".repeat(1000)).len(), "ahead-bug-.clif".len() + 60);
    }
}
