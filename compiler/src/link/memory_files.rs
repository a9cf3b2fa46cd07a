//! The linker's files, in memory: two it reads, one it writes.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use libwild::error::Result;
use libwild::{FileSystem, FileType, InputFileData, OutputFileData, OutputOptions};

/// Names of the linker's files: they appear in its messages.
pub(super) const OBJECT: &str = "program.o";
pub(super) const RUNTIME: &str = "libahead.a";
pub(super) const EXECUTABLE: &str = "program";

/// All there is for the linker.
#[derive(Clone)]
pub(super) struct MemoryFiles {
    object: Input,
    runtime: Input,
    executable: Arc<Mutex<Option<Vec<u8>>>>,
}

/// A file that is read.
#[derive(Clone, Debug)]
pub(super) struct Input(Arc<Vec<u8>>);

/// The file that is written.
pub(super) struct Output {
    bytes: Vec<u8>,
    executable: Arc<Mutex<Option<Vec<u8>>>>,
}

impl MemoryFiles {
    pub(super) fn new(object: Vec<u8>, runtime: &[u8]) -> Self {
        // The runtime is copied because the linker wants the alignment of an allocation.
        let (object, runtime) = (Input(Arc::new(object)), Input(Arc::new(runtime.to_vec())));
        Self { object, runtime, executable: Arc::default() }
    }

    /// What the linker wrote, once.
    pub(super) fn take_executable(&self) -> Option<Vec<u8>> {
        self.executable.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn input(&self, path: &Path) -> Result<&Input> {
        match path.to_str() {
            Some(OBJECT) => Ok(&self.object),
            Some(RUNTIME) => Ok(&self.runtime),
            _ => Err(io::Error::new(io::ErrorKind::NotFound, format!("no file {}", path.display())).into()),
        }
    }
}

impl InputFileData for Input {
    fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl OutputFileData for Output {
    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    fn finish(self) -> Result {
        *self.executable.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.bytes);
        Ok(())
    }
}

impl FileSystem for MemoryFiles {
    type Input = Input;
    type Output = Output;

    fn open_input(&self, path: &Path, _prepopulate_maps: bool) -> Result<(Input, Option<Arc<File>>)> {
        Ok((self.input(path)?.clone(), None))
    }

    fn file_type(&self, path: &Path) -> Result<FileType> {
        self.input(path).map(|_| FileType::File)
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn remove_file(&self, _path: &Path) -> Result<()> {
        Ok(())
    }

    fn rename_file(&self, _path: &Path, _new_path: &Path) -> Result<()> {
        Ok(())
    }

    fn create_output(&self, _path: Arc<Path>, options: OutputOptions) -> Result<Output> {
        let bytes = vec![0; usize::try_from(options.size)?];
        Ok(Output { bytes, executable: Arc::clone(&self.executable) })
    }

    /// Nothing asks for files besides the executable.
    fn write_auxiliary(&self, path: &Path, _bytes: &[u8]) -> Result {
        Err(io::Error::other(format!("unexpected output {}", path.display())).into())
    }
}
