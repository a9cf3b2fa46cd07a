//! Keys and bytes in, one file out; and back, each entry only as it was written.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Key;
use crate::leftovers::Temporary;

/// How the file starts; another form of it starts otherwise.
const MAGIC: &[u8; 16] = b"ahead functions2";

/// After `MAGIC` comes the count of entries (8 bytes), then for each its key, the digest and the
/// length (8 bytes) of its bytes; then the bytes, in this order.
const ENTRY_LEN: usize = size_of::<Key>() + DIGEST_LEN + 8;

const DIGEST_LEN: usize = 32;

/// The entries of a file.
#[derive(Default)]
pub(super) struct Pack {
    bytes: Vec<u8>,
    entries: HashMap<Key, Entry>,
}

struct Entry {
    digest: [u8; DIGEST_LEN],
    range: Range<usize>,
}

impl Pack {
    /// Reads a file; none if there is none, or its list does not fit it.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let bytes = fs::read(path).ok()?;
        let rest = bytes.strip_prefix(MAGIC)?;
        let (count, list) = rest.split_first_chunk()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
        let list = list.get(..count.checked_mul(ENTRY_LEN)?)?;
        let mut start = MAGIC.len() + 8 + list.len();
        let mut entries = HashMap::with_capacity(count);
        for entry in list.chunks_exact(ENTRY_LEN) {
            let (key, rest) = entry.split_first_chunk()?;
            let (digest, len) = rest.split_first_chunk()?;
            let len = usize::try_from(u64::from_le_bytes(len.try_into().ok()?)).ok()?;
            let end = start.checked_add(len)?;
            entries.insert(*key, Entry { digest: *digest, range: start..end });
            start = end;
        }
        Some(Pack { bytes, entries })
    }

    /// The bytes of a key, as they were written.
    pub(super) fn find(&self, key: &Key) -> Option<&[u8]> {
        let entry = self.entries.get(key)?;
        let bytes = self.bytes.get(entry.range.clone())?;
        (digest(key, bytes) == entry.digest).then_some(bytes)
    }
}

/// Writes a file with these entries in the place of what is there.
pub(super) fn write(path: &Path, entries: &[(Key, Vec<u8>)]) -> io::Result<()> {
    let mut head = MAGIC.to_vec();
    head.extend((entries.len() as u64).to_le_bytes());
    for (key, bytes) in entries {
        head.extend(key);
        head.extend(digest(key, bytes));
        head.extend((bytes.len() as u64).to_le_bytes());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = Temporary::new(|| tempfile::Builder::new().prefix(".ahead-").tempfile_in(folder))?;
    let mut out = io::BufWriter::new(file.as_file_mut());
    out.write_all(&head)?;
    for (_, bytes) in entries {
        out.write_all(bytes)?;
    }
    out.flush()?;
    drop(out);
    file.keep(|file| file.persist(path).map_err(io::Error::from))?;
    Ok(())
}

/// Of the key as well: bytes that stand where another key says are not its own.
fn digest(key: &Key, bytes: &[u8]) -> [u8; DIGEST_LEN] {
    Sha256::new().chain_update(key).chain_update(bytes).finalize().into()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Pack, write};

    #[test]
    fn what_was_changed_is_not_found_and_the_rest_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/pack");
        let keys = [[1; 32], [2; 32]];
        write(&path, &[(keys[0], b"one".to_vec()), (keys[1], b"two".to_vec())]).unwrap();
        let whole = fs::read(&path).unwrap();
        let found = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            let pack = Pack::read(&path).unwrap_or_default();
            keys.map(|key| pack.find(&key).map(<[u8]>::to_vec))
        };
        assert_eq!(found(&whole), [Some(b"one".to_vec()), Some(b"two".to_vec())]);
        for len in 0..whole.len() {
            assert_eq!(found(&whole[..len])[1], None, "{len} bytes of it");
        }
        for changed in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[changed] ^= 0x10;
            for (was, is) in [b"one", b"two"].into_iter().zip(found(&bytes)) {
                assert!(is.is_none_or(|is| is == was), "byte {changed}");
            }
            assert_ne!(found(&bytes), found(&whole), "byte {changed}");
        }
    }
}
