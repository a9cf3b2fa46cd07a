//! The first contents of a memory, as pieces of the executable.

use std::collections::BTreeMap;

use ahead_abi::layout::MAX_PAGE_SIZE;

/// Zeros that are cheaper to leave out than to store: about what a piece's record takes.
const ZEROS_BETWEEN_PIECES: usize = 64;

/// A piece of a memory image.
pub(super) enum Piece {
    /// Whole pages, to be moved to their place.
    Pages {
        /// Guest address, a multiple of [`MAX_PAGE_SIZE`].
        address: u64,
        /// The bytes, a multiple of [`MAX_PAGE_SIZE`].
        bytes: Vec<u8>,
    },
    /// Bytes, to be copied.
    Bytes {
        /// Guest address.
        address: u64,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// Lays out segments, of which later ones overwrite earlier ones, as disjoint pieces by address.
///
/// A run of pages that all hold something becomes one piece of pages where it has at least a page's
/// worth of bytes and `pages_move` says that the start can move them. What is zero takes no space
/// in the executable where it would take pages of it.
pub(super) fn pieces(segments: &[(u64, &[u8])], pages_move: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut run: Option<(u64, Vec<u8>)> = None;
    for (address, page) in pages(segments) {
        match &mut run {
            Some((start, bytes)) if *start + bytes.len() as u64 == address => bytes.extend(page),
            _ => {
                pieces
                    .extend(run.replace((address, page)).into_iter().flat_map(|run| piece(run, pages_move)));
            }
        }
    }
    pieces.extend(run.into_iter().flat_map(|run| piece(run, pages_move)));
    pieces
}

/// The pages that hold anything but zeros, by address.
fn pages(segments: &[(u64, &[u8])]) -> BTreeMap<u64, Vec<u8>> {
    let mut pages: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    for (address, bytes) in segments {
        let (mut address, mut rest) = (*address, *bytes);
        while !rest.is_empty() {
            let start = address - address % MAX_PAGE_SIZE;
            let within = (address - start) as usize;
            let len = rest.len().min(MAX_PAGE_SIZE as usize - within);
            let (now, later) = rest.split_at(len);
            let page = pages.entry(start).or_insert_with(|| vec![0; MAX_PAGE_SIZE as usize]);
            page[within..within + len].copy_from_slice(now);
            (address, rest) = (address + len as u64, later);
        }
    }
    pages.retain(|_, page| page.iter().any(|byte| *byte != 0));
    pages
}

fn piece((address, bytes): (u64, Vec<u8>), pages_move: bool) -> Vec<Piece> {
    let pieces = split_at_zeros(address, &bytes);
    let stored: usize = pieces.iter().map(|(_, bytes)| bytes.len()).sum();
    if pages_move && stored as u64 >= MAX_PAGE_SIZE {
        return vec![Piece::Pages { address, bytes }];
    }
    let pieces = pieces.into_iter();
    pieces.map(|(address, bytes)| Piece::Bytes { address, bytes: bytes.to_vec() }).collect()
}

/// The parts of `bytes` between long runs of zeros.
fn split_at_zeros(address: u64, bytes: &[u8]) -> Vec<(u64, &[u8])> {
    let mut parts = Vec::new();
    let mut position = 0;
    while let Some(start) = bytes[position..].iter().position(|byte| *byte != 0) {
        let start = position + start;
        let mut end = start;
        let mut zeros = 0;
        for (index, byte) in bytes[start..].iter().enumerate() {
            if *byte != 0 {
                (end, zeros) = (start + index + 1, 0);
            } else {
                zeros += 1;
            }
            if zeros == ZEROS_BETWEEN_PIECES {
                break;
            }
        }
        parts.push((address + start as u64, &bytes[start..end]));
        position = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{MAX_PAGE_SIZE, Piece, pieces};

    fn apply(pieces: &[Piece], len: usize) -> Vec<u8> {
        let mut memory = vec![0; len];
        for piece in pieces {
            let (Piece::Pages { address, bytes } | Piece::Bytes { address, bytes }) = piece;
            memory[*address as usize..][..bytes.len()].copy_from_slice(bytes);
        }
        memory
    }

    #[test]
    fn later_segments_win() {
        let segments: [(u64, &[u8]); 3] = [(10, &[1; 20]), (15, &[2; 3]), (200, &[3; 4])];
        let pieces = pieces(&segments, true);
        assert_eq!(pieces.len(), 2);
        let memory = apply(&pieces, 300);
        assert_eq!(memory[14..19], [1, 2, 2, 2, 1]);
        assert_eq!(memory[199..205], [0, 3, 3, 3, 3, 0]);
    }

    #[test]
    fn large_images_are_pages_and_sparse_ones_do_not_store_the_gap() {
        let large = vec![7; 3 * MAX_PAGE_SIZE as usize];
        let segments: [(u64, &[u8]); 2] = [(100, &large), (1 << 30, &[9])];
        let pieces = pieces(&segments, true);
        let [Piece::Pages { address: 0, bytes }, Piece::Bytes { address, bytes: last }] = &pieces[..] else {
            panic!("{} pieces", pieces.len())
        };
        assert_eq!(bytes.len(), 4 * MAX_PAGE_SIZE as usize);
        assert_eq!((*address, &last[..]), (1 << 30, &[9_u8][..]));
    }

    #[test]
    fn pages_that_cannot_move_are_copied() {
        let large = vec![7; MAX_PAGE_SIZE as usize + 5];
        let pieces = pieces(&[(3, &large)], false);
        assert!(matches!(&pieces[..], [Piece::Bytes { address: 3, bytes }] if *bytes == large));
    }
}
