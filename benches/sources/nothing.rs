//! Nothing: the dependencies are fetched for the C sources that they carry.
