;; A pointer that is loaded is extended by the load.
;;! check = "asm"
;;! args = ["--invoke", "last"]
;;! targets = ["riscv64-linux"]
;;! contains = ["lwu"]
;;! absent = ["srli"]
(module
  (memory 1)
  (func (export "last") (result i32)
    (i32.load offset=4 (i32.load offset=8 (i32.load (i32.const 16))))))
