;; memory.grow answers -1 where the kernel has no memory to give.
;;! check = "run"
;;! args = ["--invoke", "test", "--bounds", "explicit"]
;;! address_space = 1000000
;;! stdout = "-1\n1\n"
;;! native_only = "an emulator needs the address space itself"
(module (memory 1) (func (export "test") (result i32 i32) (memory.grow (i32.const 60000)) (memory.size)))
