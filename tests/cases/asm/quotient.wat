;; A division by a constant is one product, moved down once; what is loaded for it is extended by the load.
;;! check = "asm"
;;! args = ["--invoke", "seventh"]
;;! targets = ["aarch64-linux", "riscv64-linux"]
;;! contains = ["32\n"]
;;! absent = ["slli", "srliw", "mov w", "lsr w"]
(module
  (memory 1)
  (func (export "seventh") (result i32)
    (i32.div_u (i32.load (i32.const 8)) (i32.const 641))))
