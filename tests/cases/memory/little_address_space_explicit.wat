;; With --bounds explicit no address space is reserved.
;;! check = "run"
;;! args = ["--invoke", "test", "--bounds", "explicit"]
;;! address_space = 1000000
;;! stdout = "1\n1\n2\n"
;;! native_only = "an emulator needs the address space itself"
(module (memory 1)
  (func (export "test") (result i32 i32 i32) (memory.size) (memory.grow (i32.const 1)) (memory.size)))
