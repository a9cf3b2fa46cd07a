//! The machine in, the contenders found on it out: the native build, Ahead, and each peer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use object::{Object, ObjectSection};

use super::build::Modules;
use super::cpu::Cpu;
use super::{Arguments, tool};
use crate::cargo;

/// Which of a program's builds a contender takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// The native executable.
    Native,
    /// The module without vectors.
    Scalar,
    /// The module with vectors.
    Simd,
}

/// What turns a module into something to run.
#[derive(Clone)]
enum Engine {
    Native,
    /// This or another `ahead`.
    Ahead(PathBuf),
    /// `benches/peers/wasmtime.c`, built against the library of the PyPI package.
    Wasmtime(PathBuf),
    /// `wasm2c` of wabt, then gcc.
    Wasm2c,
    Node,
}

/// One column of the table.
pub struct Contender {
    /// Its name in the reports.
    pub name: String,
    /// The build it takes.
    pub flavour: Flavour,
    engine: Engine,
    /// What it compiles for; its default if not given.
    cpu: Option<Cpu>,
}

/// A program made ready to run on a contender.
pub struct Built {
    /// The command to measure: program, then arguments.
    pub command: Vec<PathBuf>,
    /// What making it from the module took; nothing for the native build and for node.
    pub cost: tool::Cost,
    /// Size of the file that runs, bytes.
    pub size: u64,
    /// Size of its machine code, bytes, where it is an ELF executable.
    pub text: Option<u64>,
}

/// Everything on this machine that can run the programs, the native build first.
pub fn find(arguments: &Arguments, folder: &Path) -> Result<Vec<Contender>, String> {
    let ahead = ahead(arguments.ahead.as_ref(), folder)?;
    let simd = accepts_simd(&ahead, folder)?;
    let cpu = arguments.cpu;
    let contender = |name: &str, flavour, engine| Contender { name: name.into(), flavour, engine, cpu };
    let mut contenders = vec![contender("native", Flavour::Native, Engine::Native)];
    let mut add = |name: &str, engine: Engine, simd: bool| {
        contenders.push(contender(name, Flavour::Scalar, engine.clone()));
        if simd {
            contenders.push(contender(&format!("{name} simd"), Flavour::Simd, engine));
        }
    };
    add("ahead", Engine::Ahead(ahead.clone()), simd);
    if arguments.aa {
        add("ahead again", Engine::Ahead(ahead), simd);
        return Ok(contenders);
    }
    if let Some(other) = &arguments.against {
        add("against", Engine::Ahead(other.clone()), simd);
    }
    match wasmtime(folder)? {
        Some(runner) => add("wasmtime", Engine::Wasmtime(runner), simd),
        None => eprintln!("no wasmtime: `pip install wasmtime` and gcc provide it"),
    }
    if !arguments.quick {
        match tool::find("wasm2c").and(tool::find("gcc")) {
            Some(_) => add("wasm2c", Engine::Wasm2c, false),
            None => eprintln!("no wasm2c: `apt-get install wabt gcc` provides it"),
        }
        match tool::find("node") {
            Some(_) => add("node", Engine::Node, simd),
            None => eprintln!("no node: `apt-get install nodejs` provides it"),
        }
    }
    Ok(contenders)
}

/// This tree's `ahead`, or the one named, copied so that a later build does not change what is measured.
fn ahead(named: Option<&PathBuf>, folder: &Path) -> Result<PathBuf, String> {
    let original = named.cloned().map_or_else(cargo::product, Ok)?;
    let (copy, new) = (ahead_copy(folder), folder.join("ahead.new"));
    // A copy that is running cannot be written over, but another file can take its name.
    let copied = fs::copy(&original, &new).and_then(|_| fs::rename(&new, &copy));
    copied.map_err(|error| format!("{}: {error}", original.display()))?;
    Ok(copy)
}

/// Where the `ahead` is that is measured.
pub fn ahead_copy(folder: &Path) -> PathBuf {
    folder.join("ahead")
}

/// Whether `ahead` compiles a module with vectors.
fn accepts_simd(ahead: &Path, folder: &Path) -> Result<bool, String> {
    let (module, output) = (folder.join("simd.wat"), folder.join("simd"));
    let text = "(module (func (export \"_start\") (drop (i32x4.splat (i32.const 1)))))";
    fs::write(&module, text).map_err(|error| format!("{}: {error}", module.display()))?;
    let accepted = tool::run(Command::new(ahead).arg("build").arg(&module).arg("-o").arg(&output)).is_ok();
    if !accepted {
        eprintln!("this `ahead` has no SIMD: only scalar modules are measured");
    }
    Ok(accepted)
}

/// Builds the runner of wasmtime, if its library is there.
fn wasmtime(folder: &Path) -> Result<Option<PathBuf>, String> {
    let script = "import wasmtime, glob, os; print(glob.glob(os.path.dirname(wasmtime.__file__) + '/linux-*/_libwasmtime.so')[0])";
    let library = tool::output(Command::new("python3").args(["-c", script]));
    let (Some(library), Some(gcc)) = (library.map(PathBuf::from), tool::find("gcc")) else { return Ok(None) };
    let runner = folder.join("wasmtime");
    let mut command = Command::new(gcc);
    command
        .args(["-O2", "-o"])
        .arg(&runner)
        .arg(crate::workspace().join("benches/peers/wasmtime.c"))
        .arg(&library);
    command.arg(format!("-Wl,-rpath,{}", library.parent().unwrap_or(Path::new("/")).display()));
    tool::run(&mut command)?;
    Ok(Some(runner))
}

impl Contender {
    /// Makes a program ready to run, in `folder`.
    pub fn prepare(&self, modules: &Modules, folder: &Path) -> Result<Built, String> {
        let module = match self.flavour {
            Flavour::Native => &modules.native,
            Flavour::Scalar => &modules.scalar,
            Flavour::Simd => modules.simd.as_ref().ok_or("no module with vectors was built")?,
        };
        let output = folder.join(self.name.replace(' ', "-"));
        let (command, file, cost) = match &self.engine {
            Engine::Native => (vec![module.clone()], module.clone(), tool::Cost::default()),
            Engine::Ahead(ahead) => {
                let mut build = Command::new(ahead);
                build.args(["build", "--strip"]).arg(module).arg("-o").arg(&output);
                build.args(self.cpu.map(|cpu| format!("--cpu={}", cpu.name())));
                (vec![output.clone()], output, tool::run(&mut build)?)
            }
            Engine::Wasmtime(runner) => {
                let output = output.with_extension("cwasm");
                let mut compile = Command::new(runner);
                compile.arg("compile").arg(module).arg(&output).arg("speed");
                if let Some(flags) = self.cpu.and_then(Cpu::cranelift) {
                    compile.arg("x86_64-unknown-linux-gnu").args(flags);
                }
                let cost = tool::run(&mut compile)?;
                (vec![runner.clone(), "run".into(), output.clone()], output, cost)
            }
            Engine::Wasm2c => {
                let cost = wasm2c(module, self.cpu, folder, &output)?;
                (vec![output.clone()], output, cost)
            }
            Engine::Node => {
                let script = crate::workspace().join("benches/peers/node.mjs");
                let command = vec!["node".into(), "--no-warnings".into(), script, module.clone()];
                (command, module.clone(), tool::Cost::default())
            }
        };
        let size = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?.len();
        Ok(Built { command, cost, size, text: text_size(&file) })
    }
}

fn wasm2c(module: &Path, cpu: Option<Cpu>, folder: &Path, output: &Path) -> Result<tool::Cost, String> {
    let (source, host) = (folder.join("app.c"), crate::workspace().join("benches/peers/wasm2c.c"));
    let translated = tool::run(Command::new("wasm2c").arg(module).args(["-n", "app", "-o"]).arg(&source))?;
    let mut gcc = Command::new("gcc");
    gcc.args(["-O3", "-w", "-s", "-I"]).arg(folder).arg("-o").arg(output).args([&source, &host]);
    gcc.args(cpu.map(|cpu| format!("-march={}", cpu.name())));
    let compiled = tool::run(gcc.args(["-lwasm-rt-impl", "-lm"]))?;
    Ok(tool::Cost {
        wall: translated.wall + compiled.wall,
        cpu: translated.cpu + compiled.cpu,
        peak: translated.peak.max(compiled.peak),
    })
}

/// Bytes of the section `.text` of an ELF file, code of libraries that it carries included.
fn text_size(file: &Path) -> Option<u64> {
    let bytes = fs::read(file).ok()?;
    Some(object::File::parse(&*bytes).ok()?.section_by_name(".text")?.size())
}
