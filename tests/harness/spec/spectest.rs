//! The module `spectest` of the specification's tests, reduced to what a program imports of it: a
//! memory that nobody uses would take the place of the first.

use super::script::imports;

/// The items it may have.
const ITEMS: [(&str, &str); 13] = [
    ("global_i32", "(global (export \"global_i32\") i32 (i32.const 666))"),
    ("global_i64", "(global (export \"global_i64\") i64 (i64.const 666))"),
    ("global_f32", "(global (export \"global_f32\") f32 (f32.const 666.6))"),
    ("global_f64", "(global (export \"global_f64\") f64 (f64.const 666.6))"),
    ("table", "(table (export \"table\") 10 20 funcref)"),
    ("memory", "(memory (export \"memory\") 1 2)"),
    ("print", "(func (export \"print\"))"),
    ("print_i32", "(func (export \"print_i32\") (param i32))"),
    ("print_i64", "(func (export \"print_i64\") (param i64))"),
    ("print_f32", "(func (export \"print_f32\") (param f32))"),
    ("print_f64", "(func (export \"print_f64\") (param f64))"),
    ("print_i32_f32", "(func (export \"print_i32_f32\") (param i32 f32))"),
    ("print_f64_f64", "(func (export \"print_f64_f64\") (param f64 f64))"),
];

/// The name it is imported by.
pub const NAME: &str = "spectest";

/// The module, with what `modules` import of it; `None` when they import nothing.
pub fn module<'a>(modules: impl Iterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let imports: Vec<(String, String)> =
        modules.flat_map(imports).filter(|(module, _)| module == NAME).collect();
    if imports.is_empty() {
        return None;
    }
    let needed = |item: &&(&str, &str)| imports.iter().any(|(_, name)| name == item.0);
    let items: String = ITEMS.iter().filter(needed).map(|(_, text)| *text).collect();
    Some(wat::parse_str(format!("(module {items})")).expect("the items are well-formed"))
}
