//! Why a module cannot be compiled, with the place in it.

use super::{Module, printable};

/// A malformed or invalid module, or one that needs more than Ahead supports.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not a valid module.
    #[error("{file}: {message}{} (at byte offset {offset:#x})", in_function(.function))]
    Invalid {
        /// File name of the module.
        file: String,
        /// What is wrong.
        message: String,
        /// The function it is in, if in one.
        function: Option<String>,
        /// Where, in bytes from the start of the module.
        offset: u64,
    },
    /// The module is valid, but uses a proposal that Ahead does not support.
    #[error(
        "{file}: the `{proposal}` proposal is not supported yet{} (at byte offset {offset:#x}); \
         build the module without it",
        in_function(.function)
    )]
    Unsupported {
        /// File name of the module.
        file: String,
        /// The proposal's name.
        proposal: &'static str,
        /// The function it is in, if in one.
        function: Option<String>,
        /// Where, in bytes from the start of the module.
        offset: u64,
    },
    /// The module uses a proposal that is supported, but was not allowed.
    #[error(
        "{file}: the `{proposal}` proposal is not allowed here{} (at byte offset {offset:#x}): \
         it was disabled, or is not in the standard yet; `--enable {proposal}` allows it",
        in_function(.function)
    )]
    NotAllowed {
        /// File name of the module.
        file: String,
        /// The proposal's name.
        proposal: &'static str,
        /// The function it is in, if in one.
        function: Option<String>,
        /// Where, in bytes from the start of the module.
        offset: u64,
    },
    /// Components are not modules.
    #[error(
        "{file}: this is a component, not a module; extract its core module first (`wasm-tools component unbundle`)"
    )]
    Component {
        /// File name of the module.
        file: String,
    },
}

fn in_function(function: &Option<String>) -> String {
    function.as_ref().map(|name| format!(" in function {name}")).unwrap_or_default()
}

/// What wasmparser says, with the names in it escaped, and without spaces that pad numbers.
pub fn one_line(message: &str) -> String {
    let words = message.split(' ').filter(|word| !word.is_empty());
    printable(&words.collect::<Vec<_>>().join(" "))
}

impl Error {
    /// The error for what wasmparser says about `module`, whose sections are known as far as they
    /// were read. `function` is the index of the function whose body is meant, if it is one.
    pub(super) fn invalid(module: &Module<'_>, function: Option<u32>, error: &wasmparser::Error) -> Self {
        let function = function.map(|index| module.names.function(index));
        let file = module.file_name.clone();
        match super::proposal::unsupported(module.bytes, module.features) {
            Some(found) if super::proposal::is_supported(found.proposal) => {
                Error::NotAllowed { file, proposal: found.proposal, function, offset: found.offset }
            }
            Some(found) => {
                Error::Unsupported { file, proposal: found.proposal, function, offset: found.offset }
            }
            None => {
                Error::Invalid { file, message: one_line(error.message()), function, offset: error.offset() }
            }
        }
    }
}
