//! A function body in, whether it multiplies 128-bit integers out: `__multi3`, which compilers add
//! to a module because WebAssembly has no such instruction.
//!
//! A body is recognised when it computes the same expressions as a known one and stores them in the
//! same order, so that what replaces it has the same effects to the last trap; its name means
//! nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use wasmparser::{FuncType, FunctionBody, Operator, Parser, Payload, ValType};

/// Known bodies.
const KNOWN: [&str; 2] = [include_str!("c.wat"), include_str!("rust.wat")];

/// Bytes of a body beyond which it is no candidate.
const LONGEST: usize = 256;

/// Which half of its result the function stores first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoreOrder {
    /// The half at the lower address.
    LowFirst,
    /// The half at the higher address.
    HighFirst,
}

/// Whether the function stores, at the address in its first parameter, the low 128 bits of the
/// product of two 128-bit integers, each given as low and high half.
pub(super) fn recognise(ty: &FuncType, body: &FunctionBody<'_>) -> Option<StoreOrder> {
    use ValType::{I32, I64};
    let is_candidate = ty.params() == [I32, I64, I64, I64, I64]
        && ty.results().is_empty()
        && body.as_bytes().len() <= LONGEST;
    if !is_candidate {
        return None;
    }
    let Known { expressions, effects } = &*KNOWN_EFFECTS;
    let found = stores(body, &mut expressions.clone())?;
    let known = effects.iter().find(|known| **known == found)?;
    Some(if known[0].0 == 0 { StoreOrder::LowFirst } else { StoreOrder::HighFirst })
}

/// Stores of 64 bits to the first parameter plus an offset, in order: offset and expression.
type Effects = Vec<(u64, Expression)>;

struct Known {
    expressions: Expressions,
    effects: Vec<Effects>,
}

static KNOWN_EFFECTS: LazyLock<Known> = LazyLock::new(|| {
    let mut expressions = Expressions::default();
    let effects = KNOWN.iter().map(|text| {
        let bytes = wat::parse_str(text).expect("the known bodies are valid");
        let mut payloads = Parser::new(0).parse_all(&bytes);
        let body = payloads.find_map(|payload| match payload {
            Ok(Payload::CodeSectionEntry(body)) => Some(body),
            _ => None,
        });
        let body = body.expect("each known body is in a module of its own");
        stores(&body, &mut expressions).expect("the known bodies only compute and store")
    });
    let effects = effects.collect();
    Known { expressions, effects }
});

/// An expression, by its number: equal numbers are equal expressions.
type Expression = u32;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Param(u32),
    Const(u64),
    Add(Expression, Expression),
    Mul(Expression, Expression),
    And(Expression, Expression),
    Or(Expression, Expression),
    Shl(Expression, Expression),
    ShrU(Expression, Expression),
    LtU(Expression, Expression),
    ExtendU(Expression),
}

/// Expressions seen so far, each once.
#[derive(Clone, Default)]
struct Expressions(HashMap<Node, Expression>);

impl Expressions {
    fn number(&mut self, node: Node) -> Expression {
        let node = match node {
            Node::Add(x, y) => Node::Add(x.min(y), x.max(y)),
            Node::Mul(x, y) => Node::Mul(x.min(y), x.max(y)),
            Node::And(x, y) => Node::And(x.min(y), x.max(y)),
            Node::Or(x, y) => Node::Or(x.min(y), x.max(y)),
            node => node,
        };
        let next = self.0.len() as Expression;
        *self.0.entry(node).or_insert(next)
    }
}

/// What a body stores; `None` if it does anything else than compute and store.
fn stores(body: &FunctionBody<'_>, expressions: &mut Expressions) -> Option<Effects> {
    let mut locals: Vec<Expression> = (0..5).map(|param| expressions.number(Node::Param(param))).collect();
    for group in body.get_locals_reader().ok()? {
        let (count, _) = group.ok()?;
        let zero = expressions.number(Node::Const(0));
        locals.resize(
            locals.len().checked_add(usize::try_from(count).ok()?).filter(|len| *len <= LONGEST)?,
            zero,
        );
    }
    let target = locals[0];
    let mut stack = Vec::new();
    let mut effects = Effects::new();
    for operator in body.get_operators_reader().ok()? {
        let node = match operator.ok()? {
            Operator::LocalGet { local_index } => {
                stack.push(*locals.get(local_index as usize)?);
                continue;
            }
            Operator::LocalSet { local_index } => {
                *locals.get_mut(local_index as usize)? = stack.pop()?;
                continue;
            }
            Operator::LocalTee { local_index } => {
                *locals.get_mut(local_index as usize)? = *stack.last()?;
                continue;
            }
            Operator::I64Store { memarg } => {
                let value = stack.pop()?;
                if stack.pop()? != target || memarg.target != wasmparser::MemArgTarget::Memory(0) {
                    return None;
                }
                effects.push((memarg.offset, value));
                continue;
            }
            Operator::End => break,
            Operator::I64Const { value } => Node::Const(value as u64),
            Operator::I64ExtendI32U => Node::ExtendU(stack.pop()?),
            operator => binary(&operator, &mut stack)?,
        };
        stack.push(expressions.number(node));
    }
    Some(effects)
}

fn binary(operator: &Operator<'_>, stack: &mut Vec<Expression>) -> Option<Node> {
    let build = match operator {
        Operator::I64Add => Node::Add,
        Operator::I64Mul => Node::Mul,
        Operator::I64And => Node::And,
        Operator::I64Or => Node::Or,
        Operator::I64Shl => Node::Shl,
        Operator::I64ShrU => Node::ShrU,
        Operator::I64LtU => Node::LtU,
        _ => return None,
    };
    let right = stack.pop()?;
    Some(build(stack.pop()?, right))
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, StoreOrder, recognise};
    use wasmparser::{FuncType, Parser, Payload, ValType};

    fn recognised(text: &str) -> Option<StoreOrder> {
        let bytes = wat::parse_str(text).unwrap();
        let body = Parser::new(0).parse_all(&bytes).find_map(|payload| match payload.unwrap() {
            Payload::CodeSectionEntry(body) => Some(body),
            _ => None,
        });
        let ty = FuncType::new([ValType::I32, ValType::I64, ValType::I64, ValType::I64, ValType::I64], []);
        recognise(&ty, &body.unwrap())
    }

    #[test]
    fn known_bodies_are_recognised() {
        assert_eq!(KNOWN.map(recognised), [Some(StoreOrder::HighFirst), Some(StoreOrder::LowFirst)]);
    }

    #[test]
    fn locals_and_the_order_of_factors_do_not_matter() {
        let other = KNOWN[0].replace("local.get 4 local.get 1 i64.mul", "local.get 1 local.get 4 i64.mul");
        assert_ne!(other, KNOWN[0]);
        assert_eq!(recognised(&other), Some(StoreOrder::HighFirst));
    }

    #[test]
    fn another_computation_is_not_recognised() {
        for (from, to) in [
            ("local.get 2 local.get 3 i64.mul", "local.get 2 local.get 1 i64.mul"),
            ("i64.store offset=8", "i64.store offset=16"),
            ("i64.const 32 i64.shl", "i64.const 31 i64.shl"),
            ("i64.or", "i64.and"),
        ] {
            let other = KNOWN[0].replacen(from, to, 1);
            assert_ne!(other, KNOWN[0]);
            assert_eq!(recognised(&other), None, "{from} -> {to}");
        }
    }
}
