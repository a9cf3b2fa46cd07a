//! A compiled function in, bytes out; and back. Offsets in the module are kept from the start of
//! the body they are in, since bodies move when one before them changes.

use cranelift_codegen::binemit::Reloc;
use cranelift_codegen::ir::{LibCall, UserExternalName};

use ahead_abi::trap::TrapKind;

use crate::codegen::{
    CompiledFunction, Distance, Heat, InlinedBody, InlinedCode, Piece, Pieces, Relocation, RelocationTarget,
    Traffic, TrapSite,
};
use crate::plan::{Part, Plan, Symbol};
use crate::profile::Counted;

/// The relocations that the code generators of the targets make; a function with another one is not
/// kept.
const RELOCS: [Reloc; 11] = [
    Reloc::Abs4,
    Reloc::Abs8,
    Reloc::X86PCRel4,
    Reloc::X86CallPCRel4,
    Reloc::X86CallPLTRel4,
    Reloc::Arm64Call,
    Reloc::Aarch64AdrPrelPgHi21,
    Reloc::Aarch64AddAbsLo12Nc,
    Reloc::RiscvCallPlt,
    Reloc::RiscvPCRelHi20,
    Reloc::RiscvPCRelLo12I,
];

/// Stands for the lack of a number.
const NONE: u32 = u32::MAX;

/// The bytes; none if the function cannot be kept.
pub(super) fn encode(function: &CompiledFunction, plan: &Plan<'_>, index: u32) -> Option<Vec<u8>> {
    let own = encode_part(function, plan, index)?;
    let slow = match &function.slow {
        Some(slow) => encode_part(slow, plan, index)?,
        None => Vec::new(),
    };
    Some([&(own.len() as u32).to_le_bytes()[..], &own, &slow].concat())
}

fn encode_part(function: &CompiledFunction, plan: &Plan<'_>, index: u32) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(function.code.len() + 64);
    let mut put = |numbers: &[u32]| out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    put(&[function.alignment, function.relocations.len() as u32]);
    for relocation in &function.relocations {
        let kind = RELOCS.iter().position(|kind| *kind == relocation.kind)? as u32;
        let [low, high] = halves(relocation.addend as u64);
        let (sort, first, second) = target(&relocation.target);
        put(&[relocation.offset, kind, low, high, sort, first, second]);
    }
    put(&[function.inlined.bodies.len() as u32]);
    for body in &function.inlined.bodies {
        put(&[body.caller.unwrap_or(NONE), body.function]);
    }
    put(&[function.inlined.changes.len() as u32]);
    for (offset, body) in &function.inlined.changes {
        put(&[*offset, body.unwrap_or(NONE)]);
    }
    put(&[function.trap_sites.len() as u32]);
    for site in &function.trap_sites {
        let start = body_start(plan, index, &function.inlined, site.code_offset);
        let from_start = site.wasm_offset.checked_sub(start).unwrap_or(NONE);
        put(&[site.code_offset, from_start, site.kind as u32]);
    }
    put(&[function.loops.len() as u32]);
    for range in &function.loops {
        put(&[range.start, range.end]);
    }
    put(&profiled(function));
    out.extend(&function.code);
    Some(out)
}

/// What a profile made known of a function, or what is counted in it.
fn profiled(function: &CompiledFunction) -> Vec<u32> {
    let mut out = vec![function.heat as u32, function.counted.is_some().into()];
    if let Some(Counted { counters, shape, name }) = function.counted {
        out.extend([[counters, 0], halves(shape), halves(name)].concat());
    }
    out.push(function.traffic.is_some().into());
    if let Some(Traffic { executed, calls }) = &function.traffic {
        out.extend(halves(*executed));
        out.push(calls.len() as u32);
        for (symbol, times) in calls {
            let UserExternalName { namespace, index } = symbol.external_name();
            out.extend([[namespace, index], halves(*times)].concat());
        }
    }
    out.push(function.pieces.is_some().into());
    if let Some(Pieces { list, end, distances }) = &function.pieces {
        out.extend([*end, list.len() as u32, distances.len() as u32]);
        let pieces = list.iter().map(|piece| [piece.start, piece.heat as u32, piece.continues.into()]);
        out.extend(pieces.flatten());
        out.extend(distances.iter().flat_map(|distance| [distance.field, distance.from, distance.to]));
    }
    out
}

/// The function of these bytes, which `encode` made.
pub(super) fn decode(bytes: &[u8], plan: &Plan<'_>, index: u32) -> Option<CompiledFunction> {
    let mut numbers = Numbers { rest: bytes };
    let (own, slow) = numbers.next().and_then(|len| numbers.rest.split_at_checked(len as usize))?;
    let mut function = decode_part(own, plan, Symbol::Function(index), index)?;
    if !slow.is_empty() {
        let slow = decode_part(slow, plan, Symbol::Part(index, Part::Slow), index)?;
        function.slow = Some(Box::new(slow));
    }
    Some(function)
}

fn decode_part(bytes: &[u8], plan: &Plan<'_>, symbol: Symbol, index: u32) -> Option<CompiledFunction> {
    let mut numbers = Numbers { rest: bytes };
    let alignment = numbers.next()?;
    let mut relocations = Vec::new();
    for _ in 0..numbers.next()? {
        let [offset, kind, low, high, sort, first, second] = numbers.array()?;
        relocations.push(Relocation {
            offset,
            kind: *RELOCS.get(kind as usize)?,
            addend: whole([low, high]) as i64,
            target: target_of(sort, first, second)?,
        });
    }
    let some = |number: u32| (number != NONE).then_some(number);
    let mut inlined = InlinedCode::default();
    for _ in 0..numbers.next()? {
        let [caller, function] = numbers.array()?;
        inlined.bodies.push(InlinedBody { caller: some(caller), function });
    }
    for _ in 0..numbers.next()? {
        let [offset, body] = numbers.array()?;
        inlined.changes.push((offset, some(body)));
    }
    let mut trap_sites = Vec::new();
    for _ in 0..numbers.next()? {
        let [code_offset, from_start, kind] = numbers.array()?;
        let start = body_start(plan, index, &inlined, code_offset);
        let wasm_offset = some(from_start).map_or(0, |from_start| start + from_start);
        let kind = TrapKind::from_number(u8::try_from(kind).ok()?)?;
        trap_sites.push(TrapSite { code_offset, wasm_offset, kind });
    }
    let mut loops = Vec::new();
    for _ in 0..numbers.next()? {
        let [start, end] = numbers.array()?;
        loops.push(start..end);
    }
    let mut function = CompiledFunction {
        alignment,
        relocations,
        trap_sites,
        inlined,
        loops,
        ..CompiledFunction::new(symbol, Vec::new())
    };
    set_profiled(&mut numbers, &mut function)?;
    function.code = numbers.rest.to_vec();
    Some(function)
}

/// Reads what `profiled` made.
fn set_profiled(numbers: &mut Numbers<'_>, function: &mut CompiledFunction) -> Option<()> {
    function.heat = heat(numbers.next()?)?;
    if numbers.next()? != 0 {
        let [counters, _, shape @ .., a, b] = numbers.array::<6>()?;
        function.counted = Some(Counted { counters, shape: whole(shape), name: whole([a, b]) });
    }
    if numbers.next()? != 0 {
        let executed = whole(numbers.array()?);
        let mut calls = Vec::new();
        for _ in 0..numbers.next()? {
            let [namespace, index, low, high] = numbers.array()?;
            let name = UserExternalName { namespace, index };
            calls.push((Symbol::from_external_name(&name), whole([low, high])));
        }
        function.traffic = Some(Traffic { executed, calls });
    }
    if numbers.next()? != 0 {
        let [end, pieces, distances] = numbers.array()?;
        let mut all = Pieces { list: Vec::new(), end, distances: Vec::new() };
        for _ in 0..pieces {
            let [start, of_piece, continues] = numbers.array()?;
            all.list.push(Piece { start, heat: heat(of_piece)?, continues: continues != 0 });
        }
        for _ in 0..distances {
            let [field, from, to] = numbers.array()?;
            all.distances.push(Distance { field, from, to });
        }
        function.pieces = Some(all);
    }
    Some(())
}

fn heat(number: u32) -> Option<Heat> {
    Heat::ALL.get(number as usize).copied()
}

/// The low and the high half of a number.
fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

fn whole([low, high]: [u32; 2]) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// Where the body starts that the instruction at this offset of the code is from.
fn body_start(plan: &Plan<'_>, index: u32, inlined: &InlinedCode, code_offset: u32) -> u32 {
    let after = inlined.changes.partition_point(|(start, _)| *start <= code_offset);
    let body = after.checked_sub(1).and_then(|last| inlined.changes[last].1);
    let function = body.map_or(index, |body| inlined.bodies[body as usize].function);
    plan.body(&plan.functions[function as usize]).code.range().start as u32
}

const SYMBOL: u32 = 0;
const OWN: u32 = 1;
const LIBCALL: u32 = 2;

fn target(target: &RelocationTarget) -> (u32, u32, u32) {
    match target {
        RelocationTarget::Symbol(symbol) => {
            let UserExternalName { namespace, index } = symbol.external_name();
            (SYMBOL, namespace, index)
        }
        RelocationTarget::Own(offset) => (OWN, *offset, 0),
        RelocationTarget::LibCall(libcall) => (LIBCALL, *libcall as u32, 0),
    }
}

fn target_of(sort: u32, first: u32, second: u32) -> Option<RelocationTarget> {
    Some(match sort {
        SYMBOL => {
            let name = UserExternalName { namespace: first, index: second };
            RelocationTarget::Symbol(Symbol::from_external_name(&name))
        }
        OWN => RelocationTarget::Own(first),
        LIBCALL => {
            let mut all = LibCall::all_libcalls().iter();
            RelocationTarget::LibCall(*all.find(|libcall| **libcall as u32 == first)?)
        }
        _ => return None,
    })
}

/// Numbers of four bytes, from the front of what is left.
struct Numbers<'b> {
    rest: &'b [u8],
}

impl Numbers<'_> {
    fn next(&mut self) -> Option<u32> {
        let (first, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(u32::from_le_bytes(*first))
    }

    fn array<const N: usize>(&mut self) -> Option<[u32; N]> {
        let mut numbers = [0; N];
        for number in &mut numbers {
            *number = self.next()?;
        }
        Some(numbers)
    }
}
