//! `ahead build`: a module in, an executable, an object or text out.

use std::hint::black_box;
use std::path::PathBuf;

use ahead::link::{self, Symbols, stamp};
use ahead::request::Emit;
use ahead::target::board::RandomName;
use ahead_abi::denial::Family;
use clap::{Args, ValueEnum};

use super::flags::Flags;
use super::input::{Source, default_output};
use super::progress::Progress;
use super::provenance::Provenance;
use super::{Error, imports, output, provenance};

/// The command line.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,

    /// File to write; `-` is standard output [default: the input's name, in the current folder]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What to write: a static executable or a board's image, the bare bytes of that image, an ELF
    /// object, or the functions as text
    #[arg(long, value_name = "WHAT", default_value = "exe")]
    emit: Output,
}

const EXAMPLES: &str = "\
Examples:
  ahead build app.wasm                              makes `app`
  ahead build app.wasm --dir /srv/www::/:ro         it may read /srv/www, and calls it /
  ahead build fib.wat --invoke fib && ./fib 30      calls the export `fib` with 30
  ahead build app.wasm --target riscv64-linux --cpu +zba,+zbb
  ahead build app.wasm --profile-use app.profile    laid out by what a program counted that was
                                                    built with `--profile-generate app.profile`
  ahead build app.wasm --emit obj                   makes `app.o`; `ahead runtime` has the rest";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Exe,
    Bin,
    Obj,
    Clif,
    Asm,
}

/// Builds what is asked for and writes it.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let flags = &arguments.flags;
    let target = flags.target();
    if arguments.emit == Output::Bin && target.board.is_none() {
        return Err(Error::WrongPlatform { flag: "--emit bin", target: target.name, board: true });
    }
    let (ending, mode) = match arguments.emit {
        Output::Exe => ("", output::EXECUTABLE),
        Output::Bin => (".bin", output::PLAIN),
        Output::Obj => (".o", output::PLAIN),
        Output::Clif => (".clif", output::PLAIN),
        Output::Asm => (".s", output::PLAIN),
    };
    let path = arguments.output.clone().unwrap_or_else(|| default_output(&flags.input, ending));
    output::refuse_overwrite(&path, flags.paths())?;
    let sources = flags.read()?;
    warn_of_random(flags, &sources);
    let bytes = match arguments.emit {
        Output::Exe => executable(flags, &sources, Map::Show)?,
        Output::Bin => link::raw(&executable(flags, &sources, Map::Show)?)?,
        Output::Obj => compile(flags, &sources, Emit::Object)?.bytes,
        Output::Clif => compile(flags, &sources, Emit::Clif)?.bytes,
        Output::Asm => compile(flags, &sources, Emit::Assembly)?.bytes,
    };
    output::write(&path, &bytes, mode)
}

/// Whether a board's memory map is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Map {
    /// On stderr.
    Show,
    /// Not.
    Hide,
}

/// Compiles and links `sources`, and adds their provenance.
pub fn executable(flags: &Flags, sources: &[Source], map: Map) -> Result<Vec<u8>, Error> {
    let object = compile(flags, sources, Emit::Object)?;
    let system_calls = object.system_calls.iter().map(|name| (*name).to_owned()).collect();
    let only_writes = object.only_writes;
    let symbols = if flags.strip { Symbols::Strip } else { Symbols::Keep };
    let target = flags.target();
    let executable = if target.board.is_some() {
        let image = link::board::link(&object, target, symbols, &flags.tools())?;
        if map == Map::Show {
            eprintln!("{}", image.map);
        }
        image.elf
    } else {
        in_threads(flags.threads, || link::link(object, target, symbols))??
    };
    let provenance = Provenance { system_calls, only_writes, ..provenance::of(flags, sources)? };
    Ok(stamp::append(executable, &provenance.to_bytes())?)
}

/// Says loudly what random numbers are, where they are none.
pub fn warn_of_random(flags: &Flags, sources: &[Source]) {
    let target = flags.target();
    let has_source = target.board.as_ref().is_none_or(|board| board.file.random != RandomName::None);
    if let Some(seed) = flags.seed {
        eprintln!(
            "warning: all random numbers of this program follow from `--seed {seed}`: they are the same in \
             each run, and whoever has the image knows them"
        );
    } else if !has_source && !flags.denies(Family::Random) && imports::any(sources, "random_get") {
        eprintln!(
            "warning: this program asks for random numbers, and {} has no source of them: `random_get` will \
             answer NOTSUP, on which many programs end; `--seed NUMBER` gives it numbers that follow from that",
            target.name
        );
    }
}

fn compile(flags: &Flags, sources: &[Source], emit: Emit) -> Result<ahead::Object, Error> {
    let progress = Progress::new();
    let report = |done, total| {
        if let Some(progress) = &progress {
            progress.report(done, total);
        }
    };
    let request = flags.request(sources, emit, Some(&report))?;
    let object = in_threads(flags.threads, || ahead::compile(&request))??;
    if object.unknown > 0 {
        eprintln!(
            "warning: functions that are new, or not as they were when the profile was made, are laid out without it: \
             {}; make it anew with `--profile-generate`",
            object.unknown
        );
    }
    Ok(object)
}

/// Does some work in as many threads, or in as many as there are processors.
pub(super) fn in_threads<T: Send>(threads: Option<u16>, work: impl FnOnce() -> T + Send) -> Result<T, Error> {
    // 0 are as many. Without a pool of ours, rayon would start one by itself, and panic where it cannot.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0).into());
    Ok(pool.start_handler(|_| take_memory()).build()?.install(work))
}

/// Takes memory for a thread, and gives it back: glibc keeps it for the thread, for which it would take page by page
/// otherwise, with a call of the system each. It keeps nothing that is larger than what any thread gave back before, so
/// there are two. Of a page only the address is used before something is in it.
fn take_memory() {
    for len in [16 << 20, 8 << 20] {
        let mut memory: Vec<u8> = Vec::new();
        // Where there is not so much, it is taken page by page.
        let _ = memory.try_reserve_exact(len);
        drop(black_box(memory));
    }
}
