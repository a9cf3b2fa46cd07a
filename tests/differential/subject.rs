//! A number in, a random module and what is done with it out.

use ahead::decode::{self, SUPPORTED};
use arbitrary::Unstructured;
use wasm_smith::{Config, Module};
use wasmparser::{ExternalKind, ValType};

use crate::determined::determined;
use crate::{early_returns, tail_calls};

/// Bytes that a module is made from.
const ENTROPY: usize = 8192;

/// Functions entered and loops repeated before the module ends itself.
const FUEL: u32 = 10_000;

/// Of so many modules one tail-calls, and one returns before it calls.
const SORTS: u64 = 8;

/// A module, and what is done with it.
pub struct Subject {
    /// The binary module.
    pub module: Vec<u8>,
    /// Calls of its exports, in order.
    pub calls: Vec<Call>,
    /// Its exported globals, read after that.
    pub globals: Vec<(String, ValType)>,
    /// Modules that each import one exported memory, and export its hash as `hash`: last.
    pub hashers: Vec<Vec<u8>>,
}

/// A call of an export.
pub struct Call {
    pub export: String,
    /// As slots hold them; references are null.
    pub args: Vec<u128>,
    pub results: Vec<ValType>,
}

impl Subject {
    /// The subject of this number: always the same.
    pub fn new(seed: u64) -> Subject {
        let mut random = Random(seed);
        let module = match seed % SORTS {
            0 => tail_calls::module(&mut random),
            1 => early_returns::module(&mut random),
            _ => general(&mut random),
        };
        let mut subject = Subject { module, calls: Vec::new(), globals: Vec::new(), hashers: Vec::new() };
        subject.plan(&mut random);
        subject
    }

    fn plan(&mut self, random: &mut Random) {
        let bytes = self.module.clone();
        let module = decode::decode(&bytes, "subject.wasm", SUPPORTED).expect("the module is valid");
        for export in &module.exports {
            let name = export.name.to_string();
            match export.kind {
                ExternalKind::Func => {
                    let ty = module.function_type(export.index);
                    for _ in 0..3 {
                        self.calls.push(Call {
                            export: name.clone(),
                            args: ty.params().iter().map(|ty| argument(*ty, random)).collect(),
                            results: ty.results().to_vec(),
                        });
                    }
                }
                ExternalKind::Global => {
                    let ty = module.globals[export.index as usize].ty.content_type;
                    self.globals.push((name, ty));
                }
                ExternalKind::Memory => {
                    self.hashers.push(hasher(&name, &module.memories[export.index as usize]));
                }
                _ => {}
            }
        }
    }

    /// What step `index` is.
    pub fn describe(&self, index: usize) -> String {
        let Some(index) = index.checked_sub(1) else { return "instantiation".into() };
        if let Some(call) = self.calls.get(index) {
            return format!("call {index} of `{}` with {:x?}", call.export, call.args);
        }
        match self.globals.get(index - self.calls.len()) {
            Some((name, _)) => format!("global `{name}`"),
            None => format!("memory (step {index})"),
        }
    }
}

/// A module of all that there is.
fn general(random: &mut Random) -> Vec<u8> {
    let bytes: Vec<u8> = (0..ENTROPY / 8).flat_map(|_| random.next().to_le_bytes()).collect();
    let mut unstructured = Unstructured::new(&bytes);
    let mut module = Module::new(config(), &mut unstructured).expect("there is entropy enough");
    module.ensure_termination(FUEL).expect("no function is invalid");
    determined(&module.to_bytes())
}

fn config() -> Config {
    Config {
        allow_start_export: true,
        canonicalize_nans: true,
        compact_imports_enabled: false,
        custom_page_sizes_enabled: true,
        exceptions_enabled: false,
        export_everything: true,
        gc_enabled: false,
        max_funcs: 20,
        max_imports: 0,
        max_instructions: 300,
        max_memories: 3,
        max_memory32_bytes: 1 << 20,
        max_memory64_bytes: 1 << 20,
        max_table_elements: 1000,
        max_tables: 3,
        memory_max_size_required: true,
        min_funcs: 3,
        table_max_size_required: true,
        threads_enabled: false,
        ..Config::default()
    }
}

/// Bits of an argument: often one at an edge.
fn argument(ty: ValType, random: &mut Random) -> u128 {
    const EDGES: [u64; 8] =
        [0, 1, u64::MAX, 1 << 63, i64::MAX as u64, 0x8000_0000, 0x7fff_ffff, 0x3ff0_0000_3f80_0000];
    let mut half = || match random.next() % 3 {
        0 => EDGES[(random.next() % 8) as usize],
        1 => random.next() % 256,
        _ => random.next(),
    };
    match ty {
        ValType::I32 => u128::from(half() as u32),
        ValType::I64 => u128::from(half()),
        // Without NaNs, whose payloads would be seen.
        ValType::F32 => u128::from(finite_f32(half() as u32)),
        ValType::F64 => u128::from(finite_f64(half())),
        ValType::V128 => u128::from(half()) << 64 | u128::from(half()),
        ValType::Ref(_) => 0,
    }
}

fn finite_f32(bits: u32) -> u32 {
    if f32::from_bits(bits).is_nan() { 0x7f80_0000 } else { bits }
}

fn finite_f64(bits: u64) -> u64 {
    if f64::from_bits(bits).is_nan() { 0x7ff0_0000_0000_0000 } else { bits }
}

/// A module that imports the memory `subject.name` and exports its hash (FNV-1a).
fn hasher(name: &str, ty: &wasmparser::MemoryType) -> Vec<u8> {
    let name: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    let index = if ty.memory64 { "i64" } else { "i32" };
    let shift = ty.page_size_log2.unwrap_or(16);
    let page = if shift == 16 { String::new() } else { format!("(pagesize {})", 1_u64 << shift) };
    let text = format!(
        "(module
          (import \"subject\" \"{name}\" (memory {index} 0 {page}))
          (func (export \"hash\") (result i64 i64)
            (local $at {index}) (local $end {index}) (local $hash i64)
            (local.set $hash (i64.const 0xcbf29ce484222325))
            (local.set $end ({index}.shl (memory.size) ({index}.const {shift})))
            (block $done
              (loop $next
                (br_if $done ({index}.ge_u (local.get $at) (local.get $end)))
                (local.set $hash (i64.mul
                  (i64.xor (local.get $hash) (i64.load8_u (local.get $at)))
                  (i64.const 0x100000001b3)))
                (local.set $at ({index}.add (local.get $at) ({index}.const 1)))
                (br $next)))
            (local.get $hash) (i64.extend32_s {})))",
        if ty.memory64 { "(local.get $end)" } else { "(i64.extend_i32_u (local.get $end))" }
    );
    wat::parse_str(text).expect("the hasher is well-formed")
}

/// SplitMix64: small, and the same everywhere.
pub struct Random(u64);

impl Random {
    /// Less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// From `first` to `last`.
    pub fn range(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
