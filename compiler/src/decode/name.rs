//! Names of functions: from the name section, else from exports and imports.

use std::collections::HashMap;

use wasmparser::{BinaryReader, Name, NameSectionReader};

/// What functions are called.
#[derive(Default)]
pub struct Names<'a> {
    functions: HashMap<u32, &'a str>,
}

impl<'a> Names<'a> {
    /// Takes the function names of a `name` section; what is malformed in it is left out, as the
    /// specification says custom sections must not make a module invalid.
    pub(super) fn read_section(&mut self, reader: BinaryReader<'a>) {
        for subsection in NameSectionReader::new(reader) {
            let Ok(Name::Function(names)) = subsection else { continue };
            for naming in names.into_iter().map_while(Result::ok) {
                if !naming.name.is_empty() {
                    self.functions.insert(naming.index, naming.name);
                }
            }
        }
    }

    /// Names a function after an export or import, where it has no name yet.
    pub(super) fn suggest(&mut self, index: u32, name: &'a str) {
        self.functions.entry(index).or_insert(name);
    }

    /// The name as the compiler that made the module wrote it.
    pub fn symbol(&self, index: u32) -> Option<&'a str> {
        self.functions.get(&index).copied()
    }

    /// The name as a person knows it: demangled, on one line, or `func[INDEX]`.
    pub fn function(&self, index: u32) -> String {
        match self.symbol(index) {
            Some(name) => printable(&demangle(name)),
            None => format!("func[{index}]"),
        }
    }
}

/// Text that may come from anyone, for a line that a person reads: what would end the line, move a terminal's cursor
/// or reorder its text is escaped.
pub fn printable(name: &str) -> String {
    let reorders =
        |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            c if c.is_control() || reorders(c) => text.extend(c.escape_default()),
            c => text.push(c),
        }
    }
    text
}

/// Such text of several lines, which stay lines.
pub fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

fn demangle(name: &str) -> String {
    if let Ok(rust) = rustc_demangle::try_demangle(name) {
        return format!("{rust:#}");
    }
    if name.starts_with("_Z") {
        let options = cpp_demangle::DemangleOptions::new().no_params().no_return_type();
        if let Some(text) = cpp_demangle::Symbol::new(name)
            .ok()
            .and_then(|symbol| symbol.demangle_with_options(&options).ok())
        {
            return text;
        }
    }
    name.to_string()
}

#[cfg(test)]
mod tests {
    use super::{demangle, printable};

    #[test]
    fn rust_and_cpp_names_are_demangled() {
        assert_eq!(demangle("_ZN4core3fmt5write17h0123456789abcdefE"), "core::fmt::write");
        assert_eq!(demangle("_ZNK5Shape4areaEd"), "Shape::area");
        assert_eq!(demangle("_Zzz"), "_Zzz");
        assert_eq!(demangle("main"), "main");
    }

    #[test]
    fn names_stay_on_their_line() {
        assert_eq!(printable("a\n\u{1b}[31m\u{202e}b"), "a\\n\\u{1b}[31m\\u{202e}b");
    }
}
