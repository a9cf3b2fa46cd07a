//! Structured control: blocks, branches and returns.

use std::rc::Rc;

use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, Value};
use wasmparser::{BlockType, FuncType, Operator, ValType};

use super::asyncify::FirstHalf;
use super::bounds::Mark;
use super::dispatch::{self, Case, Dispatch};
use super::{FuncCx, ResultsPlace, asyncify, branch_table, signature, trap};

/// An entry of the control stack.
pub(super) struct Frame<'p> {
    kind: Kind,
    /// Operands below this construct and its parameters.
    pub height: usize,
    /// Types of its parameters.
    params: Vec<ValType>,
    /// Types of its results.
    results: Vec<ValType>,
    /// The code after it, with its results as parameters. A loop has none: it only falls through.
    pub next: Option<Block>,
    /// Whether anything jumps to `next`, other than as a case.
    pub next_reached: bool,
    /// What was known of bounds where it starts.
    pub checked: Mark,
    /// The case that `next` is: then it is sealed where the loop of the cases ends.
    pub case: Option<Case>,
    /// How it begins, for a loop that begins with a switch.
    pub dispatch: Option<Rc<Dispatch<'p>>>,
}

enum Kind {
    Function,
    Block,
    /// A body that takes a call's place.
    Inlined,
    Loop {
        header: Block,
    },
    /// An `if`, of which `else` was not met yet.
    If {
        otherwise: Otherwise,
        params: Vec<Value>,
    },
    /// The second half of an `if`.
    Else,
    /// Entered in code that cannot be reached.
    Unreachable,
}

/// Where an `if` goes on when its condition does not hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Otherwise {
    /// With a block.
    Block(Block),
    /// In the block before it: the condition never holds.
    Before,
    /// Nowhere: the condition always holds.
    Never,
}

/// Opens the frame of a body that takes a call's place.
pub(super) fn enter_inlined(cx: &mut FuncCx<'_, '_>, ty: &FuncType) {
    let next = block_with_params(cx, ty.results());
    push_frame(cx, Kind::Inlined, Vec::new(), ty.results().to_vec(), Some(next));
}

/// Opens the function's own frame.
pub(super) fn enter_function(cx: &mut FuncCx<'_, '_>, ty: &FuncType) {
    let next = block_with_params(cx, ty.results());
    push_frame(cx, Kind::Function, Vec::new(), ty.results().to_vec(), Some(next));
}

/// Translates a control operator; whether it was one. Called for unreachable code too.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match operator {
        Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } if !cx.reachable => {
            push_frame(cx, Kind::Unreachable, Vec::new(), Vec::new(), None);
        }
        Operator::Else => begin_else(cx),
        Operator::End => end(cx),
        _ if !cx.reachable => return false,
        Operator::Unreachable => trap(cx, TrapKind::Unreachable),
        Operator::Nop => {}
        Operator::Block { blockty } => {
            let (params, results) = block_types(cx, *blockty);
            let next = block_with_params(cx, &results);
            push_frame(cx, Kind::Block, params, results, Some(next));
        }
        Operator::Loop { blockty } => begin_loop(cx, *blockty),
        Operator::If { blockty } => begin_if(cx, *blockty),
        Operator::Br { relative_depth } => branch(cx, *relative_depth),
        Operator::BrIf { relative_depth } => {
            let condition = cx.pop();
            branch_if(cx, condition, *relative_depth);
        }
        Operator::BrOnNull { relative_depth } => {
            let reference = cx.pop();
            let is_null = cx.builder.ins().icmp_imm_s(IntCC::Equal, reference, 0);
            branch_if(cx, is_null, *relative_depth);
            cx.push(reference);
        }
        Operator::BrOnNonNull { relative_depth } => {
            // The reference goes along.
            let reference = *cx.operands.last().expect("the validator checked the operand stack");
            branch_if(cx, reference, *relative_depth);
            cx.pop();
        }
        Operator::BrTable { targets } => branch_table::translate(cx, targets),
        Operator::Return => {
            return_top(cx);
            cx.reachable = false;
        }
        _ => return false,
    }
    true
}

/// Branches in any case.
fn branch(cx: &mut FuncCx<'_, '_>, depth: u32) {
    match dispatch::shortcut(cx, depth).or_else(|| dispatch::copy(cx, depth)) {
        Some(shortcut) => shortcut.take(cx),
        None => jump_to(cx, depth),
    }
    cx.reachable = false;
}

/// Branches if `condition` is not zero, and goes on otherwise.
fn branch_if(cx: &mut FuncCx<'_, '_>, condition: Value, depth: u32) {
    match asyncify::outcome(cx, condition) {
        Some(true) => return branch(cx, depth),
        Some(false) => return,
        None => {}
    }
    let fallthrough = cx.builder.create_block();
    let shortcut = dispatch::shortcut(cx, depth);
    if shortcut.is_some() || cx.is_likely == Some(false) {
        let way = cx.builder.create_block();
        cx.builder.ins().brif(condition, way, &[], fallthrough, &[]);
        set_cold_by_hint(cx, way, fallthrough);
        cx.builder.switch_to_block(way);
        cx.builder.seal_block(way);
        match shortcut {
            Some(shortcut) => shortcut.take(cx),
            None => jump_to(cx, depth),
        }
    } else {
        let (target, arity) = branch_target(cx, depth);
        let args = top_arguments(cx, arity);
        cx.builder.ins().brif(condition, target, &args, fallthrough, &[]);
        set_cold_by_hint(cx, target, fallthrough);
    }
    cx.builder.switch_to_block(fallthrough);
    cx.builder.seal_block(fallthrough);
}

/// Notes which of the blocks that a branch leads to is seldom entered: the second one if its condition is likely not
/// zero.
fn set_cold_by_hint(cx: &mut FuncCx<'_, '_>, then: Block, otherwise: Block) {
    if let Some(is_likely) = cx.is_likely {
        cx.builder.set_cold_block(if is_likely { otherwise } else { then });
    }
}

fn begin_loop(cx: &mut FuncCx<'_, '_>, ty: BlockType) {
    let (params, results) = block_types(cx, ty);
    let header = block_with_params(cx, &params);
    let args = top_arguments(cx, params.len());
    cx.builder.ins().jump(header, &args);
    cx.builder.switch_to_block(header);
    let height = cx.operands.len() - params.len();
    cx.operands.truncate(height);
    cx.operands.extend_from_slice(cx.builder.block_params(header));
    asyncify::enter_loop(cx);
    push_frame(cx, Kind::Loop { header }, params, results, None);
}

fn begin_if(cx: &mut FuncCx<'_, '_>, ty: BlockType) {
    let condition = cx.pop();
    let (params, results) = block_types(cx, ty);
    let holds = asyncify::outcome(cx, condition);
    let first_half = asyncify::first_half(cx, holds);
    let otherwise = match (first_half, holds) {
        (FirstHalf::Own, Some(true)) => Otherwise::Never,
        (FirstHalf::Own, Some(false)) => {
            cx.reachable = false;
            Otherwise::Before
        }
        _ => begin_first_half(cx, condition, holds, first_half),
    };
    let values = cx.operands[cx.operands.len() - params.len()..].to_vec();
    let next = block_with_params(cx, &results);
    push_frame(cx, Kind::If { otherwise, params: values }, params, results, Some(next));
}

/// Begins the first half with a block of its own.
fn begin_first_half(
    cx: &mut FuncCx<'_, '_>,
    condition: Value,
    holds: Option<bool>,
    first_half: FirstHalf,
) -> Otherwise {
    let then = match first_half {
        FirstHalf::Own => cx.builder.create_block(),
        FirstHalf::Shared(block) | FirstHalf::Translated(block) => block,
    };
    let otherwise = match holds {
        Some(true) => {
            cx.builder.ins().jump(then, &[]);
            Otherwise::Never
        }
        _ => {
            let otherwise = cx.builder.create_block();
            match holds {
                None => {
                    cx.builder.ins().brif(condition, then, &[], otherwise, &[]);
                    if first_half == FirstHalf::Own {
                        set_cold_by_hint(cx, then, otherwise);
                    }
                }
                _ => {
                    cx.builder.ins().jump(otherwise, &[]);
                }
            }
            cx.builder.seal_block(otherwise);
            Otherwise::Block(otherwise)
        }
    };
    match first_half {
        FirstHalf::Own => cx.builder.seal_block(then),
        FirstHalf::Shared(_) => {}
        FirstHalf::Translated(_) => {
            cx.reachable = false;
            return otherwise;
        }
    }
    cx.builder.switch_to_block(then);
    otherwise
}

fn begin_else(cx: &mut FuncCx<'_, '_>) {
    if matches!(top(cx).kind, Kind::Unreachable) {
        return;
    }
    if cx.reachable {
        jump_to(cx, 0);
    }
    let frame = top(cx);
    let height = frame.height;
    let Kind::If { otherwise, params } = std::mem::replace(&mut frame.kind, Kind::Else) else {
        unreachable!("the validator checked that `else` follows `if`")
    };
    let checked = frame.checked;
    cx.checked.forget_since(checked);
    cx.operands.truncate(height);
    cx.operands.extend(params);
    cx.reachable = otherwise != Otherwise::Never;
    if let Otherwise::Block(otherwise) = otherwise {
        cx.builder.switch_to_block(otherwise);
    }
}

fn end(cx: &mut FuncCx<'_, '_>) {
    match &top(cx).kind {
        Kind::Unreachable => {
            cx.frames.pop();
        }
        Kind::Loop { header } => {
            let header = *header;
            cx.builder.seal_block(header);
            let frame = cx.frames.pop().expect("`end` closes a frame");
            if let Some(dispatch) = frame.dispatch {
                dispatch.end(cx);
            }
        }
        Kind::If { otherwise: Otherwise::Block(_) | Otherwise::Before, .. } => {
            begin_else(cx);
            end_block(cx);
        }
        Kind::If { otherwise: Otherwise::Never, .. } | Kind::Block | Kind::Else | Kind::Inlined => {
            end_block(cx)
        }
        Kind::Function => end_function(cx),
    }
}

/// Joins what falls through with what branched to the end.
fn end_block(cx: &mut FuncCx<'_, '_>) {
    let frame = top(cx);
    let is_joined = frame.next_reached || frame.case.is_some();
    if !is_joined && !matches!(frame.kind, Kind::Inlined) && cx.reachable {
        // Nothing else leads here: it goes on in its block, with the same operands.
        cx.frames.pop();
        return;
    }
    if cx.reachable {
        jump_to(cx, 0);
    }
    let frame = cx.frames.pop().expect("`end` closes a frame");
    cx.operands.truncate(frame.height);
    cx.checked.forget_since(frame.checked);
    cx.reachable = frame.next_reached || frame.case.is_some();
    if cx.reachable {
        let next = frame.next.expect("only a loop has no code after it");
        cx.builder.switch_to_block(next);
        cx.operands.extend_from_slice(cx.builder.block_params(next));
        match frame.case {
            Some(case) => case.enter(cx, frame.next_reached),
            None => cx.builder.seal_block(next),
        }
    }
}

fn end_function(cx: &mut FuncCx<'_, '_>) {
    let branched = top(cx).next_reached;
    if branched {
        end_block(cx);
    }
    if cx.reachable {
        return_top(cx);
        cx.reachable = false;
    }
}

/// Returns the topmost operands.
pub(super) fn return_top(cx: &mut FuncCx<'_, '_>) {
    if let ResultsPlace::Frame(index) = cx.results {
        jump_to(cx, (cx.frames.len() - 1 - index) as u32);
        return;
    }
    let types = cx.ty.results();
    let results = &cx.operands[cx.operands.len() - types.len()..];
    signature::return_results(&mut cx.builder, cx.results, types, results);
}

/// The block that a branch of this depth goes to, and how many operands go along.
pub(super) fn branch_target(cx: &mut FuncCx<'_, '_>, depth: u32) -> (Block, usize) {
    let index = cx.frames.len() - 1 - depth as usize;
    let frame = &mut cx.frames[index];
    if let Kind::Loop { header } = frame.kind {
        return (header, frame.params.len());
    }
    frame.next_reached = true;
    (frame.next.expect("only a loop has no code after it"), frame.results.len())
}

/// Branches with the topmost operands, as many as the target takes.
fn jump_to(cx: &mut FuncCx<'_, '_>, depth: u32) {
    let (target, arity) = branch_target(cx, depth);
    let args = top_arguments(cx, arity);
    cx.builder.ins().jump(target, &args);
}

/// The topmost operands, as arguments of a branch.
pub(super) fn top_arguments(cx: &FuncCx<'_, '_>, count: usize) -> Vec<BlockArg> {
    cx.operands[cx.operands.len() - count..].iter().copied().map(BlockArg::Value).collect()
}

fn push_frame(
    cx: &mut FuncCx<'_, '_>,
    kind: Kind,
    params: Vec<ValType>,
    results: Vec<ValType>,
    next: Option<Block>,
) {
    let height = cx.operands.len() - params.len();
    let checked = cx.checked.mark();
    cx.frames.push(Frame {
        kind,
        height,
        params,
        results,
        next,
        next_reached: false,
        checked,
        case: None,
        dispatch: None,
    });
}

fn top<'c, 'p>(cx: &'c mut FuncCx<'p, '_>) -> &'c mut Frame<'p> {
    cx.frames.last_mut().expect("the validator checked the control stack")
}

fn block_with_params(cx: &mut FuncCx<'_, '_>, params: &[ValType]) -> Block {
    let block = cx.builder.create_block();
    for ty in params {
        cx.builder.append_block_param(block, cx.lowering.value(*ty));
    }
    block
}

fn block_types(cx: &FuncCx<'_, '_>, ty: BlockType) -> (Vec<ValType>, Vec<ValType>) {
    match ty {
        BlockType::Empty => (Vec::new(), Vec::new()),
        BlockType::Type(result) => (Vec::new(), vec![result]),
        BlockType::FuncType(index) => {
            let ty = &cx.module.types[index as usize];
            (ty.params().to_vec(), ty.results().to_vec())
        }
    }
}
