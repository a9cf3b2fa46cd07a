//! A runtime built otherwise than the one that ships in, programs that have it out: for tests only,
//! built here and never shipped.

#[path = "../../runtime-lib/archive/mod.rs"]
#[expect(dead_code, reason = "what reads target files is for those who build `ahead`")]
mod archive;

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::OnceLock;

use ahead::Object;
use ahead::link::{self, Symbols};
use ahead::target::{self, Target};

use crate::{build, repository};

/// What is built otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Runtime {
    /// Paths lead wherever they say, and `sched_yield` makes the system call that the program was
    /// launched with.
    Faulty,
    /// Paths are walked component by component, whatever the kernel could do.
    Walking,
}

impl Runtime {
    fn configuration(self) -> &'static [&'static str] {
        match self {
            Runtime::Faulty => &["ahead_resolver=\"broken\"", "ahead_forbidden_call"],
            Runtime::Walking => &["ahead_resolver=\"walk\""],
        }
    }

    /// Builds `module` for this machine to the executable `program`, with this runtime; `folder` is the
    /// working directory.
    pub fn executable(
        self,
        folder: &Path,
        module: &Path,
        program: &Path,
        flags: &[String],
    ) -> Result<(), String> {
        let object = program.with_extension("o");
        let mut args = vec!["build".into(), module.into(), "--emit".into(), "obj".into()];
        args.extend([OsString::from("-o"), object.clone().into()]);
        args.extend(flags.iter().map(OsString::from));
        let output = build::call(folder, args)?;
        if output.exit != 0 {
            return Err(output.stderr);
        }
        let bytes = fs::read(&object).map_err(|error| error.to_string())?;
        let object = Object {
            bytes,
            image_limit: ahead_abi::layout::MEMORY_BASE,
            memory_bytes: 0,
            stack_bytes: 0,
            system_calls: Vec::new(),
            unknown: 0,
            only_writes: false,
        };
        let executable =
            link::link(object, self.target()?, Symbols::Keep).map_err(|error| error.to_string())?;
        fs::write(program, executable)
            .and_then(|()| fs::set_permissions(program, fs::Permissions::from_mode(0o755)))
            .map_err(|error| error.to_string())
    }

    /// This machine's target, with this runtime: built once a process.
    fn target(self) -> Result<&'static Target, String> {
        static TARGETS: [OnceLock<Result<Target, String>>; 2] = [const { OnceLock::new() }; 2];
        let make = || {
            let host = target::default();
            let runtime: &'static [u8] = self.archive(&host.runtime_triple)?.leak();
            Ok(Target { runtime: Some(runtime), ..host.clone() })
        };
        TARGETS[self as usize].get_or_init(make).as_ref().map_err(Clone::clone)
    }

    fn archive(self, triple: &str) -> Result<Vec<u8>, String> {
        let scratch = tempfile::TempDir::with_prefix("ahead-runtime-").map_err(|error| error.to_string())?;
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
        // A host with another libc has a `core` that serves as well.
        let gnu = triple.replace("-none", "-linux-gnu").replace("-musl", "-gnu");
        let found = [triple, gnu.as_str()]
            .into_iter()
            .find_map(|triple| Some((archive::toolchain(&rustc, repository(), triple)?, triple.to_owned())));
        let (toolchain, triple) = found.ok_or_else(|| format!("no `core` for {triple}"))?;
        let library = scratch.path().join("libahead.a");
        archive::build(
            &toolchain,
            &repository().join("runtime-lib"),
            &triple,
            self.configuration(),
            scratch.path(),
            &library,
        )?;
        fs::read(library).map_err(|error| error.to_string())
    }
}
