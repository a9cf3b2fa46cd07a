//! What the user asks for: the modules of one program, its target, shape and grants.

use std::net::SocketAddr;
use std::path::PathBuf;

use ahead_abi::confinement::Mode;
use ahead_abi::denial::Family;
use ahead_abi::layout::DEFAULT_STACK_SIZE;
use ahead_abi::memory::Bounds;
use wasmparser::WasmFeatures;

use crate::decode::SUPPORTED;
use crate::profile::Profiling;
use crate::target::Target;

/// One compilation.
pub struct Request<'a> {
    /// The program's modules, in the order of instantiation. The last one is the main module: its
    /// exports are the program's entry points and its memory is the one WASI uses.
    pub modules: Vec<Input<'a>>,
    /// What to compile for.
    pub target: &'a Target,
    /// How to compile.
    pub options: Options,
    /// What the executable does when it starts.
    pub shape: Shape,
    /// What the program may do.
    pub grants: Grants,
    /// What is done with a profile.
    pub profiling: Profiling,
    /// A file of compiled functions, for the next compilation of much the same modules; it is made if
    /// it is not there. What comes out is the same with and without.
    pub cache: Option<PathBuf>,
    /// Told about the progress of long work: functions compiled so far, and in all.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
}

/// A module and the names it goes by.
pub struct Input<'a> {
    /// Name under which the program's later modules import from it.
    pub import_name: String,
    /// File name for messages and backtraces, without folders.
    pub file_name: String,
    /// The binary module.
    pub bytes: &'a [u8],
}

/// How to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// Optimisation.
    pub opt_level: OptLevel,
    /// Code generator settings of the processor, as [`crate::target::cpu`] gives them.
    pub cpu: Vec<String>,
    /// How accesses are kept inside memories; `None`: as the target says.
    pub bounds: Option<Bounds>,
    /// `memory.grow` answers -1 beyond this many bytes, whatever the module declares.
    pub memory_max: Option<u64>,
    /// Bytes of guest stack.
    pub stack_size: u64,
    /// Leave the symbols of functions out.
    pub strip: bool,
    /// Make NaNs the same on every target.
    pub deterministic: bool,
    /// What the modules may use, of [`crate::decode::SUPPORTED`].
    pub features: WasmFeatures,
    /// What [`crate::compile`] makes.
    pub emit: Emit,
}

/// An object as `ahead build` makes it without flags, with no optimisation: for those who care for
/// what is accepted and what it does.
impl Default for Options {
    fn default() -> Options {
        Options {
            opt_level: OptLevel::None,
            cpu: Vec::new(),
            bounds: None,
            memory_max: None,
            stack_size: DEFAULT_STACK_SIZE,
            strip: false,
            deterministic: false,
            features: SUPPORTED,
            emit: Emit::Object,
        }
    }
}

/// Optimisation level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OptLevel {
    /// Fast to compile.
    None,
    /// Fast to run (the default).
    Speed,
    /// Fast to run, and small.
    SpeedAndSize,
}

/// The form of the output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Emit {
    /// An ELF object.
    Object,
    /// Text: the functions in Cranelift's intermediate form.
    Clif,
    /// Text: the functions in the target's assembly.
    Assembly,
}

/// What the executable does when it starts.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Runs the main module's `_start` (a command) or `_initialize` (a reactor), if it exports one.
    Command,
    /// Calls this export with the command-line arguments, and prints its results.
    Invoke(String),
    /// Runs these steps, and prints the outcome of each: for the specification's tests.
    Script(Vec<Action>),
}

/// One step of a script.
#[derive(Clone, Debug)]
pub enum Action {
    /// Instantiates a module, by its index in [`Request::modules`].
    Instantiate(usize),
    /// Calls an export.
    Call {
        /// The module, by its index in [`Request::modules`].
        module: usize,
        /// Name of an exported function.
        export: String,
        /// Arguments, as they stand in the slots of [`ahead_abi::value::Value`].
        args: Vec<u128>,
    },
    /// Reads an exported global.
    Get {
        /// The module, by its index in [`Request::modules`].
        module: usize,
        /// Name of an exported global.
        export: String,
    },
}

/// What the program may do.
#[derive(Clone, Debug, Default)]
pub struct Grants {
    /// Folders.
    pub dirs: Vec<DirGrant>,
    /// Environment: name, and value (`None`: the launcher's at start).
    pub env: Vec<(String, Option<String>)>,
    /// Arguments, the program's name first; none: the launcher's.
    pub args: Vec<String>,
    /// For a board: the contents of `dirs`, each a folder, in the same order.
    pub packed: Vec<Contents>,
    /// For a board: what its random numbers follow from.
    pub seed: Option<u64>,
    /// All of the launcher's environment, but for the names in `env`.
    pub inherit_env: bool,
    /// Descriptors 0 to 2 are not open.
    pub no_stdio: bool,
    /// Families of functions that are refused.
    pub denied: Vec<Family>,
    /// Where TCP sockets listen.
    pub listen: Vec<SocketAddr>,
    /// How much it may use.
    pub limits: Limits,
    /// How much of the kernel's confinement must be there.
    pub confine: Mode,
}

/// What a file or folder holds.
#[derive(Clone, Debug)]
pub enum Contents {
    /// Bytes.
    File(Vec<u8>),
    /// Names and what they hold, sorted by name.
    Folder(Vec<(String, Contents)>),
}

/// How much the program may use; `None`: as much as the system lets it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Open descriptors, the first ones included.
    pub fds: Option<u64>,
    /// Bytes of a file that it writes to.
    pub file_size: Option<u64>,
    /// Seconds of processor time.
    pub cpu_seconds: Option<u64>,
    /// Seconds from its start to its end.
    pub wall_seconds: Option<u64>,
}

/// A folder the program may use.
#[derive(Clone, Debug)]
pub struct DirGrant {
    /// Host path, kept as given.
    pub host: String,
    /// Guest path.
    pub guest: String,
    /// Nothing in it may be changed.
    pub read_only: bool,
}
