//! `--cpu` text in, names of the code generator's settings to enable out.
//!
//! The text is a level (`generic`, `native`, on x86-64 `x86-64-v3` and so on), single features
//! (`avx2`, `zba`), or a level and features, with commas between: `x86-64-v2,+avx`.

use cranelift_codegen::isa::lookup;
use cranelift_codegen::settings::SettingKind;
use target_lexicon::Architecture;

use super::Target;

/// Why `--cpu` text means nothing for a target.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Neither a level nor a feature.
    #[error("unknown processor or feature `{name}` for {target}; it accepts {accepted}")]
    Unknown {
        /// The word.
        name: String,
        /// The target's name.
        target: &'static str,
        /// All it accepts.
        accepted: String,
    },
    /// `native` describes another machine than the target's.
    #[error("`--cpu native` is for this machine, and {target} is another; name a level or features")]
    NotNative {
        /// The target's name.
        target: &'static str,
    },
}

/// The levels of the x86-64 psABI, each with what it adds to the one before, as far as the code
/// generator has a setting for it.
const X86_64_LEVELS: [(&str, &[&str]); 4] = [
    ("x86-64", &[]),
    ("x86-64-v2", &["has_cmpxchg16b", "has_popcnt", "has_sse3", "has_ssse3", "has_sse41", "has_sse42"]),
    ("x86-64-v3", &["has_avx", "has_avx2", "has_bmi1", "has_bmi2", "has_fma", "has_lzcnt"]),
    ("x86-64-v4", &["has_avx512f", "has_avx512dq", "has_avx512vl"]),
];

/// Settings that need others to be of use: the code generator assumes that the first implies the rest.
const IMPLIED: [(&str, &[&str]); 9] = [
    ("has_ssse3", &["has_sse3"]),
    ("has_sse41", &["has_sse3", "has_ssse3"]),
    ("has_sse42", &["has_sse3", "has_ssse3", "has_sse41"]),
    ("has_avx", &["has_sse3", "has_ssse3", "has_sse41", "has_sse42"]),
    ("has_avx2", &["has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_avx"]),
    ("has_fma", &["has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_avx"]),
    ("has_avx512f", &["has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_avx", "has_avx2", "has_fma"]),
    ("has_v", &["has_zvl32b", "has_zvl64b", "has_zvl128b"]),
    ("has_zcb", &["has_zca"]),
];

/// The settings to enable for `text`, sorted, each once.
pub fn flags(target: &Target, text: &str) -> Result<Vec<String>, Error> {
    let mut flags = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        if word == "native" {
            flags.extend(native(target)?);
        } else if let Some(level) = level(target, word) {
            flags.extend(level);
        } else {
            flags.extend(feature(target, word)?);
        }
    }
    flags.sort();
    flags.dedup();
    Ok(flags)
}

/// The levels a target accepts.
pub fn levels(target: &Target) -> Vec<&'static str> {
    let mut levels = vec!["generic"];
    if target.triple.architecture == Architecture::X86_64 {
        levels.extend(X86_64_LEVELS.iter().map(|&(name, _)| name));
    }
    if target.is_host() {
        levels.push("native");
    }
    levels
}

/// The features a target accepts, each with what it means.
pub fn features(target: &Target) -> Vec<(&'static str, &'static str)> {
    let isa = lookup(target.triple.clone()).expect("every target's ISA is compiled in");
    let settings =
        isa.iter().filter(|setting| matches!(setting.kind, SettingKind::Bool | SettingKind::Preset));
    let mut features: Vec<_> = settings
        .filter_map(|setting| Some((setting.name.strip_prefix("has_")?, setting.description)))
        .collect();
    features.sort_unstable();
    features
}

fn level(target: &Target, word: &str) -> Option<Vec<String>> {
    if word == "generic" {
        return Some(Vec::new());
    }
    if target.triple.architecture != Architecture::X86_64 {
        return None;
    }
    let index = X86_64_LEVELS.iter().position(|&(name, _)| name == word)?;
    let settings = X86_64_LEVELS[..=index].iter().flat_map(|&(_, adds)| adds);
    Some(settings.map(|&setting| setting.to_owned()).collect())
}

fn feature(target: &Target, word: &str) -> Result<Vec<String>, Error> {
    let name = word.strip_prefix('+').unwrap_or(word).to_ascii_lowercase().replace(['.', '-'], "");
    let features = features(target);
    if !features.iter().any(|&(known, _)| known == name) {
        let names = levels(target).into_iter().chain(features.iter().map(|&(name, _)| name));
        let accepted = names.collect::<Vec<_>>().join(", ");
        return Err(Error::Unknown { name: word.to_owned(), target: target.name, accepted });
    }
    let setting = format!("has_{name}");
    let implied = IMPLIED.iter().find(|&&(name, _)| name == setting).map_or(&[][..], |&(_, implied)| implied);
    Ok(implied.iter().map(|&setting| setting.to_owned()).chain([setting]).collect())
}

/// What the processor of this machine has. Only x86-64 has a way to ask it without `unsafe` that
/// covers all settings; elsewhere `native` means no more than the target's baseline.
fn native(target: &Target) -> Result<Vec<String>, Error> {
    if !target.is_host() {
        return Err(Error::NotNative { target: target.name });
    }
    Ok(detected().into_iter().filter(|&(_, has)| has).map(|(setting, _)| setting.to_owned()).collect())
}

#[cfg(target_arch = "x86_64")]
fn detected() -> Vec<(&'static str, bool)> {
    use std::is_x86_feature_detected as detected;
    vec![
        ("has_cmpxchg16b", detected!("cmpxchg16b")),
        ("has_sse3", detected!("sse3")),
        ("has_ssse3", detected!("ssse3")),
        ("has_sse41", detected!("sse4.1")),
        ("has_sse42", detected!("sse4.2")),
        ("has_popcnt", detected!("popcnt")),
        ("has_avx", detected!("avx")),
        ("has_avx2", detected!("avx2")),
        ("has_fma", detected!("fma")),
        ("has_bmi1", detected!("bmi1")),
        ("has_bmi2", detected!("bmi2")),
        ("has_lzcnt", detected!("lzcnt")),
        ("has_avx_vnni", detected!("avxvnni")),
        ("has_avx512bitalg", detected!("avx512bitalg")),
        ("has_avx512dq", detected!("avx512dq")),
        ("has_avx512f", detected!("avx512f")),
        ("has_avx512vbmi", detected!("avx512vbmi")),
        ("has_avx512vl", detected!("avx512vl")),
        ("has_avx512vnni", detected!("avx512vnni")),
    ]
}

#[cfg(target_arch = "aarch64")]
fn detected() -> Vec<(&'static str, bool)> {
    use std::arch::is_aarch64_feature_detected as detected;
    vec![
        ("has_lse", detected!("lse")),
        ("has_pauth", detected!("paca")),
        ("has_fp16", detected!("fp16")),
        ("has_dotprod", detected!("dotprod")),
        ("has_i8mm", detected!("i8mm")),
    ]
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn detected() -> Vec<(&'static str, bool)> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::{X86_64_LEVELS, features, flags};
    use crate::target::find;

    fn of(target: &str, text: &str) -> Vec<String> {
        flags(find(target).unwrap(), text).unwrap()
    }

    #[test]
    fn a_level_holds_the_levels_below() {
        let v3 = of("x86_64-linux", "x86-64-v3");
        assert!(of("x86_64-linux", "x86-64-v2").iter().all(|flag| v3.contains(flag)));
        assert!(v3.contains(&"has_avx2".to_owned()));
        assert_eq!(of("x86_64-linux", "x86-64"), Vec::<String>::new());
    }

    #[test]
    fn features_are_accepted_in_the_usual_spellings() {
        assert_eq!(of("riscv64-linux", "generic,+zba,Zbb"), ["has_zba", "has_zbb"]);
        assert_eq!(of("x86_64-linux", "sse4.1"), ["has_sse3", "has_sse41", "has_ssse3"]);
        assert_eq!(of("aarch64-linux", "lse"), ["has_lse"]);
    }

    #[test]
    fn an_unknown_feature_lists_those_there_are() {
        let error = flags(find("aarch64-linux").unwrap(), "avx").unwrap_err().to_string();
        assert!(
            error.starts_with("unknown processor or feature `avx` for aarch64-linux; it accepts generic, "),
            "{error}"
        );
        assert!(error.contains("lse"), "{error}");
        assert!(flags(find("aarch64-linux").unwrap(), "x86-64-v2").is_err());
    }

    #[test]
    fn the_settings_of_the_tables_exist() {
        let known: Vec<&str> = ["x86_64-linux", "aarch64-linux", "riscv64-linux"]
            .iter()
            .flat_map(|name| features(find(name).unwrap()))
            .map(|(name, _)| name)
            .collect();
        let used = X86_64_LEVELS.iter().flat_map(|(_, adds)| *adds);
        let implied = super::IMPLIED.iter().flat_map(|(name, implied)| implied.iter().chain([name]));
        for name in used.chain(implied) {
            assert!(known.contains(&name.strip_prefix("has_").unwrap()), "{name}");
        }
    }
}
