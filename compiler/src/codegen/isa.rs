//! The code generator, set up for a target.

use std::sync::Arc;

use cranelift_codegen::isa::{self, TargetIsa};
use cranelift_codegen::settings::{self, Configurable, SetError};
use target_lexicon::Architecture;

use super::Error;
use crate::request::{OptLevel, Request};

/// The code generator for the request's target, processor and options.
pub(super) struct Generators {
    /// Optimises as the request says.
    pub(super) optimizing: Arc<dyn TargetIsa>,
    /// Takes functions as they are: those that are optimised already.
    pub(super) plain: Arc<dyn TargetIsa>,
    /// As `plain`, for functions that call none: those that need nothing of the stack have no frame, but on x86-64.
    pub(super) leaf: Arc<dyn TargetIsa>,
    /// Optimises nothing, and allocates registers in one pass: two thirds of the time, for twice the
    /// code, and linear.
    pub(super) quick: Arc<dyn TargetIsa>,
}

impl Generators {
    pub(super) fn new(request: &Request<'_>) -> Result<Generators, Error> {
        let opt_level = match request.options.opt_level {
            OptLevel::None => "none",
            OptLevel::Speed => "speed",
            OptLevel::SpeedAndSize => "speed_and_size",
        };
        let canonical_nans = match request.options.deterministic {
            true => "true",
            false => "false",
        };
        let nans = "enable_nan_canonicalization";
        Ok(Generators {
            optimizing: build(request, &[("opt_level", opt_level), (nans, canonical_nans)])?,
            plain: build(request, &[])?,
            leaf: build(request, &[("preserve_frame_pointers", "false")])?,
            quick: build(request, &[("regalloc_algorithm", "single_pass"), (nans, canonical_nans)])?,
        })
    }
}

/// The code generator with these settings, and otherwise without optimisation.
fn build(request: &Request<'_>, own: &[(&str, &str)]) -> Result<Arc<dyn TargetIsa>, Error> {
    let mut shared = settings::builder();
    let options = &request.options;
    let common = [
        ("opt_level", "none"),
        ("enable_verifier", if cfg!(debug_assertions) { "true" } else { "false" }),
        // Backtraces walk the frames.
        ("preserve_frame_pointers", "true"),
        ("unwind_info", "false"),
        // Where loops are.
        ("machine_code_cfg_info", "true"),
        // A frame larger than the guard must not step over it.
        ("enable_probestack", "true"),
        ("probestack_strategy", "inline"),
        // The executable is static and not position-independent.
        ("is_pic", "false"),
        ("use_colocated_libcalls", "true"),
        ("enable_heap_access_spectre_mitigation", "false"),
        ("enable_table_access_spectre_mitigation", "false"),
    ];
    for (name, value) in common.iter().chain(own) {
        shared.set(name, value).map_err(|error| setting(name, &error))?;
    }
    let mut builder = isa::lookup(request.target.triple.clone()).map_err(|error| Error::Setting {
        setting: request.target.triple.to_string(),
        reason: error.to_string(),
    })?;
    for name in options.cpu.iter().map(String::as_str).chain(small_encodings(request).iter().copied()) {
        builder.enable(name).map_err(|error| setting(name, &error))?;
    }
    builder
        .finish(settings::Flags::new(shared))
        .map_err(|error| Error::Setting { setting: options.cpu.join(","), reason: error.to_string() })
}

/// What makes code smaller, but jumps across large functions slower: compressed instructions, which every
/// processor of a RISC-V target has (the C of rv64gc).
fn small_encodings<'a>(request: &Request<'_>) -> &'a [&'a str] {
    match (request.target.triple.architecture, request.options.opt_level) {
        (Architecture::Riscv64(_), OptLevel::SpeedAndSize) => &["has_zca", "has_zcd"],
        _ => &[],
    }
}

fn setting(name: &str, error: &SetError) -> Error {
    Error::Setting { setting: name.to_string(), reason: error.to_string() }
}
