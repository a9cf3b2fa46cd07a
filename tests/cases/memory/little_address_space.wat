;; A reservation that fails is an error that names the flag which does without it.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! address_space = 1000000
;;! exit = 1
;;! stderr = "--bounds explicit"
;;! native_only = "an emulator needs the address space itself"
(module (memory 1) (func (export "test") (result i32) (memory.size)))
