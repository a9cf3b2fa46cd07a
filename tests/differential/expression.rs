//! Numbers in; out, types, and expressions of them, in the text format.

use crate::subject::Random;

/// Types of numbers.
const TYPES: [&str; 4] = ["i32", "i64", "f32", "f64"];

/// So many types.
pub fn types(random: &mut Random, least: usize, most: usize) -> Vec<&'static str> {
    (0..random.range(least, most)).map(|_| TYPES[random.below(4)]).collect()
}

/// A value of this type, of locals of these types. No NaN, whose bits would be seen.
pub fn value(random: &mut Random, ty: &str, locals: &[&str], depth: u32) -> String {
    let like: Vec<usize> = (0..locals.len()).filter(|local| locals[*local] == ty).collect();
    if depth == 0 || random.below(3) == 0 {
        if !like.is_empty() && random.below(4) > 0 {
            return format!("(local.get {})", like[random.below(like.len())]);
        }
        return match ty {
            "i32" => format!("(i32.const {})", random.next() as i32),
            "i64" => format!("(i64.const {})", random.next() as i64),
            _ => format!("({ty}.const {})", f64::from(random.next() as i32) / 8.0),
        };
    }
    let (way, operation) = (random.below(4), ["add", "sub", "mul", "xor", "rotl", "shr_u"][random.below(6)]);
    let mut of = |ty: &str| value(random, ty, locals, depth - 1);
    match (ty, way) {
        ("i32", 0) => format!("(i32.wrap_i64 {})", of("i64")),
        ("i32", 1) => format!("(i64.lt_u {} {})", of("i64"), of("i64")),
        ("i32", 2) => format!("(i32.load (i32.and {} (i32.const 1020)))", of("i32")),
        ("i64", 0) => format!("(i64.extend_i32_s {})", of("i32")),
        ("i64", 1) => format!("(i64.extend_i32_u {})", of("i32")),
        ("i64", 2) => format!("(select {} {} {})", of("i64"), of("i64"), of("i32")),
        ("f32", 0) => format!("(f32.demote_f64 {})", of("f64")),
        ("f32", _) => format!("(f32.convert_i32_s {})", of("i32")),
        ("f64", 0) => format!("(f64.promote_f32 {})", of("f32")),
        ("f64", _) => format!("(f64.convert_i64_u {})", of("i64")),
        _ => format!("({ty}.{operation} {} {})", of(ty), of(ty)),
    }
}
