//! One function: CLIF to machine code, with its relocations and trap sites.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard};

use ahead_abi::trap::TrapKind;
use cranelift_codegen::binemit::Reloc;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::ir::{self, ExternalName, LibCall, Opcode, TrapCode};
use cranelift_codegen::isa::CallConv;
use cranelift_codegen::settings::OptLevel;
use cranelift_codegen::{CodegenError, CompiledCode, Context, FinalizedRelocTarget};
use cranelift_frontend::FunctionBuilderContext;

use super::inlined::{InlinedCode, Origins};
use super::isa::Generators;
use super::optimize::Addresses;
use super::profile::Known;
use super::{Error, Heat, Pieces, Traffic, fast_path, optimize, placement, profile, shorten};
use crate::plan::{Part, Plan, Symbol};
use crate::profile::{Counted, Profiling};
use crate::request::{Emit, Request};
use crate::translate::{self, Inlined};

/// A function of more instructions and blocks than these, of CLIF, is huge. The largest of Ruby has 75,000,
/// and takes seconds; the time of the allocator that is otherwise used grows with the square from there on
/// (200,000 in one block: 10 seconds; a tree of as many: minutes).
const HUGE: usize = 100_000;

/// A function with so many loops, one in the other, or more is deep: the time of Cranelift's passes grows with the
/// cube of it (1000: 2 seconds; 2000: 17). Its own count ends here.
const DEEP: usize = 254;

/// What stands in a text between a function and what it goes on with.
const SLOW_PART: &str = "\n; and where it calls\n";

/// A compiled function.
pub struct CompiledFunction {
    /// Which one it is.
    pub symbol: Symbol,
    /// Where it may start: a multiple of this many bytes.
    pub alignment: u32,
    /// Its machine code and constants.
    pub code: Vec<u8>,
    /// References to other things in the code.
    pub relocations: Vec<Relocation>,
    /// Where it may trap, sorted.
    pub trap_sites: Vec<TrapSite>,
    /// Which of it is inlined bodies.
    pub inlined: InlinedCode,
    /// Its short loops, in bytes from its start.
    pub loops: Vec<Range<u32>>,
    /// How often that of it runs that does most often.
    pub heat: Heat,
    /// Its pieces, if they do not run as often as each other.
    pub pieces: Option<Pieces>,
    /// What its counters count, or those of the profile that it was compiled with.
    pub counted: Option<Counted>,
    /// The text that was asked for instead of code, if any.
    pub text: Option<String>,
    /// What it goes on with where it does not return from its first part, if it was split ([`fast_path`]).
    pub slow: Option<Box<CompiledFunction>>,
    /// What is known of how often it runs, and calls others.
    pub traffic: Option<Traffic>,
}

impl CompiledFunction {
    /// One of this code, of which nothing else is known.
    pub(super) fn new(symbol: Symbol, code: Vec<u8>) -> Self {
        CompiledFunction {
            symbol,
            alignment: 1,
            code,
            relocations: Vec::new(),
            trap_sites: Vec::new(),
            inlined: InlinedCode::default(),
            loops: Vec::new(),
            heat: Heat::Often,
            pieces: None,
            counted: None,
            text: None,
            slow: None,
            traffic: None,
        }
    }
}

/// A reference in code.
#[derive(Clone)]
pub struct Relocation {
    /// Bytes from the start of the function.
    pub offset: u32,
    /// How the address is encoded.
    pub kind: Reloc,
    /// What is referred to.
    pub target: RelocationTarget,
    /// Added to the address.
    pub addend: i64,
}

/// What a relocation refers to.
#[derive(Clone)]
pub enum RelocationTarget {
    /// A thing of the program.
    Symbol(Symbol),
    /// A place in the same function, in bytes from its start.
    Own(u32),
    /// A function of the runtime that stands for an instruction the processor lacks.
    LibCall(LibCall),
}

/// An instruction that may trap.
#[derive(Clone, Copy)]
pub struct TrapSite {
    /// Bytes from the start of the function.
    pub code_offset: u32,
    /// Bytes from the start of the module: in the innermost inlined body.
    pub wasm_offset: u32,
    /// What the trap means.
    pub kind: TrapKind,
}

/// What is reused from function to function: nothing of it but the space it takes.
pub(super) struct Workspace {
    context: Context,
    builder: FunctionBuilderContext,
}

/// Those that no thread works with at the moment.
#[derive(Default)]
pub(super) struct Workspaces {
    idle: Mutex<Vec<Workspace>>,
}

impl Workspaces {
    /// Does some work with one of them.
    pub(super) fn lend<T>(&self, work: impl FnOnce(&mut Workspace) -> T) -> T {
        let idle = self.lock().pop();
        let mut workspace = idle.unwrap_or_else(Workspace::new);
        let done = work(&mut workspace);
        self.lock().push(workspace);
        done
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Workspace>> {
        self.idle.lock().expect("no panic while it is locked")
    }
}

impl Workspace {
    fn new() -> Self {
        Workspace { context: Context::new(), builder: FunctionBuilderContext::new() }
    }
}

/// Translates and compiles a function.
pub(super) fn compile(
    plan: &Plan<'_>,
    request: &Request<'_>,
    generators: &Generators,
    symbol: Symbol,
    workspace: &mut Workspace,
) -> Result<CompiledFunction, Error> {
    let result = catch_unwind(AssertUnwindSafe(|| {
        let Workspace { context, builder } = workspace;
        context.clear();
        let inlined = translate::function(plan, symbol, &mut context.func, builder);
        run(plan, request, generators, symbol, context, &inlined)
    }));
    match result {
        Ok(Ok(compiled)) => Ok(compiled),
        Ok(Err(error)) => Err(fault(plan, symbol, &error, &workspace.context)),
        Err(panic) => {
            let reason = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
                .unwrap_or_default();
            let clif = workspace.context.func.display().to_string();
            *workspace = Workspace::new();
            let (file, function) = place(plan, symbol);
            Err(Error::Internal { file, function, reason, clif })
        }
    }
}

fn run(
    plan: &Plan<'_>,
    request: &Request<'_>,
    generators: &Generators,
    symbol: Symbol,
    context: &mut Context,
    inlined: &Inlined,
) -> Result<CompiledFunction, CodegenError> {
    let clif = (request.options.emit == Emit::Clif).then(|| context.func.display().to_string());
    context.set_disasm(request.options.emit == Emit::Assembly);
    let optimized = optimize(plan, generators, context, symbol, &request.profiling)?;
    let slow = match symbol {
        Symbol::Function(index) if !optimized.is_quick => {
            let symbol = Symbol::Part(index, Part::Slow);
            let runs = optimized.known.runs.as_ref();
            let slow = fast_path::split(&mut context.func, symbol, &*generators.optimizing, runs);
            slow.map(|slow| (symbol, slow))
        }
        _ => None,
    };
    let heat = optimized.known.heat;
    let mut compiled = finish(generators, context, symbol, heat, inlined, &optimized)?;
    if let Some((symbol, slow)) = slow {
        context.clear();
        context.set_disasm(request.options.emit == Emit::Assembly);
        context.func = slow.function;
        let heat = slow.heat.unwrap_or(heat);
        let mut rest = finish(generators, context, symbol, heat, inlined, &optimized)?;
        compiled.text = compiled.text.zip(rest.text.take()).map(|(text, rest)| text + SLOW_PART + &rest);
        compiled.slow = Some(Box::new(rest));
    }
    compiled.counted = optimized.known.counted;
    compiled.text = clif.or(compiled.text);
    Ok(compiled)
}

/// CLIF in its last form to machine code, which at its hottest runs so often.
fn finish(
    generators: &Generators,
    context: &mut Context,
    symbol: Symbol,
    heat: Heat,
    inlined: &Inlined,
    optimized: &Optimized,
) -> Result<CompiledFunction, CodegenError> {
    let generator = match optimized.is_quick {
        true => &generators.quick,
        false if calls(&context.func).next().is_none() => &generators.leaf,
        false => &generators.plain,
    };
    context.compile(&**generator, &mut ControlPlane::default()).map_err(|error| error.inner)?;
    let code = context.take_compiled_code().expect("it was compiled just now");
    let function = &context.func;
    let runs = profile::code_runs(&code);
    let trap_sites = trap_sites(&code, inlined);
    let mut compiled = CompiledFunction {
        alignment: generators.optimizing.function_alignment().minimum.max(code.buffer.alignment),
        relocations: relocations(&code, function),
        inlined: InlinedCode::of(&code, inlined, &trap_sites),
        trap_sites,
        loops: placement::loops(&code),
        heat,
        text: code.vcode,
        ..CompiledFunction::new(symbol, code.buffer.data().to_vec())
    };
    if shorten::applies(&*generators.optimizing) {
        let is_usual =
            |called: &ir::Signature| matches!(called.call_conv, CallConv::SystemV | CallConv::PreserveAll);
        let is_part = |symbol: &Symbol| matches!(symbol, Symbol::Part(..));
        let goes_on = compiled.relocations.iter().any(
            |relocation| matches!(&relocation.target, RelocationTarget::Symbol(symbol) if is_part(symbol)),
        );
        // A function becomes two only where all is usual, and so is what one hands over to the other.
        let is_whole = !goes_on && !is_part(&symbol);
        let are_usual = !is_whole || function.dfg.signatures.values().all(is_usual);
        let calls = match are_usual {
            true if calls(function).all(Opcode::is_return) => shorten::Calls::Missing,
            true => shorten::Calls::KeepSaved,
            false => shorten::Calls::KeepNone,
        };
        let is_wide = |value: &ir::AbiParam| value.value_type.is_int() && value.value_type.bytes() > 4;
        let numbers = shorten::Numbers {
            wide_arguments: function.dfg.signatures.values().any(|called| called.params.iter().any(is_wide)),
            wide_results: function.signature.returns.iter().any(is_wide),
            usual_results: !is_whole || is_usual(&function.signature),
            goes_on,
        };
        let profile::Ordered { blocks, heats } = profile::order(&mut compiled, &code.bb_starts, &runs);
        shorten::run(&mut compiled, &blocks, &heats, calls, numbers, optimized.addresses);
    }
    Ok(compiled)
}

/// What is known of a function in its last form.
struct Optimized {
    /// How it uses addresses.
    addresses: Addresses,
    /// What a profile tells of it.
    known: Known,
    /// Whether registers are allocated in one pass.
    is_quick: bool,
}

/// CLIF to its last form.
fn optimize(
    plan: &Plan<'_>,
    generators: &Generators,
    context: &mut Context,
    symbol: Symbol,
    profiling: &Profiling,
) -> Result<Optimized, CodegenError> {
    let isa = &*generators.optimizing;
    let mut is_quick = true;
    let mut addresses = Addresses::Shared;
    if isa.flags().opt_level() != OptLevel::None && !is_deep(context) {
        optimize::before(context, isa, plan);
        context.optimize(isa, &mut ControlPlane::default())?;
        addresses = optimize::after(context, isa);
        is_quick = is_huge(&context.func);
    }
    let known = match symbol {
        Symbol::Function(index) => profile::run(&mut context.func, plan, index, profiling, isa),
        _ => Known::NOTHING,
    };
    Ok(Optimized { addresses, known, is_quick })
}

/// The calls that it makes; one that returns, too, is its last.
fn calls(function: &ir::Function) -> impl Iterator<Item = Opcode> {
    let insts = function.layout.blocks().flat_map(|block| function.layout.block_insts(block));
    insts.map(|inst| function.dfg.insts[inst].opcode()).filter(|opcode| opcode.is_call())
}

/// Whether registers must be allocated in one pass for the code to be there in seconds.
fn is_huge(function: &ir::Function) -> bool {
    let layout = &function.layout;
    layout.blocks().map(|block| 1 + layout.block_insts(block).count()).sum::<usize>() > HUGE
}

/// Whether it must stay as it is for the code to be there in seconds.
fn is_deep(context: &mut Context) -> bool {
    if context.func.dfg.num_blocks() < DEEP {
        return false;
    }
    context.flowgraph();
    context.compute_loop_analysis();
    let loops = &context.loop_analysis;
    context.func.layout.blocks().any(|block| loops.loop_level(block).level() >= DEEP)
}

fn relocations(code: &CompiledCode, function: &ir::Function) -> Vec<Relocation> {
    let relocations = code.buffer.relocs().iter().map(|reloc| Relocation {
        offset: reloc.offset,
        kind: reloc.kind,
        addend: reloc.addend,
        target: match &reloc.target {
            FinalizedRelocTarget::ExternalName(ExternalName::User(name)) => RelocationTarget::Symbol(
                Symbol::from_external_name(&function.params.user_named_funcs()[*name]),
            ),
            FinalizedRelocTarget::ExternalName(ExternalName::LibCall(libcall)) => {
                RelocationTarget::LibCall(*libcall)
            }
            FinalizedRelocTarget::ExternalName(other) => {
                unreachable!("nothing is translated to a reference to {other:?}")
            }
            FinalizedRelocTarget::Func(offset) => RelocationTarget::Own(*offset),
        },
    });
    relocations.collect()
}

/// The trap sites, each with the origin of its instruction.
fn trap_sites(code: &CompiledCode, inlined: &Inlined) -> Vec<TrapSite> {
    let mut sites: Vec<TrapSite> = Vec::with_capacity(code.buffer.traps().len());
    for trap in code.buffer.traps() {
        if let Some(kind) = trap_kind(trap.code) {
            sites.push(TrapSite { code_offset: trap.offset, wasm_offset: 0, kind });
        }
    }
    sites.sort_by_key(|site| site.code_offset);
    sites.dedup_by_key(|site| site.code_offset);
    let mut origins = Origins::new(code, inlined);
    for site in &mut sites {
        site.wasm_offset = origins.at(site.code_offset).wasm_offset;
    }
    sites
}

/// The trap of the specification; none for a probe of the stack, which the address of its fault
/// tells apart.
fn trap_kind(code: TrapCode) -> Option<TrapKind> {
    match code {
        TrapCode::STACK_OVERFLOW => None,
        TrapCode::INTEGER_OVERFLOW => Some(TrapKind::IntegerOverflow),
        TrapCode::HEAP_OUT_OF_BOUNDS => Some(TrapKind::MemoryOutOfBounds),
        TrapCode::INTEGER_DIVISION_BY_ZERO => Some(TrapKind::IntegerDivideByZero),
        TrapCode::BAD_CONVERSION_TO_INTEGER => Some(TrapKind::InvalidConversionToInteger),
        code => TrapKind::from_number(code.as_raw().get()),
    }
}

fn fault(plan: &Plan<'_>, symbol: Symbol, error: &CodegenError, context: &Context) -> Error {
    let (file, function) = place(plan, symbol);
    match error {
        CodegenError::ImplLimitExceeded | CodegenError::CodeTooLarge => {
            Error::TooLarge { file, function, reason: error.to_string() }
        }
        _ => Error::Internal {
            file,
            function,
            reason: error.to_string(),
            clif: context.func.display().to_string(),
        },
    }
}

/// File and name of a function.
fn place(plan: &Plan<'_>, symbol: Symbol) -> (String, String) {
    match symbol {
        Symbol::Function(index) => {
            let function = &plan.functions[index as usize];
            let module = &plan.modules[function.instance as usize];
            (module.file_name.clone(), module.names.function(function.index))
        }
        symbol => {
            let main = plan.modules.last().map(|module| module.file_name.clone());
            (main.unwrap_or_default(), format!("{symbol:?}"))
        }
    }
}
